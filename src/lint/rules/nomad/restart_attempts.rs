//! `nomad/restart-attempts`: the restarts of a group fit into their interval, and a group with
//! `mode = "delay"` has attempts.

use crate::jobspec::{Duration, Restart};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given::{self, job_type, known};

pub const RULE: Rule = Rule {
    name: "nomad/restart-attempts",
    what: "the restarts of a group fit into their interval, and a group with `mode = \"delay\"` \
        has attempts",
    why: "Nomad refuses the job: with this many attempts and this delay, the interval ends before \
        the last attempt. `mode = \"delay\"` without attempts would wait and then do nothing. The \
        defaults are 2 attempts in `30m` for service and system jobs, 3 in `24h` for batch jobs, \
        each after `15s`.",
    level: Level::Error,
    bad: Sample::Group("restart {\n  attempts = 10\n  interval = \"1m\"\n}"),
    good: Sample::Group("restart {\n  attempts = 10\n  interval = \"5m\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Restart, check),
};

/// The shortest interval: a shorter one is reported by `nomad/bounds`.
const LEAST: i64 = 5_000_000_000;

/// Checks the policy of a group. Nomad does not look at those of tasks.
fn check(restart: &Restart, scope: &mut Scope<'_, '_>) {
    if scope.task.is_some() || job_type(scope.job).is_none() {
        return;
    }
    let Some(attempts) = known(&restart.attempts, 0) else { return };
    let own = given::at(&restart.attempts);
    if attempts == 0 && given::text(&restart.mode) == Some("delay") {
        let message = "`restart` has no attempts, but its mode is `delay`; expected `fail`";
        let finding = scope.finding(message, own.or(given::at(&restart.mode)));
        scope.report(finding.help("set `mode = \"fail\"`, or allow an attempt"));
    }
    let time = |own| known(own, Duration::default()).map(Duration::as_nanos);
    let (Some(delay), Some(interval)) = (time(&restart.delay), time(&restart.interval)) else {
        return;
    };
    // Nomad's own product may overflow too.
    let together = attempts.wrapping_mul(delay);
    if interval < LEAST || together <= interval {
        return;
    }
    let shown = Duration::from_nanos;
    let message = format!(
        "`interval` of `restart` is `{}`, too short for `attempts = {attempts}` with a `delay` of \
         `{}`; expected at least `{}`",
        shown(interval),
        shown(delay),
        shown(together)
    );
    let location = given::at(&restart.interval).or(own).or(given::at(&restart.delay));
    scope.report(
        scope
            .finding(message, location)
            .help("increase the `interval`, or reduce the `delay` or `attempts`"),
    );
}
