//! `nomad/kill-deadline`: the kill timeout of a service's task is not longer than the progress
//! deadline of its group.

use crate::jobspec::{Attr, Duration, Task, secs};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/kill-deadline",
    what: "the kill timeout of a service's task is not longer than the progress deadline of its \
        group",
    why: "Nomad refuses the job: `progress_deadline` would expire and fail the deployment while \
        the old task is still stopping.",
    level: Level::Error,
    bad: Sample::Task("kill_timeout = \"15m\""),
    good: Sample::Task("kill_timeout = \"30s\""),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// Checks a task.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    if scope.job.type_.as_ref().and_then(Attr::as_str) != Some("service") {
        return;
    }
    let update = scope.group.and_then(|group| group.update.as_ref());
    let Some(deadline) = update.and_then(|update| update.progress_deadline.as_ref()) else {
        return;
    };
    let none = Duration::from_nanos(0);
    let Some(most) = deadline.get().filter(|most| *most > none) else { return };
    let Some(set) = &task.kill_timeout else { return };
    let Some(timeout) = set.get() else { return };
    // Nomad takes the usual time for none.
    let timeout = if timeout == none { secs(5) } else { timeout };
    if timeout <= most {
        return;
    }
    let message = format!(
        "`kill_timeout` of task `{}` is `{timeout}`; expected at most the group's \
         `progress_deadline`, `{most}`",
        task.name
    );
    let related = scope.place(deadline.location());
    let finding = scope.finding(message, set.location());
    let help = "reduce `kill_timeout`, or increase `progress_deadline` in `update`";
    scope.report(match deadline.location().is_known() {
        true => finding.related(related, "the deadline of the group").help(help),
        false => finding.help(help),
    });
}
