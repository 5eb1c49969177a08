//! `undeclared-volume`: a mounted volume is one of the registry. `volume-mode`: it can be mounted in the way that the job
//! asks for.

use crate::diagnostic::Diagnostic;
use crate::jobspec::{Attr, Group, Job, Location, Problem, Volume, VolumeSpec};
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};
use crate::registry::{Defined, Definition};

pub const UNDECLARED: Rule = Rule {
    name: "house/undeclared-volume",
    what: "a mounted volume is declared in the registry or in the site",
    why: "Nomad accepts the job, but finds no node with the volume: the allocations stay pending, \
        and only `nomad job status` says why. A volume that is declared in the registry is \
        created before the jobs that mount it.",
    level: Level::Error,
    bad: Sample::Group("volume \"data\" {\n  type   = \"host\"\n  source = \"dtaa\"\n}"),
    good: Sample::Group("volume \"data\" {\n  type   = \"host\"\n  source = \"data\"\n}"),
    view: View::Written,
    needs_site: true,
    check: Check::Registry(undeclared),
};

pub const MODE: Rule = Rule {
    name: "house/volume-mode",
    what: "a volume is mounted in a mode that its declaration allows",
    why: "Nomad accepts the job, but refuses to claim the volume, or finds no node for it: the \
        allocations stay pending.",
    level: Level::Error,
    bad: Sample::Group(
        "volume \"data\" {\n  type            = \"csi\"\n  source          = \"reads-only\"\n  access_mode     = \"multi-node-multi-writer\"\n  attachment_mode = \"file-system\"\n}",
    ),
    good: Sample::Group(
        "volume \"data\" {\n  type            = \"csi\"\n  source          = \"reads-only\"\n  access_mode     = \"multi-node-reader-only\"\n  attachment_mode = \"file-system\"\n  read_only       = true\n}",
    ),
    view: View::Written,
    needs_site: true,
    check: Check::Registry(offered),
};

/// The volume that a block asks for, with its source and kind. Nomad itself refuses other kinds, and a volume without a
/// source.
fn asked(volume: &Volume) -> Option<(String, String)> {
    // What an expression gives is known when the job is deployed.
    let text = |attr: &Option<Attr<String>>| match attr {
        Some(attr) => attr.as_str().map(str::to_owned),
        None => Some(String::new()),
    };
    let (source, kind) = text(&volume.source).zip(text(&volume.type_))?;
    let is_kind = matches!(kind.as_str(), "host" | "csi") && !source.is_empty();
    is_kind.then_some((source, kind))
}

/// A volume that a group asks for.
struct Mounted<'a> {
    one: &'a Defined,
    job: &'a Job,
    group: &'a Group,
    volume: &'a Volume,
    source: String,
    kind: String,
}

impl Mounted<'_> {
    /// A finding at this location, or at the nearest block if the location is unknown.
    fn finding(&self, message: String, location: Location, report: &Report<'_, '_>) -> Diagnostic {
        let bases = [&self.volume.base, &self.group.base, &self.job.base];
        let location = bases.iter().fold(location, |location, base| location.or(base.location));
        report.finding(message, self.one, report.context.place(location))
    }

    fn report(&self, finding: Diagnostic, report: &mut Report<'_, '_>) {
        report.report(finding, self.one, &[&self.group.base, &self.volume.base]);
    }
}

/// The volumes that the groups of all jobs ask for.
fn mounted<'a>(context: &Context<'a>) -> impl Iterator<Item = Mounted<'a>> {
    let of_volume = |one: &'a Defined, job: &'a Job, group: &'a Group, volume: &'a Volume| {
        let (source, kind) = asked(volume)?;
        Some(Mounted { one, job, group, volume, source, kind })
    };
    context.defined.iter().copied().flat_map(move |one| {
        let job = match &one.definition {
            Definition::Job(job) | Definition::Reference(job) => Some(job),
            Definition::Volume(_) => None,
        };
        job.into_iter().flat_map(move |job| {
            job.groups.iter().flat_map(move |group| {
                let volumes = group.volumes.iter();
                volumes.filter_map(move |volume| of_volume(one, job, group, volume))
            })
        })
    })
}

fn undeclared(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let known = &context.volumes;
    for asks in mounted(context) {
        let Mounted { job, volume, source, kind, .. } = &asks;
        if known.contains_key(&(source.as_str(), kind.as_str())) {
            continue;
        }
        let what = format!("job `{}` requests the {kind} volume `{source}`", job.id);
        let (message, help) = match known.keys().find(|(name, _)| name == source) {
            Some((_, declared)) => (
                format!("{what}, which is declared as a {declared} volume"),
                format!("request a {declared} volume, or change its declaration"),
            ),
            None => (format!("{what}, which is not declared"), declare(source, kind)),
        };
        let location = volume.source.as_ref().map(Attr::location).unwrap_or_default();
        asks.report(asks.finding(message, location, report).help(help), report);
    }
}

fn offered(context: &Context<'_>, report: &mut Report<'_, '_>) {
    for asks in mounted(context) {
        let known = context.volumes.get(&(asks.source.as_str(), asks.kind.as_str()));
        let Some(Some(declared)) = known else { continue };
        // What the workload itself has wrong with it is told already.
        let told = |problem: &Problem| {
            problem.location.rust().is_some_and(|at| asks.volume.base.location.rust() == Some(at))
        };
        if asks.job.base.problems.iter().any(told) {
            continue;
        }
        let finding = mode(&asks, declared, report);
        finding.into_iter().for_each(|finding| asks.report(finding, report));
    }
}

/// The help for an undeclared volume.
fn declare(source: &str, kind: &str) -> String {
    let declare =
        format!("a file of `registry/volumes/` with `VolumeSpec::{kind}(\"{source}\", …)`");
    if kind == "host" {
        format!(
            "if it is in the agents' configuration, add it to the site: \
             `.host_volumes([\"{source}\"])`; if a Nomad plugin creates it, declare it in \
             {declare}"
        )
    } else {
        format!(
            "declare it in {declare}; or, if it is created elsewhere, add it to the site: \
             `.csi_volumes([\"{source}\"])`"
        )
    }
}

/// A finding for a mode that is not one of the declared ones: a storage plugin was asked for those
/// only, and for a host volume Nomad finds no node with another mode.
fn mode(asks: &Mounted<'_>, spec: &VolumeSpec, report: &Report<'_, '_>) -> Option<Diagnostic> {
    let volume = asks.volume;
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
    let message = format!(
        "job `{}` requests the volume `{}` with `{access}` as `{attachment}`, which its \
         declaration does not allow",
        asks.job.id, volume.name
    );
    let help = format!(
        "use a mode that it allows, or add `.capability(Capability::new(\"{access}\", \
         \"{attachment}\"))` to the declaration"
    );
    // What no capability has is to blame; if it is the two together, the first.
    let said = |attr: &Option<Attr<String>>| attr.as_ref().map(Attr::location).unwrap_or_default();
    let access_mode = match said(&volume.access_mode) {
        // A host volume that is only read asks for it by that.
        Location::Unknown => volume.read_only.as_ref().map(Attr::location).unwrap_or_default(),
        location => location,
    };
    let attachment_mode = said(&volume.attachment_mode);
    let attaches = all.iter().any(|(_, mode)| *mode == attachment);
    let location = if attaches { access_mode } else { attachment_mode };
    let finding = asks.finding(message, location, report);
    let finding = finding.note(format!("it allows {}", names.join(" and "))).help(help);
    Some(finding.related(report.context.place(spec.base.location), "it is declared here"))
}
