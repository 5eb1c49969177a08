//! `house/raw-exec`: the driver isolates a task from the node.

use crate::jobspec::Task;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/raw-exec",
    what: "the driver isolates a task from the node",
    why: "With `raw_exec` a task runs as the user of the Nomad agent, usually root, without its \
        own file system and without limits. If it is required, add an allowance with the reason.",
    level: Level::Warning,
    bad: Sample::Job(
        "job \"example\" {\n  group \"example\" {\n    task \"example\" {\n      driver = \"raw_exec\"\n\n      config {\n        command = \"/usr/local/bin/app\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"example\" {\n  group \"example\" {\n    task \"example\" {\n      driver = \"exec\"\n\n      config {\n        command = \"/usr/local/bin/app\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(driver) = task.driver.as_ref().filter(|driver| driver.as_str() == Some("raw_exec"))
    else {
        return;
    };
    let message = format!("the task `{}` runs as the agent's user, without isolation", task.name);
    let help = "use `exec` or a container; or allow it with a reason";
    scope.report(scope.finding(message, driver.location()).help(help));
}
