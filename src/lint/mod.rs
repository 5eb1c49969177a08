//! What is wrong with the jobs, before anything is rendered. Each rule is a file; the list is here.

mod rules;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::house::Site;
use crate::jobspec::{Block, Group, Job, Location, Service, VolumeSpec};
use crate::registry::Definition;

/// A definition with the file that it came from.
#[derive(Clone, Debug)]
pub struct Defined {
    /// The file, from the project's root.
    pub source: &'static str,
    /// The definition.
    pub definition: Definition,
}

/// Whether a job's ID can name its file in the output folder.
#[must_use]
pub fn is_file_name(id: &str) -> bool {
    rules::names::valid(id).is_ok()
}

/// The port that a service names and its group does not have.
#[must_use]
pub fn unknown_port<'s>(group: &Group, service: &'s Service) -> Option<&'s str> {
    rules::port_labels::unknown(group, service)
}

/// Whether a job asks for what only Nomad Enterprise has.
#[must_use]
pub fn needs_enterprise(job: &Job) -> bool {
    rules::enterprise::needed(job)
}

/// Everything that the rules may look at.
#[derive(Debug)]
pub struct Context<'a> {
    /// The site.
    pub site: &'a Site,
    /// All definitions of the registry.
    pub defined: &'a [&'a Defined],
    /// The volumes that there are, by name and kind; those that are made elsewhere have no declaration.
    volumes: BTreeMap<(&'a str, &'a str), Option<&'a VolumeSpec>>,
}

impl<'a> Context<'a> {
    /// The registry of a site.
    #[must_use]
    pub fn new(site: &'a Site, defined: &'a [&'a Defined]) -> Self {
        let volume = |one: &&'a Defined| match &one.definition {
            Definition::Volume(volume) => Some((volume.source().zip(volume.kind())?, Some(volume))),
            Definition::Job(_) | Definition::Reference(_) => None,
        };
        let host = site.host_volumes.iter().map(|name| ((name.as_str(), "host"), None));
        let csi = site.csi_volumes.iter().map(|name| ((name.as_str(), "csi"), None));
        let declared = defined.iter().filter_map(volume);
        Self { site, defined, volumes: host.chain(csi).chain(declared).collect() }
    }
}

/// Checks the whole registry: first what concerns several definitions, then each job by itself.
#[must_use]
pub fn registry(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = rules::names::check(context);
    findings.extend(rules::routes::check(context));
    for one in context.defined {
        match &one.definition {
            Definition::Job(found) | Definition::Reference(found) => {
                job(found, context, &mut findings)
            }
            Definition::Volume(_) => {}
        }
    }
    findings
}

/// Checks one job.
fn job(job: &Job, context: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for rule in rules::JOB {
        rule(job, context, findings);
    }
}

/// The place of the Rust line that wrote a block.
fn place(block: &dyn Block) -> Option<Place> {
    Location::rust(block.base().location).map(Place::from)
}
