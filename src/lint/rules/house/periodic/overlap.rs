//! `house/periodic-overlap`: a periodic job sets whether two of its runs may overlap.

use crate::jobspec::{Attr, Periodic};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/periodic-overlap",
    what: "a periodic job sets whether two of its runs may overlap",
    why: "Without `prohibit_overlap`, Nomad starts the next run while the last one is still \
        running: two backups of one database, or, if each takes longer than the interval, more \
        and more of them.",
    level: Level::Info,
    bad: Sample::Job(
        "job \"example\" {\n  type = \"batch\"\n\n  periodic {\n    cron = \"*/15 * * * *\"\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"example\" {\n  type = \"batch\"\n\n  periodic {\n    cron             = \"*/15 * * * *\"\n    prohibit_overlap = true\n  }\n}\n",
    ),
    view: View::Written,
    needs_site: false,
    check: of!(Periodic, check),
};

fn check(periodic: &Periodic, scope: &mut Scope<'_, '_>) {
    if periodic.prohibit_overlap.is_some()
        || periodic.enabled.as_ref().and_then(Attr::get) == Some(false)
    {
        return;
    }
    let message = "a run may start while the last one is still running";
    let help = "set `prohibit_overlap = true`; or `false`, if the runs can overlap";
    scope.report(scope.finding(message, periodic.base.location).help(help));
}
