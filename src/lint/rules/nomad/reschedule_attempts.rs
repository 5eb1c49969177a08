//! `nomad/reschedule-attempts`: a reschedule policy is either limited by attempts or unlimited, and
//! its attempts fit into the interval.

use crate::jobspec::{Duration, Reschedule};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given::{self, known};
use super::reschedule_times::{LEAST_DELAY, LEAST_INTERVAL, is_asked};

pub const RULE: Rule = Rule {
    name: "nomad/reschedule-attempts",
    what: "a reschedule policy is either limited by attempts or unlimited, and its attempts fit \
        into the interval",
    why: "Nomad refuses the job. A service job is rescheduled without limit unless it sets \
        `unlimited = false`, so `attempts` alone contradict the default; and with a growing \
        delay, the interval must be longer than the sum of the delays.",
    level: Level::Error,
    bad: Sample::Group("reschedule {\n  attempts = 3\n  interval = \"1h\"\n}"),
    good: Sample::Group(
        "reschedule {\n  attempts  = 3\n  interval  = \"1h\"\n  unlimited = false\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Reschedule, check),
};

/// Checks the policy of a group.
fn check(reschedule: &Reschedule, scope: &mut Scope<'_, '_>) {
    if !is_asked(reschedule, scope) {
        return;
    }
    let Some(attempts) = known(&reschedule.attempts, 0).filter(|attempts| *attempts > 0) else {
        return;
    };
    let location = given::at(&reschedule.attempts);
    match known(&reschedule.unlimited, false) {
        Some(true) => {
            let message = format!(
                "`attempts` of `reschedule` is {attempts}, but `unlimited` is true; expected one \
                 of them"
            );
            let location = location.or(given::at(&reschedule.unlimited));
            let mut finding = scope.finding(message, location);
            if !given::at(&reschedule.unlimited).is_known() {
                finding = finding.note("a service job is rescheduled without limit by default");
            }
            let help = "set `unlimited = false` and an `interval`, or remove `attempts`";
            scope.report(finding.help(help));
        }
        Some(false) => {
            let Some(policy) = Policy::of(reschedule, attempts) else { return };
            if policy.fits() {
                return;
            }
            let message = format!(
                "`interval` of `reschedule` is `{}`, too short for `attempts = {attempts}` with a `delay` of `{}`",
                Duration::from_nanos(policy.interval),
                Duration::from_nanos(policy.delay)
            );
            let location = given::at(&reschedule.interval).or(location);
            let help = "increase the `interval`, or reduce `attempts` or the `delay`";
            scope.report(scope.finding(message, location).help(help));
        }
        None => {}
    }
}

/// A policy with attempts, all of it known and within its bounds.
struct Policy<'p> {
    attempts: i64,
    delay: i64,
    longest: i64,
    interval: i64,
    function: &'p str,
}

impl<'p> Policy<'p> {
    fn of(reschedule: &'p Reschedule, attempts: i64) -> Option<Self> {
        let time = |own| known(own, Duration::default()).map(Duration::as_nanos);
        let function = given::text(&reschedule.delay_function)?;
        let (delay, longest) = (time(&reschedule.delay)?, time(&reschedule.max_delay)?);
        let interval = time(&reschedule.interval)?;
        let grows = function != "constant";
        let sound = interval >= LEAST_INTERVAL
            && delay >= LEAST_DELAY
            && !(grows && (longest < LEAST_DELAY || longest < delay));
        sound.then_some(Self { attempts, delay, longest, interval, function })
    }

    /// Whether Nomad finds that the attempts fit. Its sums may overflow, and so do these.
    fn fits(&self) -> bool {
        match self.function {
            "constant" => self.attempts.wrapping_mul(self.delay) <= self.interval,
            "exponential" => self.doubled(),
            "fibonacci" => self.summed() <= self.interval,
            _ => true,
        }
    }

    /// Each wait is twice the one before; the first ones are not added up, but those that are cut off are.
    fn doubled(&self) -> bool {
        let mut until = 0_i64;
        // After 63 doublings Nomad's number overflows, and every attempt fits.
        for at in 0..self.attempts.min(63) {
            let wait = (1_i64 << at).wrapping_mul(self.delay);
            until = if wait > self.longest { until.wrapping_add(self.longest) } else { wait };
            if until >= self.interval {
                return false;
            }
        }
        true
    }

    /// The last of the waits, each of which is the sum of the two before until one is cut off.
    fn summed(&self) -> i64 {
        let (mut before, mut last) = (self.delay, self.delay);
        // Sums that overflow never reach the end of so long a row.
        for at in 2..self.attempts.min(200) {
            let next = last.wrapping_add(before);
            if next > self.longest {
                let rest = self.attempts.wrapping_sub(at);
                return self.longest.wrapping_mul(rest);
            }
            (before, last) = (last, next);
        }
        last
    }
}
