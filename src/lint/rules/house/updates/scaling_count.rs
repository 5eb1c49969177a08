//! `house/scaling-count`: a scaled group leaves its count to the autoscaler.

use crate::jobspec::Group;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/scaling-count",
    what: "a scaled group leaves its count to the autoscaler",
    why: "Each time the job is deployed, its `count` replaces the autoscaler's. Without `count` a \
        group starts with the minimum of its `scaling`, and `nomad job run -preserve-counts` \
        keeps the current one.",
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
    // Without a policy, or with one that is disabled, it is only scaled by hand.
    if scaling.enabled.as_ref().is_some_and(|on| on.get() != Some(true)) || scaling.policy.is_none()
    {
        return;
    }
    let message = "the group has both `scaling` and a `count`, to which each deployment resets it";
    let finding = scope.finding(message, count.location());
    let finding = finding.related(scope.context.place(scaling.base.location), "it is scaled here");
    scope.report(finding.help("remove `count`, and deploy with `-preserve-counts`"));
}
