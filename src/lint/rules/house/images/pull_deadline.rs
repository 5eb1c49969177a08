//! `house/image-pull-deadline`: an image can be pulled before its allocation has to be healthy.

use crate::jobspec::{Attr, Duration, Task};
use crate::lint::container::Container;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use jobwright_hcl::duration;

pub const RULE: Rule = Rule {
    name: "house/image-pull-deadline",
    what: "an image can be pulled before its allocation has to be healthy",
    why: "The time to pull an image counts: an allocation that is not healthy by \
        `healthy_deadline` has failed, and so has the deployment. A pull may take as long as the \
        driver's `image_pull_timeout`, five minutes by default.",
    level: Level::Info,
    bad: Sample::Group("update {\n  healthy_deadline = \"2m\"\n}"),
    good: Sample::Group("update {\n  healthy_deadline = \"7m\"\n}"),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// How long both drivers let a pull take.
const USUAL_PULL: i64 = 5 * 60 * 1_000_000_000;

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task) else { return };
    let Some(update) = scope.group.and_then(|group| group.update.as_ref()) else { return };
    let Some(set) = update.healthy_deadline.as_ref() else { return };
    let Some(deadline) = set.get() else { return };
    let waits = update.max_parallel.as_ref().and_then(Attr::get).is_none_or(|most| most > 0);
    let pull = match container.image_pull_timeout {
        Some(pull) => pull.as_str().and_then(duration::parse),
        None => Some(USUAL_PULL),
    };
    let Some(pull) = pull.filter(|_| waits) else { return };
    // With both at their defaults, the author has set neither.
    let is_short = match container.image_pull_timeout {
        Some(_) => deadline.as_nanos() <= pull,
        None => deadline.as_nanos() < pull,
    };
    if !is_short {
        return;
    }
    let message = format!(
        "pulling an image may take {}, but an allocation has to be healthy within {deadline}",
        Duration::from_nanos(pull)
    );
    let pull = container.image_pull_timeout.map(Attr::location).unwrap_or_default();
    let finding = scope.finding(message, set.location().or(pull));
    scope.report_in(
        container.base,
        finding
            .help("set `healthy_deadline` to more than `image_pull_timeout` plus the start time"),
    );
}
