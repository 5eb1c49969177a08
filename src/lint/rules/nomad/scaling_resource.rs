//! `nomad/scaling-resource`: a task scales `cpu` or `mem`, each once and with its own type.

use crate::jobspec::Task;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/scaling-resource",
    what: "a task scales `cpu` or `mem`, each once and with its own type",
    why: "Nomad refuses the job file: an autoscaler cannot size anything else of a task.",
    level: Level::Error,
    bad: Sample::Rust(
        "let mut scaling = TaskScaling::cpu();\nscaling.resource = \"disk\".into();\nlet task = task.scaling(scaling);",
    ),
    good: Sample::Rust("let task = task.scaling(TaskScaling::cpu().min(100).max(500));"),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks what a task scales.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let (mut cpu, mut memory) = (false, false);
    for scaling in &task.scalings {
        let (seen, kind) = match scaling.resource.to_ascii_lowercase().as_str() {
            "cpu" => (&mut cpu, "vertical_cpu"),
            "mem" => (&mut memory, "vertical_mem"),
            _ => {
                let name = &scaling.resource;
                let message = format!(
                    "invalid scaling target {name:?} in task `{}`: expected `cpu` or `mem`",
                    task.name
                );
                let finding = scope.finding(message, scaling.base.location);
                scope.report(finding.help("use `TaskScaling::cpu` or `TaskScaling::mem`"));
                continue;
            }
        };
        if std::mem::replace(seen, true) {
            let message =
                format!("task `{}` has a duplicate `scaling \"{}\"`", task.name, scaling.resource);
            let finding = scope.finding(message, scaling.base.location);
            scope.report(finding.help("merge the two"));
        }
        let Some(set) = &scaling.type_ else { continue };
        if let Some(found) = set.as_str().filter(|found| !found.is_empty() && *found != kind) {
            let message = format!("`type` of `scaling` is `{found}`; expected `{kind}`");
            scope.report(scope.finding(message, set.location()).help("remove `type`"));
        }
    }
}
