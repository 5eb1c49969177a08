//! What is wrong with the jobs, before anything is rendered. Each rule is a file; the list is [`RULES`].
//!
//! A [`Rule`] is data: a name, what it is for, how bad what it finds is, and a function for what it looks at. One walk
//! over each job shows every rule the blocks that it is for.

mod rule;
mod rules;
mod walk;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place, SourceMap};
use crate::house::Site;
use crate::jobspec::{Group, Job, Location, Service, VolumeSpec};
use crate::registry::{Defined, Definition};

pub use rule::{Check, Rule, Scope};
pub use rules::RULES;

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
    let site = Site::bare("");
    let mut findings = Vec::new();
    walk::job(job, "", &Context::new(&site, &[]), &[&rules::enterprise::RULE], &mut findings);
    !findings.is_empty()
}

/// Everything that the rules may look at.
#[derive(Debug)]
pub struct Context<'a> {
    /// The site.
    pub site: &'a Site,
    /// All definitions of the registry.
    pub defined: &'a [&'a Defined],
    /// The texts that the definitions were read from, where they were.
    sources: SourceMap,
    /// The volumes that there are, by name and kind; those that are made elsewhere have no declaration.
    volumes: BTreeMap<(&'a str, &'a str), Option<&'a VolumeSpec>>,
    /// What the tags of all services say to Traefik.
    routes: OnceCell<rules::routes::Seen<'a>>,
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
        let volumes = host.chain(csi).chain(declared).collect();
        Self { site, defined, sources: SourceMap::default(), volumes, routes: OnceCell::new() }
    }

    /// The same, with the texts that the definitions were read from.
    #[must_use]
    pub fn sources(self, sources: SourceMap) -> Self {
        Self { sources, ..self }
    }

    /// The place of a location.
    #[must_use]
    pub fn place(&self, location: Location) -> Place {
        self.sources.place(location)
    }

    /// The place of a location in a definition; its file, where nobody kept it.
    fn place_in(&self, one: &Defined, location: Location) -> Place {
        self.place(location).or_else(|| Place::File(one.source.to_owned()))
    }
}

/// Checks the whole registry: first what concerns several definitions, then each job by itself.
#[must_use]
pub fn registry(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for rule in RULES {
        if let Check::Registry(check) = rule.check {
            check(context, &mut findings);
        }
    }
    for one in context.defined {
        match &one.definition {
            Definition::Job(job) | Definition::Reference(job) => {
                walk::job(job, one.source, context, RULES, &mut findings);
            }
            Definition::Volume(_) => {}
        }
    }
    findings
}
