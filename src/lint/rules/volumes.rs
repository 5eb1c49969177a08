//! `undeclared-volume`: a mounted volume is one of the registry. `volume-mode`: it can be mounted in the way that the job
//! asks for.

use crate::diagnostic::{Diagnostic, Place};
use crate::jobspec::{Attr, Job, Location, Problem, Volume, VolumeSpec};
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
        if !is_kind {
            continue;
        }
        if let Some(declared) = context.volumes.get(&(source.as_str(), kind.as_str())) {
            // What the workload itself has wrong with it is told already.
            let told = |problem: &Problem| {
                problem.location.rust().is_some_and(|at| volume.base.location.rust() == Some(at))
            };
            if !job.base.problems.iter().any(told) {
                findings.extend(declared.and_then(|spec| mode(job, volume, spec)));
            }
            continue;
        }
        let finding = match context.volumes.keys().find(|(name, _)| *name == source) {
            Some((_, declared)) => Diagnostic::error(
                "undeclared-volume",
                format!("job `{}` asks for the {kind} volume `{source}`, which is declared as a {declared} volume", job.id),
            )
            .help(format!("ask for a {declared} volume, or change its declaration")),
            None => Diagnostic::error(
                "undeclared-volume",
                format!("job `{}` asks for the {kind} volume `{source}`, which nobody declares", job.id),
            )
            .help(undeclared(&source, &kind)),
        };
        findings.push(finding.at(place(volume)));
    }
}

/// What to do about a volume that nobody declares.
fn undeclared(source: &str, kind: &str) -> String {
    let declare =
        format!("a file of `registry/volumes/` with `VolumeSpec::{kind}(\"{source}\", …)`");
    if kind == "host" {
        format!(
            "if the agents' own configuration has it, name it in the site: `.host_volumes([\"{source}\"])`; if a plugin of Nomad's is to make it, declare it in {declare}"
        )
    } else {
        format!(
            "declare it in {declare}; or, if it is made elsewhere, name it in the site: `.csi_volumes([\"{source}\"])`"
        )
    }
}

/// A mode that is none of the declared ones: a storage plugin was asked for those only, and of host volumes Nomad itself
/// finds no node that has the other.
fn mode(job: &Job, volume: &Volume, spec: &VolumeSpec) -> Option<Diagnostic> {
    let host = spec.kind() == Some("host");
    let read_only = volume.read_only.as_ref().map_or(Some(false), Attr::get)?;
    // What a job does not say of a host volume, Nomad does.
    let usual = |usual: &'static str| host.then_some(usual);
    let reads = if read_only { "single-node-reader-only" } else { "single-node-writer" };
    let known = |attr: &Option<Attr<String>>, usual: Option<&str>| match attr {
        Some(attr) => attr.as_str().map(str::to_owned),
        None => usual.map(str::to_owned),
    };
    let access = known(&volume.access_mode, usual(reads))?;
    let attachment = known(&volume.attachment_mode, usual("file-system"))?;
    let mut all = Vec::new();
    for capability in &spec.capabilities {
        let one = (
            capability.access_mode.as_ref()?.as_str()?,
            capability.attachment_mode.as_ref()?.as_str()?,
        );
        all.push(one);
    }
    if all.is_empty() || all.contains(&(access.as_str(), attachment.as_str())) {
        return None;
    }
    let names: Vec<String> =
        all.iter().map(|(access, as_)| format!("`{access}` as `{as_}`")).collect();
    let finding = Diagnostic::error(
        "volume-mode",
        format!(
            "job `{}` asks for the volume `{}` with `{access}` as `{attachment}`, which its declaration does not offer",
            job.id, volume.name
        ),
    );
    let mut finding = finding.at(place(volume)).note(format!("it offers {}", names.join(" and ")));
    if let Some(at) = Location::rust(spec.base.location).map(Place::from) {
        finding = finding.note(format!("declared at {at}"));
    }
    let help = format!(
        "ask for what it offers, or add `.capability(Capability::new(\"{access}\", \"{attachment}\"))` to the declaration"
    );
    Some(finding.help(help))
}
