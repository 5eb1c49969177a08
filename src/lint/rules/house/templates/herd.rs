//! `house/template-herd`: a template does not restart all allocations of a group at once.

use crate::jobspec::{Attr, Duration, Template};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/template-herd",
    what: "a template does not restart all allocations of a group at once",
    why: "When the rendered template changes, Nomad restarts the task, which is the default: in \
        all allocations of the group within `splay`, five seconds by default. While they start, \
        the service does not respond.",
    level: Level::Warning,
    bad: Sample::Job(
        "job \"example\" {\n  group \"example\" {\n    count = 3\n\n    task \"example\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/app:1.4.2\"\n      }\n\n      template {\n        data        = \"{{ key \\\"app/mode\\\" }}\"\n        destination = \"local/mode\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"example\" {\n  group \"example\" {\n    count = 3\n\n    task \"example\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/app:1.4.2\"\n      }\n\n      template {\n        data        = \"{{ key \\\"app/mode\\\" }}\"\n        destination = \"local/mode\"\n        splay       = \"5m\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Template, check),
};

/// The longest `splay` at which several restart at once: Nomad's own.
const SHORT: i64 = 5 * 1_000_000_000;

fn check(template: &Template, scope: &mut Scope<'_, '_>) {
    let count = scope.group.and_then(|group| group.count.as_ref()?.get()).unwrap_or_default();
    let restarts = template.change_mode.as_ref().and_then(Attr::as_str) == Some("restart");
    let once = template.once.as_ref().is_some_and(|once| once.get() != Some(false));
    let splay = template.splay.as_ref().and_then(Attr::get).map(Duration::as_nanos);
    if count < 2 || !restarts || once || splay.is_none_or(|splay| splay > SHORT) {
        return;
    }
    // A job that is not a service has no clients.
    if scope.job.type_.as_ref().and_then(Attr::as_str) != Some("service")
        || !super::changes(template)
    {
        return;
    }
    let message =
        format!("a change of the rendered template restarts all {count} allocations at once");
    let mode = template.change_mode.as_ref().map(Attr::location).unwrap_or_default();
    let finding = scope.finding(message, mode.or(template.base.location));
    let help = "set `splay` to longer than the group takes to start, or let the task reload it: \
        `change_mode = \"signal\"`";
    scope.report(finding.help(help));
}
