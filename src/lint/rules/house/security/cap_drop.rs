//! `house/cap-drop`: a container drops the capabilities that it does not need.

use crate::jobspec::Task;
use crate::lint::container::Container;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/cap-drop",
    what: "a container drops the capabilities that it does not need",
    why: "Docker gives a container some capabilities of root, such as changing the owner of files. \
        Most programs need none of them, but an attacker can use them.",
    level: Level::Off,
    bad: Sample::Config("image = \"example/app:1.4.2\""),
    good: Sample::Config("image    = \"example/app:1.4.2\"\ncap_drop = [\"all\"]"),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task).filter(|container| container.cap_drop.is_none())
    else {
        return;
    };
    let message =
        format!("the container of task `{}` has all capabilities that its driver gives", task.name);
    let finding = scope.finding(message, container.base.location);
    scope.report_in(
        container.base,
        finding.help("drop them: `cap_drop = [\"all\"]`, and add the ones that it needs"),
    );
}
