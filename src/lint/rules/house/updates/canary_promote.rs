//! `house/canary-promote`: a group with canaries sets whether they are promoted automatically.

use crate::jobspec::Update;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/canary-promote",
    what: "a group with canaries sets whether they are promoted automatically",
    why: "A deployment with canaries waits when they are healthy: until it is promoted, the old \
        version runs in parallel, and whatever deploys the job waits, too. With `auto_promote`, \
        Nomad continues once all canaries are healthy.",
    level: Level::Info,
    bad: Sample::Group("update {\n  canary = 1\n}"),
    good: Sample::Group("update {\n  canary       = 1\n  auto_promote = true\n}"),
    view: View::Written,
    needs_site: false,
    check: of!(Update, check),
};

fn check(update: &Update, scope: &mut Scope<'_, '_>) {
    let Some(canary) = &update.canary else { return };
    let some = canary.get().is_some_and(|canary| canary > 0);
    if !some
        || !super::is_service(scope)
        || super::says(update, scope, |one| one.auto_promote.is_some())
    {
        return;
    }
    let message = "the deployment waits until its canaries are promoted";
    let help = "set `auto_promote = true`; or `false`, if an operator promotes them";
    scope.report(scope.finding(message, canary.location()).help(help));
}
