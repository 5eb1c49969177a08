//! `house/scaling-count`: a group that is scaled leaves its count to the autoscaler.

use crate::jobspec::Group;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/scaling-count",
    what: "a group that is scaled leaves its count to the autoscaler",
    why: "Each time the job is deployed, its `count` replaces the one that the autoscaler has found. Without `count` a group begins with the least of its `scaling`, and `nomad job run -preserve-counts` keeps what runs.",
    level: Level::Warning,
    bad: Sample::Group(
        "count = 2\n\nscaling {\n  min = 2\n  max = 8\n\n  policy {\n    cooldown = \"2m\"\n  }\n}",
    ),
    good: Sample::Group(
        "scaling {\n  min = 2\n  max = 8\n\n  policy {\n    cooldown = \"2m\"\n  }\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Group(check),
};

fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let Some((count, scaling)) = group.count.as_ref().zip(group.scaling.as_ref()) else { return };
    // Without a policy, or with one that is off, nobody but people scales it.
    if scaling.enabled.as_ref().is_some_and(|on| on.get() != Some(true)) || scaling.policy.is_none()
    {
        return;
    }
    let message = "the group is scaled and has a `count`, which each deployment sets it back to";
    let finding = scope.finding(message, count.location());
    let finding =
        finding.related(scope.context.place(scaling.base.location), "it is scaled by this");
    scope.report(finding.help("remove `count`, and deploy with `-preserve-counts`"));
}
