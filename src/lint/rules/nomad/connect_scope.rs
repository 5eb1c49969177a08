//! `nomad/connect-scope`: a service with `connect` belongs to a group and is registered in Consul.

use super::given::{at, name, text};
use crate::jobspec::Service;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/connect-scope",
    what: "a service with `connect` belongs to a group and is registered in Consul",
    why: "Nomad refuses the job: the mesh is Consul's, and its proxies share the network of a group.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"9000\"\n  provider = \"nomad\"\n\n  connect {\n    sidecar_service {}\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"9000\"\n  provider = \"consul\"\n\n  connect {\n    sidecar_service {}\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks a service of a group or task.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    let Some(connect) = &service.connect else { return };
    if let Some(task) = scope.task {
        let message = format!(
            "service `{}` of task `{}` has `connect`; expected a service of a group",
            name(service),
            task.name
        );
        let finding = scope.finding(message, connect.base.location);
        scope.report(finding.help("move the service into the group"));
    }
    if text(&service.provider) == Some("nomad") {
        let message = format!(
            "service `{}` has `connect` and the provider `nomad`; expected `consul`",
            name(service)
        );
        let finding = scope.finding(message, connect.base.location);
        let finding = finding.related(scope.place(at(&service.provider)), "the provider");
        scope.report(finding.help("remove `connect`, or set `provider = \"consul\"`"));
    }
}
