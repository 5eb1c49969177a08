//! `nomad/task-network-deprecated`: the `resources` of a task have no `network`.

use crate::jobspec::Task;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/task-network-deprecated",
    what: "the `resources` of a task have no `network`",
    why: "Nomad warns about it: since 0.12 the network belongs to the group, and all of its tasks \
        share it. In the old location it has no modes, no DNS and no port mapping.",
    level: Level::Warning,
    bad: Sample::Task("resources {\n  network {\n    port \"http\" {}\n  }\n}"),
    good: Sample::Group("network {\n  port \"http\" {}\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks a task's resources.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let networks = task.resources.as_ref().map(|resources| resources.networks.as_slice());
    let Some([network, ..]) = networks else { return };
    let message = format!("deprecated block `network` in the `resources` of task `{}`", task.name);
    let finding = scope.finding(message, network.base.location);
    scope
        .report(finding.help("move it into the group, and list its ports in the driver's `ports`"));
}
