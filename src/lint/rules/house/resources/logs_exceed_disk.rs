//! `house/logs-exceed-disk`: the logs of a group fit on the disk of its allocations.

use crate::jobspec::{Attr, Group};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/logs-exceed-disk",
    what: "the logs of a group fit on the disk of its allocations",
    why: "Nomad checks `max_files` times `max_file_size` of one task and one of its two streams at \
        a time. The logs of all tasks and both streams are on the disk of the allocation, and \
        take the space of its data.",
    level: Level::Warning,
    bad: Sample::Group("ephemeral_disk {\n  size = 150\n}"),
    good: Sample::Group("ephemeral_disk {\n  size = 300\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let Some(disk) = group.ephemeral_disk.as_ref() else { return };
    let Some(size) = disk.size.as_ref().and_then(Attr::get) else { return };
    let said = group.tasks.iter().filter_map(|task| Some(task.logs.as_ref()?.base.location));
    let said = std::iter::once(disk.base.location).chain(said).find(|location| location.is_known());
    // If neither is set, Nomad's defaults are the cause.
    let Some(location) = said else { return };
    let mut total: i64 = 0;
    for logs in group.tasks.iter().filter_map(|task| task.logs.as_ref()) {
        if logs.disabled.as_ref().and_then(Attr::get) == Some(true) {
            continue;
        }
        let number = |attr: &Option<Attr<i64>>| attr.as_ref().and_then(Attr::get);
        let Some((files, each)) = number(&logs.max_files).zip(number(&logs.max_file_size)) else {
            return;
        };
        total = total.saturating_add(files.saturating_mul(each).saturating_mul(2));
    }
    if total <= size {
        return;
    }
    let message = format!(
        "the logs of the group can take {total} MB, but the disk of an allocation has {size} MB"
    );
    let size = disk.size.as_ref().map(Attr::location).unwrap_or_default();
    let finding = scope.finding(message, size.or(location));
    let help = "increase the `ephemeral_disk`, or reduce `logs`";
    scope.report(finding.note("both streams of each task are kept").help(help));
}
