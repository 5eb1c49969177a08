//! `house/kill-timeout`: the kill timeout of a task is at most that of the nodes.

use crate::jobspec::Task;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/kill-timeout",
    what: "the kill timeout of a task is at most that of the nodes",
    why: "A node allows a task at most `max_kill_timeout` of its client's configuration, 30 \
        seconds by default. A longer timeout is silently reduced, so the task is killed earlier \
        than expected.",
    level: Level::Warning,
    bad: Sample::Task("kill_timeout = \"2m\""),
    good: Sample::Task("kill_timeout = \"30s\""),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(set) = &task.kill_timeout else { return };
    let most = scope.context.site.max_kill_timeout;
    let Some(asked) = set.get().filter(|asked| asked.as_nanos() > most.as_nanos()) else { return };
    let message = format!("the task requests {asked} to stop, but a node allows at most {most}");
    let help = "reduce it; or, if `max_kill_timeout` of the clients is longer, set it in the site \
        (`.max_kill_timeout(…)`), or allow it with a reason";
    scope.report(scope.finding(message, set.location()).help(help));
}
