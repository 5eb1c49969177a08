//! `nomad/distinct-scope`: `distinct_hosts` and `distinct_property` are set in a job or a group.

use crate::jobspec::{Attr, Block, Constraint, Device, Location, Task};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/distinct-scope",
    what: "`distinct_hosts` and `distinct_property` are set in a job or a group",
    why: "Nomad refuses the job: both compare allocations, which belong to a group, not to a task \
        or a device.",
    level: Level::Error,
    bad: Sample::Task("constraint {\n  operator = \"distinct_hosts\"\n  value    = \"true\"\n}"),
    good: Sample::Group("constraint {\n  operator = \"distinct_hosts\"\n  value    = \"true\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Task | Device, check),
};

/// Checks a task, or a device of one.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let (constraints, what) = if let Some(task) = block.as_any().downcast_ref::<Task>() {
        (&task.constraints, "task")
    } else if let Some(device) = block.as_any().downcast_ref::<Device>() {
        (&device.constraints, "device")
    } else {
        return;
    };
    for constraint in constraints {
        let Some((operator, location)) = distinct(constraint) else { continue };
        let message = format!(
            "a `constraint` of a {what} has the operator `{operator}`, which needs a job \
                or a group"
        );
        let finding = scope.finding(message, location.or(constraint.base.location));
        scope.report(finding.help("move the constraint to the group or the job"));
    }
}

/// The operator, if it is one of the two.
fn distinct(constraint: &Constraint) -> Option<(&str, Location)> {
    let set = constraint.operator.as_ref()?;
    let operator = Attr::as_str(set)?;
    matches!(operator, "distinct_hosts" | "distinct_property").then(|| (operator, set.location()))
}
