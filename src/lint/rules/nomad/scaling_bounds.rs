//! `nomad/scaling-bounds`: `min` of a scaling is at most `max`, and the count of the group is
//! between them.

use crate::jobspec::{Attr, Scaling};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/scaling-bounds",
    what: "`min` of a scaling is at most `max`, and the count of the group is between them",
    why: "Nomad refuses the job: it could never be scaled to a count out of bounds.",
    level: Level::Error,
    bad: Sample::Group("count = 5\n\nscaling {\n  min = 1\n  max = 3\n}"),
    good: Sample::Group("count = 2\n\nscaling {\n  min = 1\n  max = 3\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Scaling, check),
};

/// Checks the scaling of a group.
fn check(scaling: &Scaling, scope: &mut Scope<'_, '_>) {
    // One below zero is `nomad/bounds`' concern.
    let max = scaling.max.as_ref().and_then(Attr::get).filter(|max| *max >= 0);
    let Some(max) = max else { return };
    let least = scaling.min.as_ref();
    let min = least.and_then(Attr::get);
    let at = least.map(Attr::location).unwrap_or_default();
    if let Some(min) = min.filter(|min| *min > max) {
        let message = format!("`min` of `scaling` is {min}; expected at most `max`, {max}");
        scope.report(scope.finding(message, at).help("reduce `min`, or increase `max`"));
    }
    let Some(set) = scope.group.and_then(|group| group.count.as_ref()) else { return };
    let Some(count) = set.get() else { return };
    // A group whose count is each region's own has none here.
    let regional = count == 0 && scope.job.multiregion.is_some();
    let (bound, found) = match min {
        _ if count > max => (scaling.max.as_ref(), format!("at most `max`, {max}")),
        Some(min) if count < min && !regional => (least, format!("at least `min`, {min}")),
        _ => return,
    };
    let message = format!(
        "`count` of the group is {count}, outside the bounds of its `scaling`; expected {found}"
    );
    let location = set.location().or(bound.map(Attr::location).unwrap_or_default());
    scope.report(scope.finding(message, location).help("change `count`, or the bounds"));
}
