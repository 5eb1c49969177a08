//! `house/privileged`: a container is not privileged.

use crate::jobspec::Task;
use crate::lint::container::Container;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/privileged",
    what: "a container is not privileged",
    why: "A privileged container is root on the node: it has access to all devices and may load \
        kernel modules. Nomad's clients refuse it unless the plugin's `allow_privileged` is set.",
    level: Level::Warning,
    bad: Sample::Config("image      = \"example/app:1.4.2\"\nprivileged = true"),
    good: Sample::Config("image   = \"example/app:1.4.2\"\ncap_add = [\"net_admin\"]"),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task) else { return };
    let Some(privileged) = container.privileged.filter(|set| set.get() == Some(true)) else {
        return;
    };
    let message =
        format!("the container of task `{}` is privileged: it is root on the node", task.name);
    let help = "set the capabilities and devices that it needs: `cap_add`, `devices`";
    scope.report_in(container.base, scope.finding(message, privileged.location()).help(help));
}
