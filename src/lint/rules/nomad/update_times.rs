//! `nomad/update-times`: `min_healthy_time` is shorter than `healthy_deadline`, which is shorter
//! than `progress_deadline`.

use crate::jobspec::{Duration, Update};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/update-times",
    what: "`min_healthy_time` is shorter than `healthy_deadline`, which is shorter than \
        `progress_deadline`",
    why: "Nomad refuses the job: an allocation could never become healthy in time, and the \
        deployment would fail. The `update` block of the job applies to each group; the defaults \
        are `10s`, `5m` and `10m`.",
    level: Level::Error,
    bad: Sample::Group("update {\n  healthy_deadline = \"15m\"\n}"),
    good: Sample::Group(
        "update {\n  healthy_deadline  = \"15m\"\n  progress_deadline = \"20m\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Update, check),
};

/// Checks the update of a group.
fn check(update: &Update, scope: &mut Scope<'_, '_>) {
    if scope.group.is_none() {
        return;
    }
    let time = |own| given::known(own, Duration::default()).map(Duration::as_nanos);
    let (least, healthy) = (time(&update.min_healthy_time), time(&update.healthy_deadline));
    // What is out of bounds is said to be.
    let Some(healthy) = healthy.filter(|time| *time > 0) else { return };
    let shown = Duration::from_nanos;
    if let Some(least) = least.filter(|least| *least >= healthy) {
        let message = format!(
            "`min_healthy_time` of `update` is `{}`; expected less than `healthy_deadline`, `{}`",
            shown(least),
            shown(healthy)
        );
        let (own, other) =
            (given::at(&update.min_healthy_time), given::at(&update.healthy_deadline));
        scope.report(
            scope
                .finding(message, own.or(other))
                .help("increase `healthy_deadline`, or reduce `min_healthy_time`"),
        );
    }
    let progress = time(&update.progress_deadline);
    if let Some(progress) = progress.filter(|progress| *progress > 0 && healthy >= *progress) {
        let message = format!(
            "`healthy_deadline` of `update` is `{}`; expected less than `progress_deadline`, `{}`",
            shown(healthy),
            shown(progress)
        );
        let (own, other) =
            (given::at(&update.healthy_deadline), given::at(&update.progress_deadline));
        scope.report(
            scope
                .finding(message, own.or(other))
                .help("increase `progress_deadline`, or reduce `healthy_deadline`"),
        );
    }
}
