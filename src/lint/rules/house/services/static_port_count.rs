//! `house/static-port-count`: a static port has enough nodes for all allocations, including
//! canaries.

use crate::jobspec::{Attr, Port};
use crate::lint::rules::house::placement::spread;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/static-port-count",
    what: "a static port has enough nodes for all allocations, including canaries",
    why: "A node has a port only once. Each allocation then needs its own node, and a canary \
        another one: without enough nodes, the deployment waits until its deadline and fails.",
    level: Level::Warning,
    bad: Sample::Group("count = 3\n\nnetwork {\n  port \"http\" {\n    static = 8080\n  }\n}"),
    good: Sample::Group(
        "count = 3\n\nconstraint {\n  distinct_hosts = true\n}\n\nnetwork {\n  port \"http\" {\n    static = 8080\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Port, check),
};

fn check(port: &Port, scope: &mut Scope<'_, '_>) {
    let Some(number) = port.static_.as_ref().filter(|_| port.ignore_collision.is_none()) else {
        return;
    };
    let Some(group) = scope.group else { return };
    let kind = scope.job.type_.as_ref().and_then(Attr::as_str);
    if !matches!(kind, Some("service" | "batch")) || number.get() == Some(0) {
        return;
    }
    let count = group.count.as_ref().and_then(Attr::get).unwrap_or_default();
    let update = group.update.as_ref().filter(|_| kind == Some("service"));
    let canary = update.and_then(|update| update.canary.as_ref()?.get()).unwrap_or_default();
    let label = &port.label;
    let (message, help) = if canary > 0 && count > 0 {
        (
            format!(
                "the port `{label}` is static: a canary needs a free node while the old \
                 allocations use it"
            ),
            "make the port dynamic, or update without canaries; or set which nodes are free for \
             them",
        )
    } else if count > 1 && !spread::is_apart(group, scope) {
        (
            format!("the port `{label}` is static: each of {count} allocations needs its own node"),
            "make the port dynamic; or confirm it: `constraint { distinct_hosts = true }`",
        )
    } else {
        return;
    };
    scope.report(scope.finding(message, number.location()).help(help));
}
