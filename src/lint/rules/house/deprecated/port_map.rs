//! `house/deprecated-port-map`: a container lists its ports in `ports`, and the group maps them.

use crate::jobspec::{Config, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/deprecated-port-map",
    what: "a container lists its ports in `ports`, and the group maps them",
    why: "`port_map` is the form before Nomad 0.12: it only works with the deprecated networks in \
        a task's resources, not with a group's network.",
    level: Level::Warning,
    bad: Sample::Config("image = \"example/app:1.4.2\"\n\nport_map {\n  http = 8080\n}"),
    good: Sample::Config("image = \"example/app:1.4.2\""),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let (map, base) = match &task.config {
        Some(Config::Docker(docker)) => (&docker.port_map, &docker.base),
        Some(Config::Podman(podman)) => (&podman.port_map, &podman.base),
        _ => return,
    };
    let Some(map) = map else { return };
    let location = map.placed().next().map(|(_, _, location)| location).unwrap_or_default();
    let message = "deprecated block `port_map`";
    let help = "set `to` in the `port` blocks of the group's `network`, and list them in `ports`";
    scope.report_in(base, scope.finding(message, location.or(base.location)).help(help));
}
