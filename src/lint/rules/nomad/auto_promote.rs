//! `nomad/auto-promote`: `auto_promote` is only set with canaries, in all groups with canaries or
//! in none.

use crate::jobspec::{Group, Job, Location};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::given::{self, is_true, known};

pub const RULE: Rule = Rule {
    name: "nomad/auto-promote",
    what: "`auto_promote` is only set with canaries, in all groups with canaries or in none",
    why: "Nomad refuses `auto_promote` without canaries: there is nothing to promote. If only some \
        groups set it, Nomad warns and promotes none of them: a deployment is promoted as a whole.",
    level: Level::Error,
    bad: Sample::Group("update {\n  auto_promote = true\n}"),
    good: Sample::Group("update {\n  canary       = 1\n  auto_promote = true\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Job(check),
};

/// Checks the groups of a job, one by one and together.
fn check(job: &Job, scope: &mut Scope<'_, '_>) {
    let mut promoted = None;
    for group in &job.groups {
        let Some(update) = group.update.as_ref().filter(|own| is_true(&own.auto_promote)) else {
            continue;
        };
        let location = given::at(&update.auto_promote).or(update.base.location);
        promoted.get_or_insert((group, location));
        if known(&update.canary, 0) == Some(0) {
            let message = "`auto_promote` of `update` is set, but there are no canaries to promote";
            let finding = scope.finding(message, location);
            scope.report(finding.help("set `canary` to 1 or more, or remove `auto_promote`"));
        }
    }
    if let Some(promoted) = promoted {
        together(job, promoted, scope);
    }
}

/// One group has `auto_promote`; all others with canaries must have it too.
fn together(job: &Job, promoted: (&Group, Location), scope: &mut Scope<'_, '_>) {
    for group in &job.groups {
        let Some(update) = &group.update else { continue };
        let canaries = known(&update.canary, 0).is_some_and(|canaries| canaries != 0);
        if !canaries || known(&update.auto_promote, false) != Some(false) {
            continue;
        }
        let message = format!(
            "group `{}` has canaries without `auto_promote`, but group `{}` sets it: Nomad \
             promotes neither automatically",
            group.name, promoted.0.name
        );
        let location = given::at(&update.auto_promote).or(given::at(&update.canary));
        let finding = scope.warning(message, location.or(update.base.location));
        let finding = finding.related(scope.place(promoted.1), "set here");
        scope.report(finding.help("set `auto_promote` in all groups with canaries, or in none"));
    }
}
