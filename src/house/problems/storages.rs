//! The places for data of a workload.

use std::collections::BTreeMap;

use crate::house::{Storage, Workload, storage};
use crate::jobspec::{Attr, Location, Problem};
use jobwright_hcl::nearest::nearest;

/// Places for data: where the job sees them, and what their kind can do.
pub fn check(workload: &Workload, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, Location> = BTreeMap::new();
    for storage in &workload.parts.storage {
        let name = &storage.source;
        let earlier = seen.insert(&storage.destination, storage.written);
        if let Some(earlier) = earlier.filter(|_| !storage.destination.is_empty()) {
            let message = format!("two storages are mounted at `{}`", storage.destination);
            let problem = Problem::new(message, "change one of the two", storage.written);
            problems.push(problem.after(earlier));
        }
        let bind = matches!(storage.kind, storage::Kind::Bind);
        if bind && (name.is_empty() || name.contains(':')) {
            let message = format!(
                "the path `{name}` cannot be bound: docker separates the two paths of a bind with \
                 `:`"
            );
            problems.push(Problem::new(
                message,
                "use a path on the node without `:`",
                storage.written,
            ));
        }
        problems.extend(storage.said.twice());
        if storage.destination.is_empty() {
            let message = format!("missing mount path of the storage `{name}`");
            problems.push(Problem::new(message, "set it: `.at(\"/data\")`", storage.written));
        }
        let absolute = storage.destination.starts_with(['/', '$']);
        let docker = matches!(storage.kind, storage::Kind::Bind | storage::Kind::Ephemeral);
        if docker && !storage.destination.is_empty() && !absolute {
            let message = format!(
                "invalid mount path `{}` of the storage `{name}`: expected an absolute path",
                storage.destination
            );
            problems.push(Problem::new(message, "begin it with `/`", storage.written));
        }
        let place = storage.said.place("access_mode");
        if let Some(problem) = unknown_mode(storage, place) {
            problems.push(problem);
            continue;
        }
        if storage.kind != storage::Kind::Csi && place.is_known() {
            let message = format!(
                "an access mode on the storage `{name}`, which is not a CSI \
                volume"
            );
            problems.push(Problem::new(message, "remove `.access_mode(…)`", place));
        }
        if let Some(problem) = shared(storage, workload) {
            problems.push(problem);
        }
    }
}

/// Who may mount a volume of the cluster, in Nomad's words.
const MODES: [&str; 5] = [
    "single-node-reader-only",
    "single-node-writer",
    "multi-node-reader-only",
    "multi-node-single-writer",
    "multi-node-multi-writer",
];

/// An access mode that Nomad does not know.
fn unknown_mode(storage: &Storage, place: Location) -> Option<Problem> {
    let mode = storage.access_mode.as_str()?;
    if storage.kind != storage::Kind::Csi || MODES.contains(&mode) {
        return None;
    }
    let near = nearest(mode, MODES.into_iter());
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let message = format!("unknown access mode `{mode}` of the storage `{}`{near}", storage.source);
    let help = "use one of `single-node-writer`, `single-node-reader-only`, \
        `multi-node-reader-only`, `multi-node-single-writer` and `multi-node-multi-writer`";
    Some(Problem::new(message, help, place))
}

/// A volume of the cluster that its access mode does not let the job mount, as far as the job alone shows it.
fn shared(storage: &Storage, workload: &Workload) -> Option<Problem> {
    let (name, mode) = (&storage.source, storage.access_mode.as_str()?);
    let count = workload.parts.group.count.as_ref().and_then(Attr::get).unwrap_or(1);
    if storage.kind != storage::Kind::Csi {
        return None;
    }
    let (message, help) = if mode.ends_with("reader-only") && !storage.read_only {
        let message = format!(
            "the storage `{name}` is mounted for writing, but its mode `{mode}` \
            is read-only"
        );
        (message, "add `.read_only()`, or use a mode that allows writing")
    } else if count > 1
        && (mode.starts_with("single-node")
            || mode == "multi-node-single-writer" && !storage.read_only)
    {
        let message = format!(
            "the mode `{mode}` of the storage `{name}` allows one mount, but {count} \
                instances run"
        );
        let help = if storage.read_only {
            "use `.access_mode(AccessMode::MultiNodeReaderOnly)`, if the storage supports it"
        } else {
            "use `.access_mode(AccessMode::MultiNodeMultiWriter)`, if the storage supports it"
        };
        (message, help)
    } else {
        return None;
    };
    Some(Problem::new(message, help, storage.written))
}
