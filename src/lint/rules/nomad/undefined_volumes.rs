//! `nomad/undefined-volume`: a task only mounts volumes of its group.

use std::collections::BTreeSet;

use crate::jobspec::Group;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use jobwright_hcl::nearest::nearest;

use super::given;
use super::per_alloc::is_kept;

pub const RULE: Rule = Rule {
    name: "nomad/undefined-volume",
    what: "a task only mounts volumes of its group",
    why: "Nomad refuses the job: `volume_mount` refers to a `volume` block of the group. Nomad \
        silently drops a volume whose type is neither `host` nor `csi`, and then does not find it.",
    level: Level::Error,
    bad: Sample::Task("volume_mount {\n  volume      = \"data\"\n  destination = \"/data\"\n}"),
    good: Sample::Job(
        "job \"db\" {\n  group \"db\" {\n    volume \"data\" {\n      type   = \"host\"\n      source = \"db\"\n    }\n\n    task \"db\" {\n      driver = \"docker\"\n\n      config {\n        image = \"postgres:17.2\"\n      }\n\n      volume_mount {\n        volume      = \"data\"\n        destination = \"/var/lib/postgresql/data\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

/// Checks the mounts of a group's tasks.
fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    // A kept `dynamic` block may make volumes.
    let mounts = group.tasks.iter().flat_map(|task| &task.volume_mounts);
    let mut mounts = mounts.filter(|_| group.base.extra.is_empty()).peekable();
    if mounts.peek().is_none() {
        return;
    }
    let kept = group.volumes.iter().filter(|volume| is_kept(volume));
    let kept: BTreeSet<&str> = kept.map(|volume| volume.name.as_str()).collect();
    for mount in mounts {
        let Some(name) = given::text(&mount.volume).filter(|name| !name.is_empty()) else {
            continue;
        };
        if kept.contains(name) {
            continue;
        }
        let dropped = group.volumes.iter().find(|volume| volume.name == name);
        let message = match dropped {
            None => format!("unknown volume `{name}` in group `{}`", group.name),
            Some(_) => {
                format!("the mounted volume `{name}` has neither the type `host` nor `csi`")
            }
        };
        let mut finding = scope.finding(message, given::at(&mount.volume));
        if let Some(volume) = dropped {
            let place = scope.place(given::at(&volume.type_).or(volume.base.location));
            finding = finding.related(place, "Nomad drops this volume");
        }
        let near = nearest(name, kept.iter().copied()).filter(|_| dropped.is_none());
        scope.report(match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("add the `volume` to the group, with its `type` and `source`"),
        });
    }
}
