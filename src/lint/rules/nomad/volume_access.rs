//! `nomad/volume-access`: a group uses a volume as its access mode allows, and sets how it uses a
//! CSI volume.

use crate::jobspec::{Attr, Location, Volume};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given::{self, known};

pub const RULE: Rule = Rule {
    name: "nomad/volume-access",
    what: "a group uses a volume as its access mode allows, and sets how it uses a CSI volume",
    why: "Nomad refuses the job. A CSI volume needs `access_mode` and `attachment_mode`; a \
        read-only volume is mounted `read_only`, and one for a single writer by a single \
        allocation, unless each has its own (`per_alloc`). Host volumes only support single-node \
        modes.",
    level: Level::Error,
    bad: Sample::Group(
        "count = 2\n\nvolume \"data\" {\n  type            = \"csi\"\n  source          = \"grafana\"\n  access_mode     = \"single-node-writer\"\n  attachment_mode = \"file-system\"\n}",
    ),
    good: Sample::Group(
        "count = 2\n\nvolume \"data\" {\n  type            = \"csi\"\n  source          = \"grafana\"\n  access_mode     = \"multi-node-multi-writer\"\n  attachment_mode = \"file-system\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Volume, check),
};

const HOST_MODES: [&str; 5] = [
    "",
    "single-node-reader-only",
    "single-node-writer",
    "single-node-single-writer",
    "single-node-multi-writer",
];

/// Checks a volume of a group.
fn check(volume: &Volume, scope: &mut Scope<'_, '_>) {
    let kind = given::text(&volume.type_);
    let (name, location) = (&volume.name, given::at(&volume.access_mode));
    if kind == Some("csi") && given::text(&volume.attachment_mode) == Some("") {
        let message = format!("missing `attachment_mode` in the CSI volume `{name}`");
        let finding = scope.finding(message, given::at(&volume.attachment_mode));
        scope.report(finding.help("set `attachment_mode = \"file-system\"` or `\"block-device\"`"));
    }
    let Some(mode) = given::text(&volume.access_mode) else { return };
    match (kind, mode) {
        (Some("csi"), "") => {
            let message = format!("missing `access_mode` in the CSI volume `{name}`");
            let help = "set who may mount it at the same time, such as `access_mode = \
                \"single-node-writer\"`";
            scope.report(scope.finding(message, location).help(help));
        }
        (Some("host"), mode) if !HOST_MODES.contains(&mode) => {
            let message = format!(
                "`access_mode` of the host volume `{name}` is `{mode}`; expected a single-node mode"
            );
            let finding = scope.finding(message, location);
            let help = "remove it, or use `single-node-writer`, `single-node-reader-only` or \
                another single-node mode";
            scope.report(finding.help(help));
        }
        (Some("host"), "single-node-reader-only")
        | (Some("csi"), "single-node-reader-only" | "multi-node-reader-only")
            if known(&volume.read_only, false) == Some(false) =>
        {
            let message = format!(
                "volume `{name}` has the mode `{mode}`, but is mounted with \
                write access"
            );
            let finding = scope.finding(message, given::at(&volume.read_only).or(location));
            scope.report(finding.help("set `read_only = true`, or another `access_mode`"));
        }
        _ => {}
    }
    if kind == Some("csi") {
        alone(volume, mode, location, scope);
    }
}

/// Checks that no more allocations mount a CSI volume than its mode allows.
fn alone(volume: &Volume, mode: &str, location: Location, scope: &mut Scope<'_, '_>) {
    let who = match mode {
        "single-node-reader-only" => "reader",
        "single-node-writer" => "reader or writer",
        "multi-node-single-writer" if known(&volume.read_only, false) == Some(false) => "writer",
        _ => return,
    };
    let Some(count) = scope.group.and_then(|group| group.count.as_ref()) else { return };
    let several = Attr::get(count).filter(|count| *count > 1);
    let Some(several) = several.filter(|_| known(&volume.per_alloc, false) == Some(false)) else {
        return;
    };
    let message = format!(
        "`access_mode` of volume `{}` is `{mode}`, for one {who}; the group has {several} allocations",
        volume.name
    );
    let finding = scope.finding(message, location);
    let finding = finding.related(scope.place(count.location()), "the count");
    let help = "use an `access_mode` for several allocations, set `per_alloc = true`, or reduce \
        the count";
    scope.report(finding.help(help));
}
