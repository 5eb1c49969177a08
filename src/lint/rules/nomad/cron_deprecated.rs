//! `nomad/cron-deprecated`: a periodic job sets its schedule with `crons`.

use super::given::at;
use crate::jobspec::{Attr, Periodic};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/cron-deprecated",
    what: "a periodic job sets its schedule with `crons`",
    why: "Nomad warns about it, and a later version may refuse it. `crons` is a list, which may \
        have a single element.",
    level: Level::Warning,
    bad: Sample::Job(
        "job \"example\" {\n  type = \"batch\"\n\n  periodic {\n    cron = \"@daily\"\n  }\n\n  group \"example\" {\n    task \"example\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/app:1.4.2\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"example\" {\n  type = \"batch\"\n\n  periodic {\n    crons = [\"@daily\"]\n  }\n\n  group \"example\" {\n    task \"example\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/app:1.4.2\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Periodic, check),
};

/// Checks a `periodic` block.
fn check(periodic: &Periodic, scope: &mut Scope<'_, '_>) {
    let Some(cron) = periodic.cron.as_ref().and_then(Attr::as_str) else { return };
    if cron.is_empty() {
        return;
    }
    let message = "deprecated attribute `cron` in `periodic`";
    let finding = scope.finding(message, at(&periodic.cron));
    scope.report(finding.help(format!("write `crons = [\"{cron}\"]`")));
}
