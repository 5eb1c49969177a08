//! `nomad/leader`: a group has at most one leader task.

use crate::jobspec::Group;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/leader",
    what: "a group has at most one leader task",
    why: "Nomad refuses the job: when the leader ends, it stops all other tasks of the group, \
        which only one task can do.",
    level: Level::Error,
    bad: Sample::Group(
        "task \"app\" {\n  driver = \"docker\"\n  leader = true\n\n  config {\n    image = \"example/app:1.4.2\"\n  }\n}\n\ntask \"logs\" {\n  driver = \"docker\"\n  leader = true\n\n  config {\n    image = \"example/logs:2.0.1\"\n  }\n}",
    ),
    good: Sample::Group(
        "task \"app\" {\n  driver = \"docker\"\n  leader = true\n\n  config {\n    image = \"example/app:1.4.2\"\n  }\n}\n\ntask \"logs\" {\n  driver = \"docker\"\n\n  config {\n    image = \"example/logs:2.0.1\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

/// Checks the tasks of a group.
fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let mut leaders = group.tasks.iter().filter(|task| given::is_true(&task.leader));
    let Some(first) = leaders.next() else { return };
    for task in leaders {
        let message = format!("duplicate leader: task `{}` of group `{}`", task.name, group.name);
        let finding = scope.finding(message, given::at(&task.leader).or(task.base.location));
        let place = scope.place(given::at(&first.leader).or(first.base.location));
        let finding = finding.related(place, format!("task `{}` is the first one", first.name));
        scope.report(finding.help("remove `leader` from one of the two"));
    }
}
