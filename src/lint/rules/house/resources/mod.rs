//! What tasks take of a node: processor, memory, time and disk.

pub mod cpu_unset;
pub mod default_logs;
pub mod kill_timeout;
pub mod log_rotation;
pub mod logs_exceed_disk;
pub mod memory_unset;

use crate::jobspec::{Resources, Task};
use crate::lint::Scope;

/// Reports a task that does not say how much of something it needs, as far as that is known.
fn unset(
    task: &Task,
    says: impl Fn(&Resources) -> bool,
    (what, usual, attribute): (&str, &str, &str),
    scope: &mut Scope<'_, '_>,
) {
    let resources = task.resources.as_ref();
    if resources.is_some_and(|own| says(own) || !own.base.extra.is_empty()) {
        return;
    }
    let location = resources.map(|resources| resources.base.location).unwrap_or_default();
    let message = format!("task `{}` does not set its {what}: the default is {usual}", task.name);
    let help = format!("set `{attribute}` in `resources`");
    scope.report(scope.finding(message, location).help(help));
}
