//! Defaults: the environment variables, metadata, tags and constraints of all jobs of a site, or of
//! a category.

use crate::jobspec::{Attr, Constraint, IntoAttr, Location, Map, Problem};

/// Environment variables, metadata, tags and constraints that jobs get unless they set them: the
/// site's first, then those of the job's category, then the job's own. Of several values for a
/// name, the last one is used.
///
/// ```
/// use jobwright::house::Defaults;
/// use jobwright::prelude::*;
/// let platform = Defaults::new().env("LOG_LEVEL", "warn").meta("team", "platform");
/// let site = Site::new("lab").env("TZ", "Europe/Berlin").category("platform-services", platform);
/// let job = Workload::service("web").image("web:1").env("TZ", "UTC").job(&site.for_category("platform-services"));
/// let env = job.groups[0].tasks[0].env.clone().unwrap_or_default();
/// assert_eq!(env.get("TZ"), Some(&"UTC".into()));
/// assert_eq!(env.get("LOG_LEVEL"), Some(&"warn".into()));
/// assert_eq!(job.meta.unwrap_or_default().get("team"), Some(&"platform".into()));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Defaults {
    /// Environment variables of each task.
    pub env: Map,
    /// Names and strings of each job.
    pub meta: Map,
    /// Tags of each service.
    pub tags: Vec<Attr<String>>,
    /// Constraints of each group.
    pub constraints: Vec<Constraint>,
    /// The problems: duplicate names.
    pub(super) problems: Vec<Problem>,
}

/// Equality is total: no number in them is NaN.
impl Eq for Defaults {}

impl Defaults {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an environment variable of each task that does not set it itself: `env { TZ = "Europe/Berlin" }`. A second
    /// one of the same name is a finding.
    #[must_use]
    #[track_caller]
    pub fn env(mut self, name: &str, value: impl IntoAttr<String>) -> Self {
        let value = value.into_attr().here();
        self.set("env", name, value, |own| &mut own.env);
        self
    }

    /// Adds an entry to the `meta` block of each job that does not set it itself. A second one of
    /// the same name is a finding.
    #[must_use]
    #[track_caller]
    pub fn meta(mut self, name: &str, value: impl IntoAttr<String>) -> Self {
        let value = value.into_attr().here();
        self.set("meta", name, value, |own| &mut own.meta);
        self
    }

    /// Adds a tag of each service. A tag with a `=` is replaced by a tag of the service, or of the
    /// category, that sets the same name to something else: `traefik.enable=false`. The same tag
    /// again changes nothing; another one of the same name is a finding.
    #[must_use]
    #[track_caller]
    pub fn tag(mut self, tag: impl IntoAttr<String>) -> Self {
        let tag = tag.into_attr().here();
        let name = |tag: &Attr<String>| Some(tag.as_str()?.split_once('=')?.0.to_owned());
        let own = name(&tag);
        let same =
            |earlier: &&Attr<String>| **earlier != tag && own.is_some() && name(earlier) == own;
        if let Some(earlier) = self.tags.iter().find(same) {
            let message = format!("duplicate tag `{}=…` in the defaults", own.unwrap_or_default());
            let problem = Problem::new(message, "remove one of the two calls", tag.location());
            self.problems.push(problem.after(earlier.location()));
        }
        self.tags.push(tag);
        self
    }

    /// Adds a constraint to each group. It is replaced by one for the same attribute in the job,
    /// the group or a task.
    #[must_use]
    #[track_caller]
    pub fn constraint(mut self, constraint: impl Into<Constraint>) -> Self {
        let mut constraint = constraint.into();
        constraint.base.location = constraint.base.location.or(Location::here());
        self.constraints.push(constraint);
        self
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.env.is_empty()
            && self.meta.is_empty()
            && self.tags.is_empty()
            && self.constraints.is_empty()
    }

    /// A problem for each name that is set more than once at the same level.
    pub(super) fn said_twice(&self, others: &Self) -> Vec<Problem> {
        let maps = [("env", &self.env, &others.env), ("meta", &self.meta, &others.meta)];
        let mut problems = Vec::new();
        for (what, own, others) in maps {
            for (name, _, location) in others.placed().filter(|(name, ..)| own.get(name).is_some())
            {
                let message = format!("duplicate `{what}.{name}` in the defaults");
                let problem = Problem::new(message, "remove one of the two calls", location);
                problems.push(problem.after(own.location(name)));
            }
        }
        problems
    }

    fn set(&mut self, what: &str, name: &str, value: Attr<String>, of: fn(&mut Self) -> &mut Map) {
        let location = value.location();
        if of(self).get(name).is_some() {
            let message = format!("duplicate `{what}.{name}` in the defaults");
            let earlier = of(self).location(name);
            let problem = Problem::new(message, "remove one of the two calls", location);
            self.problems.push(problem.after(earlier));
        }
        of(self).set_at(name, value.into_value(), location);
    }
}
