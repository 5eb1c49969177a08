//! `undeclared-volume`: a mounted volume is one of the registry.

use crate::diagnostic::Diagnostic;
use crate::jobspec::{Attr, Job};
use crate::lint::{Context, place};

/// Checks the volumes of every group.
pub fn check(job: &Job, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for volume in job.groups.iter().flat_map(|group| &group.volumes) {
        let source = volume.source.as_ref().and_then(Attr::as_str).unwrap_or_default();
        let kind = volume.type_.as_ref().and_then(Attr::as_str).unwrap_or_default();
        let finding = match context.volumes.get(source) {
            Some(declared) if *declared == kind => continue,
            Some(declared) => Diagnostic::error(
                "undeclared-volume",
                format!("job `{}` asks for the {kind} volume `{source}`, which is declared as a {declared} volume", job.id),
            )
            .help(format!("ask for a {declared} volume, or change its declaration")),
            None => Diagnostic::error(
                "undeclared-volume",
                format!("job `{}` asks for the {kind} volume `{source}`, which nobody declares", job.id),
            )
            .help(format!("declare it in a file of `registry/volumes/`, as `VolumeSpec::{kind}(\"{source}\", …)`")),
        };
        findings.push(finding.at(place(volume)));
    }
}
