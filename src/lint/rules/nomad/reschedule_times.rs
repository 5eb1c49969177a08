//! `nomad/reschedule-times`: the delays of `reschedule` are at least `5s`, `max_delay` is at least
//! `delay`, and the interval is at least `15s`.

use crate::jobspec::{Duration, Reschedule};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given::{self, known};

pub const RULE: Rule = Rule {
    name: "nomad/reschedule-times",
    what: "the delays of `reschedule` are at least `5s`, `max_delay` is at least `delay`, and the \
        interval is at least `15s`",
    why: "Nomad refuses the job. It checks the policy of a group that has attempts or is \
        unlimited; `max_delay` applies only if the delay grows, and the interval only if attempts \
        are limited. The defaults depend on the type of the job.",
    level: Level::Error,
    bad: Sample::Group("reschedule {\n  delay     = \"10m\"\n  max_delay = \"5m\"\n}"),
    good: Sample::Group("reschedule {\n  delay     = \"10m\"\n  max_delay = \"1h\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Reschedule, check),
};

/// The least delay and the least interval, in nanoseconds.
pub const LEAST_DELAY: i64 = 5_000_000_000;
pub const LEAST_INTERVAL: i64 = 15_000_000_000;

/// Checks the policy of a group.
fn check(reschedule: &Reschedule, scope: &mut Scope<'_, '_>) {
    if !is_asked(reschedule, scope) {
        return;
    }
    let time = |own| known(own, Duration::default()).map(Duration::as_nanos);
    let shown = Duration::from_nanos;
    let too_short = |name: &str, own: i64, least: i64| {
        format!(
            "`{name}` of `reschedule` is `{}`; expected at least `{}`",
            shown(own),
            shown(least)
        )
    };
    let delay = time(&reschedule.delay);
    if let Some(delay) = delay.filter(|delay| *delay < LEAST_DELAY) {
        let message = too_short("delay", delay, LEAST_DELAY);
        let finding = scope.finding(message, given::at(&reschedule.delay));
        scope.report(finding.help("set at least `5s`"));
    }
    let grows =
        matches!(given::text(&reschedule.delay_function), Some("exponential" | "fibonacci"));
    if let Some(longest) = time(&reschedule.max_delay).filter(|_| grows) {
        let least = delay.unwrap_or(LEAST_DELAY).max(LEAST_DELAY);
        if longest < least {
            let message = too_short("max_delay", longest, least);
            let location = given::at(&reschedule.max_delay).or(given::at(&reschedule.delay));
            let help = "set the longest delay between two attempts, or reduce `delay`";
            scope.report(scope.finding(message, location).help(help));
        }
    }
    if known(&reschedule.unlimited, false) != Some(false) {
        return;
    }
    if let Some(interval) = time(&reschedule.interval).filter(|own| *own < LEAST_INTERVAL) {
        let message = too_short("interval", interval, LEAST_INTERVAL);
        let location = given::at(&reschedule.interval).or(given::at(&reschedule.attempts));
        scope.report(scope.finding(message, location).help(
            "set the interval in which attempts are counted, or set `unlimited = true` without \
             attempts",
        ));
    }
}

/// Whether Nomad looks at a policy: at that of a service or batch job, with attempts, known or not, or without end.
pub fn is_asked(reschedule: &Reschedule, scope: &Scope<'_, '_>) -> bool {
    let attempts = known(&reschedule.attempts, 0).is_some_and(|attempts| attempts > 0);
    matches!(given::job_type(scope.job), Some("service" | "batch"))
        && scope.group.is_some()
        && (attempts || given::is_true(&reschedule.unlimited))
}
