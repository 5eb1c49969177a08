//! The defaults of a site and of its categories.

use super::{Defaults, Site};
use crate::jobspec::{Attr, Constraint, IntoAttr, Location, Problem};

impl Site {
    /// Adds an environment variable of each task that does not set it itself: `env { TZ =
    /// "Europe/Berlin" }`. The value of the job's category ([`Site::category`]), and that of the
    /// job, take precedence. A second one of the same name is a finding.
    #[must_use]
    #[track_caller]
    pub fn env(mut self, name: &str, value: impl IntoAttr<String>) -> Self {
        self.defaults = std::mem::take(&mut self.defaults).env(name, value);
        self
    }

    /// Adds an entry to the `meta` block of each job that does not set it itself. A second one of
    /// the same name is a finding.
    #[must_use]
    #[track_caller]
    pub fn meta(mut self, name: &str, value: impl IntoAttr<String>) -> Self {
        self.defaults = std::mem::take(&mut self.defaults).meta(name, value);
        self
    }

    /// Adds a tag of each service: see [`Defaults::tag`].
    #[must_use]
    #[track_caller]
    pub fn tag(mut self, tag: impl IntoAttr<String>) -> Self {
        self.defaults = std::mem::take(&mut self.defaults).tag(tag);
        self
    }

    /// Adds a constraint to each group, unless the job has one for the same attribute:
    /// `.constraint(Target::kernel("linux"))`.
    #[must_use]
    #[track_caller]
    pub fn constraint(mut self, constraint: impl Into<Constraint>) -> Self {
        self.defaults = std::mem::take(&mut self.defaults).constraint(constraint);
        self
    }

    /// Sets the defaults of the jobs of a category, which is a directory of the registry, with
    /// dashes: `.category("platform-services", Defaults::new().meta("team", "platform"))`. They
    /// take precedence over the site's. A further call adds to them.
    #[must_use]
    #[track_caller]
    pub fn category(mut self, name: &str, defaults: Defaults) -> Self {
        for (_, earlier, _) in self.categories.iter().filter(|(known, ..)| known == name) {
            self.problems.extend(earlier.said_twice(&defaults));
        }
        self.categories.push((name.to_owned(), defaults, Location::here()));
        self
    }

    /// Whether a default at this location is one of a category.
    pub(crate) fn is_of_category(&self, location: Location) -> bool {
        self.categories.iter().any(|(_, own, _)| {
            let maps = own.env.placed().chain(own.meta.placed()).map(|(.., at)| at);
            let tags = own.tags.iter().map(Attr::location);
            let constraints = own.constraints.iter().map(|constraint| constraint.base.location);
            maps.chain(tags).chain(constraints).any(|at| at.is(location))
        })
    }

    /// Whether some jobs may get defaults.
    pub(crate) fn has_defaults(&self) -> bool {
        !self.defaults.is_empty() || self.categories.iter().any(|(_, own, _)| !own.is_empty())
    }

    /// The problems of its defaults.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &Problem> {
        let of_categories = self.categories.iter().flat_map(|(_, own, _)| &own.problems);
        self.problems.iter().chain(&self.defaults.problems).chain(of_categories)
    }

    /// The site for the jobs of a category: with its defaults, over which those of the category
    /// take precedence.
    #[must_use]
    pub fn for_category(&self, category: &str) -> Self {
        let mut site = self.clone();
        for (name, own, _) in &self.categories {
            if name == category {
                site.defaults.take_in(own);
            }
        }
        site
    }
}
