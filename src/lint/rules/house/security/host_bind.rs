//! `house/host-bind`: a container accesses files of the node through volumes.

use crate::jobspec::Task;
use crate::lint::container::Container;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/host-bind",
    what: "a container accesses files of the node through volumes",
    why: "The scheduler does not know whether a path exists on a node: if it does not, docker \
        creates an empty directory. Nomad places a task with a host volume only on nodes that \
        have it.",
    level: Level::Info,
    bad: Sample::Config("image   = \"example/app:1.4.2\"\nvolumes = [\"/srv/app:/data\"]"),
    good: Sample::Config("image   = \"example/app:1.4.2\"\nvolumes = [\"local/config:/etc/app\"]"),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task) else { return };
    let plain = |path: &str| !super::is_socket(path) && !super::is_of_system(path);
    for bind in container.binds().filter(|bind| plain(bind.path)) {
        let message = format!("the container mounts the path `{}` of the node", bind.path);
        let help = "declare a host volume, and mount it: `volume` and `volume_mount`";
        scope.report_in(container.base, scope.finding(message, bind.location).help(help));
    }
}
