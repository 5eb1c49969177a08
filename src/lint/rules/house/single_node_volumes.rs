//! `single-node-volume`: a volume for one allocation belongs to a group that never has two at a
//! time.

use crate::jobspec::{Attr, Group, Volume};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/single-node-volume",
    what: "a volume for one allocation belongs to a group that never has two at a time",
    why: "Nomad accepts the job and gives the volume to the first allocation. A second one, or a \
        canary, stays pending until the first one stops: the deployment fails at its deadline. \
        Nomad deliberately does not check it.",
    level: Level::Error,
    bad: Sample::Group(
        r#"count = 2

volume "data" {
  type            = "csi"
  source          = "data"
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
}"#,
    ),
    good: Sample::Group(
        r#"count = 2

volume "data" {
  type            = "csi"
  source          = "data"
  access_mode     = "single-node-writer"
  attachment_mode = "file-system"
  per_alloc       = true
}"#,
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

/// Whether one allocation has a volume for itself.
pub fn is_single(volume: &Volume) -> bool {
    let text = |attr: &Option<Attr<String>>| {
        attr.as_ref().and_then(|attr| attr.as_str().map(str::to_owned))
    };
    let is_alone = volume.per_alloc.as_ref().map_or(Some(false), Attr::get) == Some(false);
    let mode = text(&volume.access_mode).unwrap_or_default();
    is_alone
        && match text(&volume.type_).as_deref() {
            Some("csi") => {
                matches!(mode.as_str(), "single-node-writer" | "single-node-reader-only")
            }
            // The other modes of a host volume let all allocations on its node have it.
            Some("host") => mode == "single-node-single-writer",
            _ => false,
        }
}

fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let count = group.count.as_ref().and_then(Attr::get).unwrap_or(1);
    let update = group.update.as_ref().and_then(|update| update.canary.as_ref());
    let canaries = update.and_then(Attr::get).filter(|canaries| *canaries > 0);
    for volume in group.volumes.iter().filter(|volume| is_single(volume)) {
        let mode = volume.access_mode.as_ref();
        let shown = mode.and_then(Attr::as_str).unwrap_or_default();
        let finding = if count > 1 {
            let message = format!(
                "group `{}` has {count} allocations, but its volume `{}` allows one: `{shown}`",
                group.name, volume.name
            );
            let location = group.count.as_ref().map(Attr::location).unwrap_or_default();
            let finding = scope.finding(message, location);
            finding.help(
                "set `per_alloc = true`, use a mode for several nodes, or reduce the \
                count to one",
            )
        } else if canaries.is_some() && count > 0 {
            let message = format!(
                "group `{}` is updated with canaries, but its volume `{}` allows one allocation: \
                 `{shown}`",
                group.name, volume.name
            );
            let location = update.map(Attr::location).unwrap_or_default();
            let finding = scope.finding(message, location);
            finding.help("update without canaries, or use a mode for several nodes")
        } else {
            continue;
        };
        let place = scope
            .context
            .place(mode.map(Attr::location).unwrap_or_default().or(volume.base.location));
        scope.report(finding.related(place, "the volume is requested here"));
    }
}
