//! `nomad/spread-targets`: the targets of a spread have different values and at most 100 percent in
//! total.

use crate::jobspec::{Attr, Spread, SpreadTarget};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::repeated;

pub const RULE: Rule = Rule {
    name: "nomad/spread-targets",
    what: "the targets of a spread have different values and at most 100 percent in total",
    why: "Nomad refuses the job: the targets share the allocations of a group.",
    level: Level::Error,
    bad: Sample::Group(
        "spread {\n  attribute = \"${node.datacenter}\"\n\n  target \"dc1\" {\n    percent = 70\n  }\n\n  target \"dc2\" {\n    percent = 40\n  }\n}",
    ),
    good: Sample::Group(
        "spread {\n  attribute = \"${node.datacenter}\"\n\n  target \"dc1\" {\n    percent = 70\n  }\n\n  target \"dc2\" {\n    percent = 30\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Spread, check),
};

/// Checks a spread.
fn check(spread: &Spread, scope: &mut Scope<'_, '_>) {
    let targets = spread.targets.iter();
    let names = targets.clone().map(|target| (target.value.as_str(), target.base.location));
    let message = |value: &str| format!("duplicate target `{value}` in `spread`");
    repeated::report(names, message, "merge the two", scope);
    let percent = |target: &SpreadTarget| target.percent.as_ref().and_then(Attr::get).unwrap_or(0);
    // One above a hundred is `nomad/bounds`' concern.
    let sum: u64 = targets.map(|target| u64::from(percent(target).min(100))).sum();
    if sum > 100 {
        let message = format!("the targets of `spread` have {sum} percent; expected 100 or less");
        let last = spread.targets.last();
        let location = last.and_then(|target| target.percent.as_ref()).map(Attr::location);
        let finding = scope.finding(message, location.unwrap_or_default());
        scope.report(finding.help("reduce a `percent`"));
    }
}
