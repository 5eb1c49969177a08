//! `nomad/spread-targets`: the targets of a spread share a hundred percent.

use std::collections::BTreeMap;

use crate::jobspec::{Attr, Spread};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/spread-targets",
    what: "each target of a spread is a value of its own, and all of them together have no more than 100 percent",
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
    let mut seen = BTreeMap::new();
    let mut sum = 0_u64;
    for target in &spread.targets {
        let (value, here) = (target.value.as_str(), target.base.location);
        // One above a hundred is `nomad/bounds`' concern.
        let percent = target.percent.as_ref().and_then(Attr::get).unwrap_or(0);
        sum += u64::from(percent.min(100));
        if let Some(first) = seen.insert(value, here) {
            let message = format!("`spread` has two targets `{value}`; expected one");
            let place = scope.place(first);
            let finding = scope.finding(message, here).related(place, "the other one");
            scope.report(finding.help("put both into one"));
            seen.insert(value, first);
        }
    }
    if sum > 100 {
        let message = format!("the targets of `spread` have {sum} percent; expected 100 or less");
        let last = spread.targets.last();
        let location = last.and_then(|target| target.percent.as_ref()).map(Attr::location);
        let finding = scope.finding(message, location.unwrap_or_default());
        scope.report(finding.help("lower a `percent`"));
    }
}
