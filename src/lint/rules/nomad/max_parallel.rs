//! `nomad/max-parallel`: `max_parallel` of an update is at most the group's count.

use crate::jobspec::Update;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/max-parallel",
    what: "`max_parallel` of an update is at most the group's count",
    why: "Nomad warns: a destructive change would stop and replace all allocations of the group at \
        the same time, so nothing would serve requests meanwhile.",
    level: Level::Warning,
    bad: Sample::Group("count = 2\n\nupdate {\n  max_parallel = 3\n}"),
    good: Sample::Group("count = 2\n\nupdate {\n  max_parallel = 1\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Update, check),
};

/// Checks the update of a group.
fn check(update: &Update, scope: &mut Scope<'_, '_>) {
    let Some(group) = scope.group else { return };
    let Some(count) = given::known(&group.count, 1).filter(|count| *count > 1) else { return };
    let Some(most) = given::known(&update.max_parallel, 1) else { return };
    if most <= count {
        return;
    }
    let message = format!(
        "`max_parallel` of `update` is {most}, more than the {count} allocations of group `{}`",
        group.name
    );
    let finding = scope.finding(message, given::at(&update.max_parallel));
    let finding = finding.related(scope.place(given::at(&group.count)), "the count");
    scope.report(finding.help(format!("write {} or less, so that some keep running", count - 1)));
}
