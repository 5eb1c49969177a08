//! `house/cron-daylight-saving`: a periodic job does not run in the hour that the clock skips or repeats.

use super::zones;
use crate::jobspec::{Attr, Periodic};
use crate::lint::container::texts;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/cron-daylight-saving",
    what: "a periodic job does not run in the hour that the clock skips or repeats",
    why: "Where the clock is set forward, the times of one hour do not happen that night, and the run is left out; where it is set back, they happen twice.",
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
    if !zones::changes(zone) {
        return;
    }
    let one = periodic.cron.iter().filter_map(|cron| Some((cron.as_str()?, cron.location())));
    for (cron, location) in one.chain(texts(periodic.crons.as_ref())) {
        let Some(hour) = zones::hours(zone).find(|hour| runs_at(cron, *hour)) else { continue };
        let message =
            format!("{hour} o'clock is skipped or repeated when the clocks change in `{zone}`");
        let help = "run it at another hour, or give the time in UTC: remove `time_zone`";
        scope.report(scope.finding(message, location).help(help));
    }
}

/// Whether a specification names an hour: one that runs in every hour, or every few, names none.
fn runs_at(cron: &str, hour: u32) -> bool {
    // Seconds stand before the minutes where there are seven fields.
    let seconds = cron.split_whitespace().count() > 6;
    let Some(field) = cron.split_whitespace().nth(if seconds { 2 } else { 1 }) else {
        return false;
    };
    field.split(',').any(|part| {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, step.parse().unwrap_or(1).max(1)),
            None => (part, 1),
        };
        let number = |text: &str| text.parse::<u32>().ok();
        let (first, last) = match range.split_once('-') {
            Some((first, last)) => (number(first), number(last)),
            None => (number(range), number(range)),
        };
        first.zip(last).is_some_and(|(first, last)| {
            // A run in most hours of the day makes up for one.
            let most = last.saturating_sub(first) / step >= 12;
            !most && (first..=last).contains(&hour) && (hour - first).is_multiple_of(step)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::runs_at;

    #[test]
    fn hours_are_the_second_field() {
        for (cron, at) in [
            ("30 2 * * *", true),
            ("0 0,2 * * *", true),
            ("0 1-3 * * *", true),
            ("0 0-6/2 * * *", true),
            ("0 30 2 * * * *", true),
            ("0 2 * * * 2027", true),
            ("2 4 * * *", false),
            ("* * * * *", false),
            ("0 */2 * * *", false),
            ("0 0-23 * * *", false),
            ("0 1-5/2 * * *", false),
            ("0 1-3/0 * * *", true),
            ("0 9999999999 * * *", false),
            ("0 3-1 * * *", false),
            ("@daily", false),
            ("", false),
        ] {
            assert_eq!(runs_at(cron, 2), at, "{cron}");
        }
    }
}
