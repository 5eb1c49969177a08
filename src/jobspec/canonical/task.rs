//! Tasks, and what is in them.

use crate::jobspec::{Artifact, Attr, Block, Duration, Logs, Network, Resources, Task, Template};

/// Completes a task, but for its services.
pub fn complete(task: &mut Task) {
    resources(task.resources.get_or_insert_with(Resources::boxed));
    logs(task.logs.get_or_insert_with(Logs::boxed));
    task.artifacts.iter_mut().for_each(artifact);
    task.templates.iter_mut().for_each(template);
    if let Some(vault) = &mut task.vault {
        vault.namespace.get_or_insert_with(|| "".into());
        signal(&mut vault.change_signal, "SIGHUP");
    }
}

/// The signal in capitals, or the one that is sent without a word.
fn signal(own: &mut Option<Attr<String>>, usual: &str) {
    match text(own) {
        Some(name) => *own = Some(name.to_uppercase().into()),
        None if own.is_none() => *own = Some(usual.into()),
        None => {}
    }
}

/// Completes a `logs` block. Nomad drops the older word for `disabled`.
pub fn logs(logs: &mut Logs) {
    logs.enabled = None;
}

/// Completes a `resources` block.
pub fn resources(resources: &mut Resources) {
    let usual = if resources.cores.is_some() { 0 } else { 100 };
    resources.cpu.get_or_insert_with(|| usual.into());
    for number in [&mut resources.cores, &mut resources.memory_max, &mut resources.iops] {
        number.get_or_insert_with(|| 0.into());
    }
    // Nomad drops what is said here.
    resources.disk = Some(0.into());
    resources.networks.iter_mut().for_each(network);
}

/// Completes a `network` block, of a group or of a task.
pub fn network(network: &mut Network) {
    network.mbits.get_or_insert_with(|| 0.into());
    network.device = None;
}

fn template(template: &mut Template) {
    for text in [&mut template.source, &mut template.destination, &mut template.data] {
        text.get_or_insert_with(|| "".into());
    }
    template.vault_grace.get_or_insert_with(|| Duration::from_nanos(0).into());
    let signals = text(&template.change_mode) == Some("signal");
    signal(&mut template.change_signal, if signals { "SIGHUP" } else { "" });
}

/// A file arrives under its own name.
fn artifact(artifact: &mut Artifact) {
    if text(&artifact.mode) != Some("file") || artifact.destination.is_some() {
        return;
    }
    if let Some(source) = text(&artifact.source) {
        let name = source.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        artifact.destination = Some(format!("local/{name}").into());
    }
}

/// The string of an attribute, where it is known.
pub fn text(attr: &Option<Attr<String>>) -> Option<&str> {
    attr.as_ref().and_then(Attr::as_str)
}
