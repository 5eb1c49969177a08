//! `house/auto-revert`: a group with an `update` block sets whether a failed update is reverted.

use crate::jobspec::{Attr, Update};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/auto-revert",
    what: "a group with an `update` block sets whether a failed update is reverted",
    why: "A failed deployment leaves the group unchanged: some allocations of the new version, \
        unhealthy or stopped, and the rest of the old one, until an operator acts. With \
        `auto_revert`, Nomad deploys the last stable version.",
    level: Level::Info,
    bad: Sample::Group("update {\n  max_parallel = 1\n}"),
    good: Sample::Group("update {\n  max_parallel = 1\n  auto_revert  = true\n}"),
    view: View::Written,
    needs_site: false,
    check: of!(Update, check),
};

fn check(update: &Update, scope: &mut Scope<'_, '_>) {
    if !super::is_service(scope) || super::says(update, scope, |one| one.auto_revert.is_some()) {
        return;
    }
    // Without a deployment, nothing fails.
    if super::says(update, scope, |one| one.max_parallel.as_ref().and_then(Attr::get) == Some(0)) {
        return;
    }
    let message = "a failed deployment is not reverted";
    let help = "set `auto_revert = true`; or `false`, if an operator watches each deployment";
    scope.report(scope.finding(message, update.base.location).help(help));
}
