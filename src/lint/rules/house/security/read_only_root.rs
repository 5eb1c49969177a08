//! `house/read-only-root`: the file system of a container is read-only.

use crate::jobspec::{Attr, Task};
use crate::lint::container::Container;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/read-only-root",
    what: "the file system of a container is read-only",
    why: "An attacker can change the programs of a container with a writable file system; and \
        whatever a task writes there is lost when it restarts.",
    level: Level::Off,
    bad: Sample::Config("image = \"example/app:1.4.2\""),
    good: Sample::Config("image           = \"example/app:1.4.2\"\nreadonly_rootfs = true"),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task) else { return };
    if container.readonly_rootfs.is_some_and(|set| set.get() != Some(false)) {
        return;
    }
    let message = format!("the file system of the container of task `{}` is writable", task.name);
    let set = container.readonly_rootfs.map(Attr::location).unwrap_or_default();
    let finding = scope.finding(message, set.or(container.base.location));
    scope.report_in(
        container.base,
        finding.help("set `readonly_rootfs = true`, and mount the directories that it writes to"),
    );
}
