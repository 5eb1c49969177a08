//! `house/cron-daylight-saving`: a periodic job does not run in the hour that is skipped or
//! repeated by daylight saving time.

use super::zones;
use crate::jobspec::{Attr, Periodic};
use crate::lint::container::texts;
use crate::lint::{Cron, Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/cron-daylight-saving",
    what: "a periodic job does not run in the hour that is skipped or repeated by daylight saving \
        time",
    why: "When the clock is set forward, the times of one hour do not occur that night, so the run \
        is skipped; when it is set back, they occur twice.",
    level: Level::Warning,
    bad: Sample::Job(
        "job \"example\" {\n  type = \"batch\"\n\n  periodic {\n    cron             = \"30 2 * * *\"\n    time_zone        = \"Europe/Berlin\"\n    prohibit_overlap = true\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"example\" {\n  type = \"batch\"\n\n  periodic {\n    cron             = \"30 4 * * *\"\n    time_zone        = \"Europe/Berlin\"\n    prohibit_overlap = true\n  }\n}\n",
    ),
    view: View::Written,
    needs_site: false,
    check: of!(Periodic, check),
};

fn check(periodic: &Periodic, scope: &mut Scope<'_, '_>) {
    let Some(zone) = periodic.time_zone.as_ref().and_then(Attr::as_str) else { return };
    let hours = zones::hours(zone);
    if hours.is_empty() {
        return;
    }
    let one = periodic.cron.iter().filter_map(|cron| Some((cron.as_str()?, cron.location())));
    for (cron, location) in one.chain(texts(periodic.crons.as_ref())) {
        let Some(hour) = hours.iter().find(|hour| runs_at(cron, **hour)) else { continue };
        let message =
            format!("{hour} o'clock is skipped or repeated when the clocks change in `{zone}`");
        let help = "use another hour, or write the time in UTC: remove `time_zone`";
        scope.report(scope.finding(message, location).help(help));
    }
}

/// Whether a specification names an hour: a run in most hours of the day makes up for one.
fn runs_at(cron: &str, hour: u32) -> bool {
    let Ok(cron) = Cron::parse(cron) else { return false };
    cron.hours().count() < 12 && cron.hours().any(|one| one == hour)
}

#[cfg(test)]
mod tests {
    use super::runs_at;

    #[test]
    fn hours_are_named() {
        for (cron, at) in [
            ("30 2 * * *", true),
            ("0 0,2 * * *", true),
            ("0 1-3 * * *", true),
            ("0 0-6/2 * * *", true),
            ("0 30 2 * * * *", true),
            ("2 4 * * *", false),
            ("* * * * *", false),
            ("0 */2 * * *", false),
            ("0 1-5/2 * * *", false),
            ("@daily", false),
            ("", false),
        ] {
            assert_eq!(runs_at(cron, 2), at, "{cron}");
        }
    }
}
