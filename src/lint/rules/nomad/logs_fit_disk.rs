//! `nomad/logs-fit-disk`: all log files of a task together are smaller than the disk of its group.

use crate::jobspec::{Attr, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/logs-fit-disk",
    what: "all log files of a task together are smaller than the disk of its group",
    why: "Nomad refuses the job: `max_files` files of `max_file_size` MB (10 of 10 MB by default) \
        are stored on the `ephemeral_disk` of the group. Nomad counts them even if `disabled` is \
        set.",
    level: Level::Error,
    bad: Sample::Group("ephemeral_disk {\n  size = 100\n}"),
    good: Sample::Group("ephemeral_disk {\n  size = 110\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks a task.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(logs) = &task.logs else { return };
    let Some(disk) = scope.group.and_then(|group| group.ephemeral_disk.as_ref()) else { return };
    let number = |attr: &Option<Attr<i64>>| attr.as_ref().and_then(Attr::get);
    let (files, size) = (number(&logs.max_files), number(&logs.max_file_size));
    let (Some(files), Some(size), Some(room)) = (files, size, number(&disk.size)) else { return };
    // As Nomad multiplies, which means nothing beyond what a disk can hold.
    let needed = files.wrapping_mul(size);
    if needed < room {
        return;
    }
    let message = format!(
        "the logs of task `{}` may take {needed} MB ({files} files of {size} MB); expected less than the group's `ephemeral_disk`, {room} MB",
        task.name
    );
    let own = [&logs.max_files, &logs.max_file_size, &disk.size];
    let location = own.into_iter().flatten().map(Attr::location).find(|at| at.is_known());
    let finding = scope.finding(message, location.unwrap_or_default());
    scope.report(finding.help("reduce `logs`, or increase `size` of `ephemeral_disk`"));
}
