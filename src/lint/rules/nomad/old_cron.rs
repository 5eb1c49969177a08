//! `nomad/old-cron`: times are in `crons`, not in the older `cron`.

use crate::jobspec::Periodic;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;

pub const RULE: Rule = Rule {
    name: "nomad/old-cron",
    what: "the times of a periodic job are in `crons`",
    why: "Nomad warns: `cron` takes one expression, and a later version may not know it any more.",
    level: Level::Warning,
    bad: Sample::Job(
        "job \"report\" {\n  type = \"batch\"\n\n  periodic {\n    cron = \"0 4 * * *\"\n  }\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"report\" {\n  type = \"batch\"\n\n  periodic {\n    crons = [\"0 4 * * *\"]\n  }\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Periodic, check),
};

/// Checks the older spelling.
fn check(periodic: &Periodic, scope: &mut Scope<'_, '_>) {
    let Some(cron) = given::text(&periodic.cron).filter(|cron| !cron.is_empty()) else { return };
    let finding =
        scope.finding("`cron` of `periodic` is an old spelling", given::at(&periodic.cron));
    scope.report(finding.help(format!("write `crons = [{cron:?}]`")));
}
