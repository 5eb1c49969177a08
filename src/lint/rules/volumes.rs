//! `undeclared-volume`: a mounted volume is one of the registry.

use crate::diagnostic::Diagnostic;
use crate::jobspec::{Attr, Job};
use crate::lint::{Context, place};

/// Checks the volumes of every group.
pub fn check(job: &Job, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for volume in job.groups.iter().flat_map(|group| &group.volumes) {
        // What an expression gives is known when the job is deployed.
        let text = |attr: &Option<Attr<String>>| match attr {
            Some(attr) => attr.as_str().map(str::to_owned),
            None => Some(String::new()),
        };
        let Some((source, kind)) = text(&volume.source).zip(text(&volume.type_)) else { continue };
        // Nomad itself refuses other kinds, and a volume without a source.
        let is_kind = matches!(kind.as_str(), "host" | "csi") && !source.is_empty();
        if !is_kind || context.volumes.contains(&(source.as_str(), kind.as_str())) {
            continue;
        }
        let finding = match context.volumes.iter().find(|(name, _)| *name == source) {
            Some((_, declared)) => Diagnostic::error(
                "undeclared-volume",
                format!("job `{}` asks for the {kind} volume `{source}`, which is declared as a {declared} volume", job.id),
            )
            .help(format!("ask for a {declared} volume, or change its declaration")),
            None => Diagnostic::error(
                "undeclared-volume",
                format!("job `{}` asks for the {kind} volume `{source}`, which nobody declares", job.id),
            )
            .help(format!("declare it in a file of `registry/volumes/`, as `VolumeSpec::{kind}(\"{source}\", …)`; or, if somebody else looks after it, name it in `Site::{kind}_volumes`")),
        };
        findings.push(finding.at(place(volume)));
    }
}
