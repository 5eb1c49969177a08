//! `house/kill-timeout`: a task asks for no more time to stop than the nodes give it.

use crate::jobspec::Task;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/kill-timeout",
    what: "a task asks for no more time to stop than the nodes give it",
    why: "A node gives a task `max_kill_timeout` of its client's configuration at the most, 30 seconds by default. What is above that is capped without a word, and the task is killed earlier than it counts on.",
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
    let message =
        format!("the task asks for {asked} to stop, and a node gives it {most} at the most");
    let help = "ask for less; or, if `max_kill_timeout` of the clients is longer, let the site say so (`.max_kill_timeout(…)`), or allow it with a reason";
    scope.report(scope.finding(message, set.location()).help(help));
}
