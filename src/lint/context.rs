//! What the rules may look at.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::allow::Comment;
use super::routes::Seen;
use super::services::Services;
use super::{Check, Level, Levels, RULES, Rule, View};
use crate::diagnostic::{Place, SourceMap};
use crate::house::Site;
use crate::jobspec::{Allowance, Job, Location, Version, VolumeSpec, canonical};
use crate::parallel;
use crate::registry::{Defined, Definition};

/// Everything that the rules may look at.
#[derive(Debug)]
pub struct Context<'a> {
    /// The site.
    pub site: &'a Site,
    /// All definitions of the registry; or job files, as if they were definitions.
    pub defined: &'a [&'a Defined],
    /// Which Nomad the cluster runs, where that is known.
    pub nomad: Option<Version>,
    /// Whether they are job files without a site.
    plain: bool,
    /// Rules of less weight are not asked.
    least: Level,
    levels: Option<&'a Levels>,
    /// The texts that the definitions were read from, where they were.
    sources: SourceMap,
    /// The allowances in the comments of those texts.
    pub(super) comments: Vec<Comment>,
    /// The volumes that there are, by name and kind; those that are made elsewhere have no declaration.
    pub(super) volumes: BTreeMap<(&'a str, &'a str), Option<&'a VolumeSpec>>,
    /// What the tags of all services say to Traefik.
    routes: OnceLock<Seen<'a>>,
    /// The services of all jobs.
    services: OnceLock<Services<'a>>,
    /// The jobs as Nomad completes them; nothing for volumes.
    completed: OnceLock<Vec<Option<Job>>>,
    /// Which rules look at what, where no file is different.
    plan: OnceLock<Plan>,
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
        Self {
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
            completed: OnceLock::new(),
            plan: OnceLock::new(),
        }
    }

    /// The same, with the texts that the definitions were read from.
    #[must_use]
    pub fn sources(self, sources: SourceMap) -> Self {
        Self { sources, ..self }
    }

    /// The same for job files that no registry made: rules that stand on a site are not asked.
    #[must_use]
    pub fn plain(self) -> Self {
        Self { plain: true, ..self }
    }

    /// The same without the rules whose level is below this one.
    #[must_use]
    pub fn at_least(self, least: Level) -> Self {
        Self { least, ..self }
    }

    /// The same for a cluster that runs this Nomad.
    #[must_use]
    pub fn for_nomad(self, version: Version) -> Self {
        Self { nomad: Some(version), ..self }
    }

    /// The same with these levels, in place of the site's.
    #[must_use]
    pub fn with_levels(self, levels: &'a Levels) -> Self {
        Self { levels: Some(levels), ..self }
    }

    /// The same, with the allowances in the comments of the texts.
    #[must_use]
    pub fn with_comments(self, comments: Vec<Comment>) -> Self {
        Self { comments, ..self }
    }

    /// The place of a location.
    #[must_use]
    pub fn place(&self, location: Location) -> Place {
        self.sources.place(location)
    }

    /// What the site says of a rule whose findings may stand.
    pub(super) fn allowance(&self, rule: &Rule) -> Option<&Allowance> {
        self.site.allowances.iter().find(|allowance| rule.is_named(&allowance.rule))
    }

    /// The levels of the rules.
    #[must_use]
    pub fn levels(&self) -> &Levels {
        self.levels.unwrap_or(&self.site.levels)
    }

    /// A definition's job as Nomad completes it.
    #[must_use]
    pub fn completed(&self, index: usize) -> Option<&Job> {
        let all = self.completed.get_or_init(|| {
            parallel::map(self.defined, |one| match &one.definition {
                Definition::Job(job) | Definition::Reference(job) => Some(canonical(job)),
                Definition::Volume(_) => None,
            })
        });
        all.get(index)?.as_ref()
    }

    /// Whether they are job files without a site.
    pub(super) fn is_plain(&self) -> bool {
        self.plain
    }

    /// Whether anybody asks a rule of a file.
    pub(super) fn asks(&self, rule: &Rule, file: &str) -> bool {
        let level = rule.level_in(self.levels(), file);
        !(rule.needs_site && self.plain) && level >= self.least && level != Level::Off
    }

    /// Which rules look at what in a file, and how bad is what they find.
    pub(super) fn plan<R>(&self, file: &str, with: impl FnOnce(&Plan) -> R) -> R {
        if self.levels().by_path() {
            return with(&Plan::of(self, file));
        }
        with(self.plan.get_or_init(|| Plan::of(self, file)))
    }

    /// The place of a location in a definition; its file, where nobody kept it.
    pub(super) fn place_in(&self, one: &Defined, location: Location) -> Place {
        self.place(location).or_else(|| Place::File(one.source.clone().into_owned()))
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

    /// The services of all jobs, where they are of one cluster.
    pub(super) fn services_together(&self) -> Option<&Services<'a>> {
        (!self.site.any_ids).then(|| self.services.get_or_init(|| Services::of(self.defined)))
    }
}

/// Which rules look at what.
#[derive(Debug, Default)]
pub struct Plan {
    pub written: Rules,
    pub completed: Rules,
}

/// The rules for one form of a job, each with its level.
#[derive(Debug, Default)]
pub struct Rules {
    /// Those for every block, or for jobs, groups or tasks.
    pub every: Vec<(&'static Rule, Level)>,
    /// Those for blocks of one kind.
    pub of: HashMap<&'static str, Vec<(&'static Rule, Level)>>,
}

impl Plan {
    fn of(context: &Context<'_>, file: &str) -> Self {
        let mut plan = Self::default();
        for rule in RULES.iter().copied().filter(|rule| context.asks(rule, file)) {
            let level = rule.level_in(context.levels(), file);
            let rules = match rule.view {
                View::Written => &mut plan.written,
                View::Completed => &mut plan.completed,
            };
            rules.add(rule, level);
        }
        plan
    }

    /// A plan of one rule.
    pub fn only(rule: &'static Rule) -> Rules {
        let mut rules = Rules::default();
        rules.add(rule, rule.level);
        rules
    }
}

impl Rules {
    fn add(&mut self, rule: &'static Rule, level: Level) {
        match rule.check {
            Check::Registry(_) | Check::Allowances | Check::Updates => {}
            Check::Of(templates, _) => {
                templates.iter().for_each(|template| self.of(template, rule, level));
            }
            Check::Job(_) => self.of("job.hcl.j2", rule, level),
            Check::Group(_) => self.of("group.hcl.j2", rule, level),
            Check::Task(_) => self.of("task.hcl.j2", rule, level),
            Check::Block(_) => self.every.push((rule, level)),
        }
    }

    fn of(&mut self, template: &'static str, rule: &'static Rule, level: Level) {
        self.of.entry(template).or_default().push((rule, level));
    }

    /// The rules for a block of a template.
    pub fn for_block(&self, template: &str) -> impl Iterator<Item = (&'static Rule, Level)> {
        let own = self.of.get(template).map(Vec::as_slice).unwrap_or_default();
        self.every.iter().chain(own).copied()
    }
}
