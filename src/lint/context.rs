//! What the rules may look at.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::comment::Comment;
use super::deployment::Deployment;
use super::routes::Seen;
use super::services::Services;
use super::{Level, Levels};
use crate::diagnostic::{Place, SourceMap, means};
use crate::house::Site;
use crate::jobspec::{Allowance, Location, Version, VolumeSpec};
use crate::registry::{Defined, Definition};
use jobwright_hcl::nearest::nearest;

/// Everything that the rules may look at.
#[derive(Debug)]
pub struct Context<'a> {
    /// The names of all rules.
    rules: Vec<&'static str>,
    /// The site.
    pub site: &'a Site,
    /// All definitions of the registry; or job files, as if they were definitions.
    pub defined: &'a [&'a Defined],
    /// Which Nomad the cluster runs, where that is known.
    pub nomad: Option<Version>,
    /// Whether they are job files without a site.
    pub(super) plain: bool,
    /// Rules of a lower level are not run.
    pub(super) least: Level,
    levels: Option<&'a Levels>,
    /// The sources of the definitions, if they were read from files.
    sources: SourceMap,
    /// The allowances in the comments of those sources.
    pub(super) comments: Vec<Comment>,
    /// The volumes that there are, by name and kind; those that are made elsewhere have no declaration.
    pub(super) volumes: BTreeMap<(&'a str, &'a str), Option<&'a VolumeSpec>>,
    /// Traefik's configuration from the tags of all services.
    routes: OnceLock<Seen<'a>>,
    /// The services of all jobs.
    services: OnceLock<Services<'a>>,
    /// The order in which all is deployed.
    deployment: OnceLock<Deployment<'a>>,
}

impl<'a> Context<'a> {
    /// The registry of a site, for these rules.
    pub(super) fn of(rules: Vec<&'static str>, site: &'a Site, defined: &'a [&'a Defined]) -> Self {
        let volume = |one: &&'a Defined| match &one.definition {
            Definition::Volume(volume) => Some((volume.source().zip(volume.kind())?, Some(volume))),
            Definition::Job(_) | Definition::Reference(_) => None,
        };
        let host = site.host_volumes.iter().map(|name| ((name.as_str(), "host"), None));
        let csi = site.csi_volumes.iter().map(|name| ((name.as_str(), "csi"), None));
        let declared = defined.iter().filter_map(volume);
        Self {
            rules,
            site,
            defined,
            nomad: site.nomad,
            plain: false,
            least: Level::Info,
            levels: None,
            sources: SourceMap::default(),
            comments: Vec::new(),
            volumes: host.chain(csi).chain(declared).collect(),
            routes: OnceLock::new(),
            services: OnceLock::new(),
            deployment: OnceLock::new(),
        }
    }

    /// The same, with the sources that the definitions were read from.
    #[must_use]
    pub fn sources(self, sources: SourceMap) -> Self {
        Self { sources, ..self }
    }

    /// The same for job files that are not part of a registry: rules that need the site are not
    /// run.
    #[must_use]
    pub fn plain(self) -> Self {
        Self { plain: true, ..self }
    }

    /// The same without the rules whose level is below this one.
    #[must_use]
    pub fn at_least(self, least: Level) -> Self {
        Self { least, ..self }
    }

    /// The same for a cluster that runs this version of Nomad.
    #[must_use]
    pub fn for_nomad(self, version: Version) -> Self {
        Self { nomad: Some(version), ..self }
    }

    /// The same with these levels, in place of the site's.
    #[must_use]
    pub fn with_levels(self, levels: &'a Levels) -> Self {
        Self { levels: Some(levels), ..self }
    }

    /// The same, with the allowances in the comments of the sources.
    #[must_use]
    pub fn with_comments(self, comments: Vec<Comment>) -> Self {
        Self { comments, ..self }
    }

    /// The place of a location.
    #[must_use]
    pub fn place(&self, location: Location) -> Place {
        self.sources.place(location)
    }

    /// Whether a rule has a name, whole or short.
    pub(super) fn is_rule(&self, name: &str) -> bool {
        self.rules.iter().any(|rule| means(name, rule))
    }

    /// What to do about a name that no rule has.
    pub(super) fn unknown_rule(&self, name: &str) -> String {
        let short = |rule: &&'static str| rule.split_once('/').map_or(*rule, |(_, short)| short);
        let names = self.rules.iter().copied().chain(self.rules.iter().map(short));
        match nearest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "run `lint --list` to see all rules".to_owned(),
        }
    }

    /// The site's allowance for a rule, if it has one.
    pub(super) fn allowance(&self, rule: &str) -> Option<&Allowance> {
        self.site.allowances.iter().find(|allowance| means(&allowance.rule, rule))
    }

    /// The levels of the rules.
    #[must_use]
    pub fn levels(&self) -> &Levels {
        self.levels.unwrap_or(&self.site.levels)
    }

    /// Whether they are job files without a site.
    pub(super) fn is_plain(&self) -> bool {
        self.plain
    }

    /// The place of a location in a definition, or its file if the location is unknown.
    pub(super) fn place_in(&self, one: &Defined, location: Location) -> Place {
        self.place(location).or_else(|| Place::File(one.source.clone().into_owned()))
    }

    /// Traefik's configuration from the tags of all services.
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

    /// The order in which the jobs and volumes are deployed.
    pub(super) fn deployment(&self) -> &Deployment<'a> {
        self.deployment.get_or_init(|| Deployment::of(self.site, self.defined))
    }

    /// The services of all jobs, where they are of one cluster.
    pub(super) fn services_together(&self) -> Option<&Services<'a>> {
        (!self.site.any_ids).then(|| self.services.get_or_init(|| Services::of(self.defined)))
    }
}
