//! `nomad/periodic`: a periodic job has either `crons` or the older `cron`.

use crate::jobspec::{Periodic, Value};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given::{self, known};

pub const RULE: Rule = Rule {
    name: "nomad/periodic",
    what: "a periodic job has either `crons` or the older `cron`",
    why: "Nomad refuses the job, unless `enabled` is false: it would not know when to run it.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"report\" {\n  type = \"batch\"\n\n  periodic {\n    time_zone = \"Europe/Berlin\"\n  }\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"report\" {\n  type = \"batch\"\n\n  periodic {\n    crons     = [\"0 4 * * *\"]\n    time_zone = \"Europe/Berlin\"\n  }\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Periodic, check),
};

/// Checks that there is one word on when to run.
fn check(periodic: &Periodic, scope: &mut Scope<'_, '_>) {
    if !is_asked(periodic) {
        return;
    }
    let one = given::text(&periodic.cron).map(|cron| !cron.is_empty());
    let several = match periodic.crons.as_ref().map(crate::jobspec::Attr::value) {
        None => Some(false),
        Some(Value::List(all)) => Some(!all.is_empty()),
        Some(_) => None,
    };
    match (one, several) {
        (Some(false), Some(false)) => {
            let location = given::at(&periodic.crons).or(given::at(&periodic.cron));
            let finding = scope.finding("missing schedule in `periodic`", location);
            scope.report(finding.help("set `crons = [\"0 4 * * *\"]`, or `enabled = false`"));
        }
        (Some(true), Some(true)) => {
            let finding =
                scope.finding("`periodic` has both `cron` and `crons`", given::at(&periodic.cron));
            let place = scope.place(given::at(&periodic.crons));
            scope.report(
                finding.related(place, "the newer one").help("move all expressions into `crons`"),
            );
        }
        _ => {}
    }
}

/// Whether Nomad looks at the block.
pub fn is_asked(periodic: &Periodic) -> bool {
    known(&periodic.enabled, true) == Some(true)
}
