//! `house/host-path`: a container has no access to system directories.

use crate::jobspec::Task;
use crate::lint::container::Container;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/host-path",
    what: "a container has no access to system directories",
    why: "A container with access to `/etc`, `/proc` or the whole file system of the node reads \
        the secrets of others; with write access, it can change the node.",
    level: Level::Warning,
    bad: Sample::Config("image   = \"example/app:1.4.2\"\nvolumes = [\"/etc:/host/etc\"]"),
    good: Sample::Config("image   = \"example/app:1.4.2\"\nvolumes = [\"local/config:/etc/app\"]"),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task) else { return };
    for bind in container.binds().filter(|bind| super::is_of_system(bind.path)) {
        let message = format!("the container has access to `{}` of the node", bind.path);
        let help = "mount only what the task needs, or a host volume: `volume_mount`";
        scope.report_in(container.base, scope.finding(message, bind.location).help(help));
    }
}
