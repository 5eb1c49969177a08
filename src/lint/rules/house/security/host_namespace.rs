//! `house/host-namespace`: a task has its own namespaces.

use crate::jobspec::{Config, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/host-namespace",
    what: "a task has its own namespaces",
    why: "In the node's namespaces, a task sees the processes of all others, may signal them and share memory with them. From 2.0.4 on, Nomad refuses it unless the plugin allows it.",
    level: Level::Warning,
    bad: Sample::Config("image    = \"example/app:1.4.2\"\npid_mode = \"host\""),
    good: Sample::Config("image    = \"example/app:1.4.2\"\nipc_mode = \"private\""),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let mut modes = [None; 4];
    let base = match &task.config {
        Some(Config::Docker(docker)) => {
            modes = [
                Some(("pid_mode", docker.pid_mode.as_ref())),
                Some(("ipc_mode", docker.ipc_mode.as_ref())),
                Some(("uts_mode", docker.uts_mode.as_ref())),
                Some(("userns_mode", docker.userns_mode.as_ref())),
            ];
            &docker.base
        }
        Some(Config::Podman(podman)) => {
            modes[0] = Some(("userns", podman.userns.as_ref()));
            &podman.base
        }
        Some(Config::Exec(exec)) => {
            modes[0] = Some(("pid_mode", exec.pid_mode.as_ref()));
            modes[1] = Some(("ipc_mode", exec.ipc_mode.as_ref()));
            &exec.base
        }
        Some(Config::Java(java)) => {
            modes[0] = Some(("pid_mode", java.pid_mode.as_ref()));
            modes[1] = Some(("ipc_mode", java.ipc_mode.as_ref()));
            &java.base
        }
        _ => return,
    };
    for (name, mode) in modes.into_iter().flatten() {
        let Some(mode) = mode.filter(|mode| mode.as_str() == Some("host")) else { continue };
        let message =
            format!("the task `{}` uses a namespace of the node: `{name}` is `host`", task.name);
        let finding = scope.finding(message, mode.location()).help(format!("remove `{name}`"));
        scope.report_in(base, finding);
    }
}
