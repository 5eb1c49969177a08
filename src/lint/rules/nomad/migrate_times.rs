//! `nomad/migrate-times`: `min_healthy_time` of `migrate` is not longer than `healthy_deadline`.

use crate::jobspec::{Duration, Migrate};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/migrate-times",
    what: "`min_healthy_time` of `migrate` is not longer than `healthy_deadline`",
    why: "Nomad refuses the job: an allocation from a drained node could never become healthy in \
        time. The defaults are `10s` and `5m`.",
    level: Level::Error,
    bad: Sample::Group("migrate {\n  min_healthy_time = \"10m\"\n}"),
    good: Sample::Group("migrate {\n  min_healthy_time = \"10m\"\n  healthy_deadline = \"15m\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: of!(Migrate, check),
};

/// Checks how a group moves.
fn check(migrate: &Migrate, scope: &mut Scope<'_, '_>) {
    if given::job_type(scope.job) != Some("service") {
        return;
    }
    let time = |own| given::known(own, Duration::default()).map(Duration::as_nanos);
    let times = time(&migrate.min_healthy_time).zip(time(&migrate.healthy_deadline));
    let Some((least, deadline)) = times.filter(|(least, deadline)| least > deadline) else {
        return;
    };
    // One that is negative is out of bounds.
    if deadline < 0 {
        return;
    }
    let message = format!(
        "`min_healthy_time` of `migrate` is `{}`; expected at most `healthy_deadline`, `{}`",
        Duration::from_nanos(least),
        Duration::from_nanos(deadline)
    );
    let (own, other) = (given::at(&migrate.min_healthy_time), given::at(&migrate.healthy_deadline));
    scope.report(
        scope
            .finding(message, own.or(other))
            .help("increase `healthy_deadline`, or reduce `min_healthy_time`"),
    );
}
