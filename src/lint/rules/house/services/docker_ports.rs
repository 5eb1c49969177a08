//! `house/docker-port-label`: the ports of a container are ports of its group.

use crate::jobspec::Task;
use crate::lint::container::{self, Container};
use crate::lint::ports;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/docker-port-label",
    what: "the ports of a container are ports of its group",
    why: "Nomad accepts the job. The driver refuses to start the task on the node: \"Port not \
        found\".",
    level: Level::Error,
    bad: Sample::Job(
        "job \"example\" {\n  group \"example\" {\n    network {\n      port \"http\" {}\n    }\n\n    task \"example\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/app:1.4.2\"\n        ports = [\"web\"]\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"example\" {\n  group \"example\" {\n    network {\n      port \"http\" {}\n    }\n\n    task \"example\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/app:1.4.2\"\n        ports = [\"http\"]\n      }\n    }\n  }\n}\n",
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some((container, group)) = Container::of(task).zip(scope.group) else { return };
    for (label, location) in container::texts(container.ports) {
        let Some(label) = ports::unknown(group, label) else { continue };
        let message = format!(
            "the container uses the port `{label}`, which group `{}` does not have",
            group.name
        );
        let finding = scope.finding(message, location);
        scope.report_in(container.base, finding.help(ports::help(group)));
    }
}
