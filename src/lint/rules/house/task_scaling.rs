//! `house/task-scaling`: tasks are scaled by an autoscaler only in a cluster with Nomad Enterprise.

use crate::jobspec::TaskScaling;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/task-scaling",
    what: "tasks are scaled by an autoscaler only in a cluster with Nomad Enterprise",
    why: "A `scaling` block of a task is for Dynamic Application Sizing, which requires Nomad \
        Enterprise. Any other Nomad accepts the job and drops the block.",
    level: Level::Warning,
    bad: Sample::Task("scaling \"cpu\" {\n  min = 100\n  max = 500\n}"),
    good: Sample::Group("scaling {\n  min = 1\n  max = 5\n}"),
    view: View::Written,
    needs_site: false,
    check: of!(TaskScaling, check),
};

fn check(scaling: &TaskScaling, scope: &mut Scope<'_, '_>) {
    if scope.context.site.enterprise {
        return;
    }
    let message = "the cluster's Nomad drops the `scaling` of a task";
    let help = "remove it; or, if the cluster runs Nomad Enterprise, set it in the site \
        (`.enterprise()`), or allow it with a reason";
    scope.report(scope.finding(message, scaling.base.location).help(help));
}
