//! What a group mounts: its volumes, and what its containers see of the node.

use std::collections::HashMap;

use super::model::{Mount, VolumeKind};
use super::said::text;
use crate::jobspec::{Attr, Group, Task, Volume, VolumeMount};
use crate::lint::container::{Container, texts};

/// What a group mounts, in its order.
pub fn of(group: &Group) -> Vec<Mount> {
    let mut mounts: HashMap<&str, Vec<&VolumeMount>> = HashMap::new();
    for mount in group.tasks.iter().flat_map(|task| &task.volume_mounts) {
        if let Some(name) = mount.volume.as_ref().and_then(Attr::as_str) {
            mounts.entry(name).or_default().push(mount);
        }
    }
    let own = |volume: &Volume| mounts.get(volume.name.as_str()).map_or(&[][..], Vec::as_slice);
    let volumes = group.volumes.iter().map(|volume| of_volume(volume, own(volume)));
    volumes.chain(group.tasks.iter().flat_map(of_container)).collect()
}

fn of_volume(volume: &Volume, own: &[&VolumeMount]) -> Mount {
    let is = |attr: &Option<Attr<bool>>| attr.as_ref().and_then(Attr::get) == Some(true);
    let source = text(volume.source.as_ref());
    Mount {
        kind: match text(volume.type_.as_ref()).as_str() {
            "csi" => VolumeKind::Csi,
            _ => VolumeKind::Host,
        },
        source: if source.is_empty() { volume.name.clone() } else { source },
        access: text(volume.access_mode.as_ref()),
        read_only: is(&volume.read_only)
            || !own.is_empty() && own.iter().all(|mount| is(&mount.read_only)),
        per_alloc: is(&volume.per_alloc),
        destinations: own.iter().map(|mount| text(mount.destination.as_ref())).collect(),
    }
}

fn of_container(task: &Task) -> Vec<Mount> {
    let Some(container) = Container::of(task) else { return Vec::new() };
    let listed = texts(container.volumes).filter_map(|(volume, _)| of_list(volume));
    let mounts = container.mounts.iter().filter_map(|mount| {
        let source = text(mount.source.as_ref());
        let kind = match text(mount.type_.as_ref()).as_str() {
            "bind" => of_path(&source),
            "volume" => VolumeKind::Docker,
            _ => return None,
        };
        Some(Mount {
            kind,
            source,
            read_only: mount.readonly.as_ref().and_then(Attr::get) == Some(true),
            destinations: vec![text(mount.target.as_ref())],
            ..Mount::default()
        })
    });
    let all = listed.chain(mounts);
    // Files that Nomad renders for the task are not data.
    all.filter(|mount| !is_rendered(&mount.source)).collect()
}

/// `SOURCE:DESTINATION[:OPTIONS]`, as container engines write it.
fn of_list(volume: &str) -> Option<Mount> {
    let parts = Container::parts(volume)?;
    let kind = match parts.source {
        source if source.contains(['/', '\\']) || source.starts_with('.') => of_path(source),
        _ => VolumeKind::Docker,
    };
    Some(Mount {
        kind,
        source: parts.source.to_owned(),
        read_only: parts.options.split(',').any(|option| option == "ro"),
        destinations: vec![parts.destination.to_owned()],
        ..Mount::default()
    })
}

fn of_path(source: &str) -> VolumeKind {
    match Container::is_path_of_node(source) {
        true => VolumeKind::Bind,
        false => VolumeKind::Ephemeral,
    }
}

fn is_rendered(source: &str) -> bool {
    ["local", "secrets", "${NOMAD_TASK_DIR}", "${NOMAD_SECRETS_DIR}"].iter().any(|folder| {
        let rest = source.strip_prefix("./").unwrap_or(source).strip_prefix(folder);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
