//! `house/log-rotation`: a container with its own log driver limits the size of its logs.

use crate::jobspec::DockerLogging;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/log-rotation",
    what: "a container with its own log driver limits the size of its logs",
    why: "A `logging` block replaces Nomad's own settings for docker, including its rotation: a \
        log of type `json-file` without `max-size` grows until the disk of the node is full.",
    level: Level::Warning,
    bad: Sample::Config("image = \"example/app:1.4.2\"\n\nlogging {\n  type = \"json-file\"\n}"),
    good: Sample::Config(
        "image = \"example/app:1.4.2\"\n\nlogging {\n  type = \"json-file\"\n\n  config {\n    max-size = \"10m\"\n    max-file = \"3\"\n  }\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: of!(DockerLogging, check),
};

fn check(logging: &DockerLogging, scope: &mut Scope<'_, '_>) {
    let kind = logging.type_.as_ref().or(logging.driver.as_ref());
    // Other types rotate by themselves, or keep nothing on the node.
    if kind.is_some_and(|kind| kind.as_str() != Some("json-file")) {
        return;
    }
    let limited = logging.config.as_ref().is_some_and(|config| config.get("max-size").is_some());
    if limited || !logging.base.extra.is_empty() {
        return;
    }
    let message = "missing `max-size` of the container's log: Nomad's rotation is off for it";
    let finding = scope.finding(message, logging.base.location);
    scope.report(
        finding
            .help("set `max-size` and `max-file` in its `config`, or remove the `logging` block"),
    );
}
