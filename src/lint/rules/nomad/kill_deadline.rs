//! `nomad/kill-deadline`: a task stops before its group's deployment is given up.

use crate::jobspec::{Attr, Duration, Task, secs};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/kill-deadline",
    what: "a service's task may take no longer to stop than its group has to make progress",
    why: "Nomad refuses the job: while the old task still stops, `progress_deadline` would run out and fail the deployment.",
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
        "`kill_timeout` of task `{}` is `{timeout}`; expected no more than the group's `progress_deadline`, `{most}`",
        task.name
    );
    let related = scope.place(deadline.location());
    let finding = scope.finding(message, set.location());
    let help = "shorten `kill_timeout`, or lengthen `progress_deadline` in `update`";
    scope.report(match deadline.location().is_known() {
        true => finding.related(related, "the group has this long").help(help),
        false => finding.help(help),
    });
}
