//! What the rules may look at.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::routes::Seen;
use crate::diagnostic::{Place, SourceMap};
use crate::house::Site;
use crate::jobspec::{Location, VolumeSpec};
use crate::registry::{Defined, Definition};

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
    pub(super) volumes: BTreeMap<(&'a str, &'a str), Option<&'a VolumeSpec>>,
    /// What the tags of all services say to Traefik.
    routes: OnceLock<Seen<'a>>,
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
        Self { site, defined, sources: SourceMap::default(), volumes, routes: OnceLock::new() }
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
    pub(super) fn place_in(&self, one: &Defined, location: Location) -> Place {
        self.place(location).or_else(|| Place::File(one.source.to_owned()))
    }

    /// What the tags of all services say to Traefik.
    pub(super) fn routes(&self) -> &Seen<'a> {
        self.routes.get_or_init(|| {
            let place = |one: &Defined, location| self.place_in(one, location);
            Seen::of(self.defined, &self.site.traefik_prefix, &place)
        })
    }

    /// The same, to compare them; of several clusters, whose routers have nothing to do with each other, there is nothing
    /// to compare.
    pub(super) fn routes_together(&self) -> Option<&Seen<'a>> {
        (!self.site.any_ids).then(|| self.routes())
    }
}
