//! `nomad/connect-native-port`: a service with `native = true` has a port.

use super::connect_native::is_native;
use super::given::{name, text};
use crate::jobspec::Service;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/connect-native-port",
    what: "a service with `native = true` has a port",
    why: "Nomad refuses the job: without a proxy, other services of the mesh connect to that port. \
        Nomad 1.6 accepted such a job, and nothing could reach the service.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name = \"web\"\n  task = \"example\"\n\n  connect {\n    native = true\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name = \"web\"\n  port = \"9000\"\n  task = \"example\"\n\n  connect {\n    native = true\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks a group's service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    if !is_native(service) || text(&service.port) != Some("") {
        return;
    }
    let message = format!("missing `port` in the Connect native service `{}`", name(service));
    scope.report(scope.finding(message, service.base.location).help("set `port` in the service"));
}
