//! `nomad/check-restart`: a check that restarts its task counts during updates, and both treat
//! warnings the same way.

use super::given::{at, name, text};
use crate::jobspec::{Attr, Service};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/check-restart",
    what: "a check that restarts its task counts during updates, and both treat warnings the same \
        way",
    why: "Nomad refuses the job: an update would succeed although the check fails, and the check \
        would restart the task right afterwards. `on_update` and `check_restart` of the service \
        apply to all of its checks.",
    level: Level::Error,
    bad: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n\n  check {\n    type      = \"tcp\"\n    interval  = \"10s\"\n    timeout   = \"2s\"\n    on_update = \"ignore\"\n\n    check_restart {\n      limit = 3\n    }\n  }\n}",
    ),
    good: Sample::Group(
        "service {\n  name     = \"web\"\n  port     = \"http\"\n  provider = \"nomad\"\n\n  check {\n    type     = \"tcp\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n\n    check_restart {\n      limit = 3\n    }\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// Checks the checks of a service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    for check in &service.checks {
        let (Some(restart), Some(mode)) = (&check.check_restart, text(&check.on_update)) else {
            continue;
        };
        let counts = match &restart.ignore_warnings {
            None => Some(true),
            Some(ignore) => Attr::get(ignore).map(|ignore| !ignore),
        };
        let (why, help) = match (mode, counts) {
            ("ignore", _) => (
                "restarts its task, but `on_update` ignores it",
                "remove `check_restart`, or let the check count during updates",
            ),
            ("ignore_warnings", Some(true)) => (
                "restarts its task on warnings, but `on_update` ignores them",
                "set `ignore_warnings = true` in `check_restart`",
            ),
            _ => continue,
        };
        let message = format!("a check of service `{}` {why}", name(service));
        let finding = scope.finding(message, at(&check.on_update).or(check.base.location));
        let finding = finding.related(
            scope.place(restart.base.location),
            "the block that restarts \
            it",
        );
        scope.report(finding.help(help));
    }
}
