//! `house/docker-socket`: a container has no access to the socket of the container engine.

use crate::jobspec::Task;
use crate::lint::container::Container;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/docker-socket",
    what: "a container has no access to the socket of the container engine",
    why: "A task with access to the socket can start a privileged container: it is root on the \
        node, whatever else the job sets.",
    level: Level::Warning,
    bad: Sample::Config(
        "image   = \"example/app:1.4.2\"\nvolumes = [\"/var/run/docker.sock:/var/run/docker.sock\"]",
    ),
    good: Sample::Config("image   = \"example/app:1.4.2\"\nvolumes = [\"local/config:/etc/app\"]"),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task) else { return };
    for bind in container.binds().filter(|bind| super::is_socket(bind.path)) {
        let message =
            format!("the container has access to `{}`, and so to root on the node", bind.path);
        let help = "put a proxy in front of the socket that only allows what the task needs";
        scope.report_in(container.base, scope.finding(message, bind.location).help(help));
    }
}
