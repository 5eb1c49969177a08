//! `house/host-network`: a container has its own network.

use crate::jobspec::Task;
use crate::lint::container::Container;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/host-network",
    what: "a container has its own network",
    why: "In the node's network, a container can reach services on the node's loopback, such as \
        agents without a password, and its ports conflict with others. From 2.0.4 on, Nomad \
        refuses it unless the plugin allows it.",
    level: Level::Warning,
    bad: Sample::Config("image        = \"example/app:1.4.2\"\nnetwork_mode = \"host\""),
    good: Sample::Config("image        = \"example/app:1.4.2\"\nnetwork_mode = \"bridge\""),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task) else { return };
    let Some(mode) = container.network_mode.filter(|mode| mode.as_str() == Some("host")) else {
        return;
    };
    let message = format!("the container of task `{}` uses the node's network", task.name);
    let help =
        "remove `network_mode`, and add a network to the group: `network { mode = \"bridge\" }`";
    scope.report_in(container.base, scope.finding(message, mode.location()).help(help));
}
