//! `nomad/per-alloc`: `per_alloc` is only set in service and batch jobs, without canaries and
//! without `sticky`.

use crate::jobspec::Volume;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given::{self, is_true, known};

pub const RULE: Rule = Rule {
    name: "nomad/per-alloc",
    what: "`per_alloc` is only set in service and batch jobs, without canaries and without `sticky`",
    why: "Nomad refuses the job: the volume is named after the index of the allocation, which all \
        allocations of a system job share, and which a canary shares with the allocation that it \
        replaces.",
    level: Level::Error,
    bad: Sample::Group(
        "update {\n  canary = 1\n}\n\nvolume \"data\" {\n  type      = \"host\"\n  source    = \"data\"\n  per_alloc = true\n}",
    ),
    good: Sample::Group(
        "volume \"data\" {\n  type      = \"host\"\n  source    = \"data\"\n  per_alloc = true\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Volume, check),
};

/// Checks a volume of a group.
fn check(volume: &Volume, scope: &mut Scope<'_, '_>) {
    if !is_true(&volume.per_alloc) || !is_kept(volume) {
        return;
    }
    let (location, name) = (given::at(&volume.per_alloc), &volume.name);
    if let Some(kind @ ("system" | "sysbatch")) = given::job_type(scope.job) {
        let message = format!("volume `{name}` sets `per_alloc`, which a {kind} job cannot have");
        let finding = scope.finding(message, location);
        scope.report(finding.help("remove `per_alloc`: each node has one allocation"));
    }
    let update = scope.group.and_then(|group| group.update.as_ref());
    if let Some(update) = update.filter(|own| known(&own.canary, 0).is_some_and(|own| own > 0)) {
        let message =
            format!("volume `{name}` sets `per_alloc`, but the group is updated with canaries");
        let finding = scope.finding(message, location);
        let finding = finding.related(scope.place(given::at(&update.canary)), "the canaries");
        scope.report(finding.help("remove `per_alloc`, or the canaries"));
    }
    if is_true(&volume.sticky) {
        let message = format!("volume `{name}` sets both `per_alloc` and `sticky`");
        let finding = scope.finding(message, location);
        let finding = finding.related(scope.place(given::at(&volume.sticky)), "the other one");
        scope.report(finding.help("remove one of them"));
    }
}

/// Whether Nomad keeps a volume at all: it drops those of other types before it looks at them.
pub fn is_kept(volume: &Volume) -> bool {
    matches!(given::text(&volume.type_), Some("host" | "csi") | None)
}
