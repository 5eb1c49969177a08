//! `house/root-user`: a task sets its user, which is not root.

use crate::jobspec::{Attr, Task};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/root-user",
    what: "a task sets its user, which is not root",
    why: "Without a `user`, a container runs as its image says, which is usually root. If it \
        breaks out, it is root on the node.",
    level: Level::Off,
    bad: Sample::Task("user = \"root\""),
    good: Sample::Task("user = \"1000:1000\""),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let is_root = |user: &str| matches!(user.split(':').next(), Some("" | "0" | "root"));
    let user = task.user.as_ref();
    let message = match user.map(Attr::as_str) {
        None => format!("missing `user` of the task `{}`", task.name),
        Some(Some(user)) if is_root(user) => format!("the task `{}` runs as root", task.name),
        Some(_) => return,
    };
    let location = user.map(Attr::location).unwrap_or_default();
    scope.report(scope.finding(message, location).help("set `user`, such as `\"1000:1000\"`"));
}
