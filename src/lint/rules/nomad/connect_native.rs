//! `nomad/connect-native`: a service with `native = true` names its task.

use super::given::{name, text};
use crate::jobspec::{Attr, Service};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/connect-native",
    what: "a service with `native = true` names its task",
    why: "That task gets the certificate. `nomad job validate` refuses the job without a server; a \
        server fills in the task if the group has only one, and refuses the job otherwise.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"example\" {\n  group \"example\" {\n    service {\n      name = \"web\"\n      port = \"9000\"\n\n      connect {\n        native = true\n      }\n    }\n\n    task \"web\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/app:1.4.2\"\n      }\n    }\n\n    task \"log\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/log:2.0.1\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Group(
        "service {\n  name = \"web\"\n  port = \"9000\"\n  task = \"example\"\n\n  connect {\n    native = true\n  }\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks a group's service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    let Some(group) = scope.group.filter(|_| is_native(service)) else { return };
    // An unevaluated `dynamic` block may make the one task.
    let all_known = group.base.extra.is_empty();
    if !is_unsaid(&service.task) || !all_known {
        return;
    }
    let message = format!(
        "missing `task` in the Connect native service `{}` of group `{}`",
        name(service),
        group.name
    );
    scope.report(scope.finding(message, service.base.location).help("set `task` in the service"));
}

/// Whether an attribute says nothing: it is absent or empty.
fn is_unsaid(attr: &Option<Attr<String>>) -> bool {
    attr.as_ref().is_none_or(|attr| attr.as_str() == Some(""))
}

/// Whether it is in the mesh without a proxy.
pub fn is_native(service: &Service) -> bool {
    let native = service.connect.as_ref().and_then(|connect| connect.native.as_ref());
    let is_consuls = is_unsaid(&service.provider) || text(&service.provider) == Some("consul");
    is_consuls && native.and_then(Attr::get) == Some(true)
}
