//! `nomad/cron`: cron expressions are valid for Nomad.

use crate::jobspec::{Location, Periodic, Value};
use crate::lint::cron::Cron;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;
use super::periodic_times::is_asked;

pub const RULE: Rule = Rule {
    name: "nomad/cron",
    what: "cron expressions are valid for Nomad",
    why: "Nomad refuses the job, unless `enabled` is false. Its dialect has minute, hour, day of \
        the month, month and day of the week, then a year, and with seven fields seconds first; \
        names, steps, `L`, `W` and `#`; and `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly` \
        and `@annually`.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"report\" {\n  type = \"batch\"\n\n  periodic {\n    crons = [\"0 24 * * *\"]\n  }\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"report\" {\n  type = \"batch\"\n\n  periodic {\n    crons = [\"0 0 * * *\"]\n  }\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Periodic, check),
};

/// Checks all expressions of a job.
fn check(periodic: &Periodic, scope: &mut Scope<'_, '_>) {
    if !is_asked(periodic) {
        return;
    }
    if let Some(cron) = given::text(&periodic.cron).filter(|cron| !cron.is_empty()) {
        one(cron, given::at(&periodic.cron), scope);
    }
    let Some(crons) = &periodic.crons else { return };
    let Value::List(values) = crons.value() else { return };
    for (at, value) in values.iter().enumerate() {
        if let Some(cron) = value.as_str() {
            one(cron, crons.locations().of_value(at), scope);
        }
    }
}

fn one(cron: &str, location: Location, scope: &mut Scope<'_, '_>) {
    let Err(fault) = Cron::parse(cron) else { return };
    let finding = scope.finding(format!("invalid cron expression `{cron}`: {fault}"), location);
    let help = "write minute, hour, day of the month, month and day of the week, such as `30 4 * * MON-FRI`";
    scope.report(finding.help(help));
}
