//! What differs from site to site: the questions that definitions ask a site about itself.

use std::sync::{Arc, PoisonError};

use super::Site;
use super::asked::Asked;
use crate::jobspec::{Location, Problem};

impl Site {
    /// Whether it is the site of this name. Asking for a name that no site of the registry has is a finding.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// const PRODUCTION: &str = "production";
    /// fn job(site: &Site) -> Option<Workload> {
    ///     site.is(PRODUCTION).then(|| Workload::service("pager").image("pager:1"))
    /// }
    /// assert!(job(&Site::new(PRODUCTION)).is_some());
    /// assert!(job(&Site::new("staging")).is_none());
    /// ```
    #[must_use]
    #[track_caller]
    pub fn is(&self, name: &str) -> bool {
        self.asked.note(name, Location::here());
        self.name == name
    }

    /// The value for this site, or the first argument if the site is not listed. Naming a site that
    /// the registry does not have is a finding.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// const PRODUCTION: &str = "production";
    /// let count = |site: &Site| site.pick(1, [(PRODUCTION, 3)]);
    /// assert_eq!(count(&Site::new(PRODUCTION)), 3);
    /// assert_eq!(count(&Site::new("staging")), 1);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn pick<T, const N: usize>(&self, otherwise: T, choices: [(&str, T); N]) -> T {
        let mut picked = otherwise;
        for (name, value) in choices {
            self.asked.note(name, Location::here());
            if self.name == name {
                picked = value;
            }
        }
        picked
    }

    /// Tells the site which others there are, and which categories the registry has.
    pub(crate) fn among(mut self, names: &[String], categories: &[String]) -> Self {
        self.asked =
            Asked { known: names.into(), categories: categories.into(), unknown: Arc::default() };
        self
    }

    /// The categories of the registry, also those in which this site has no job.
    pub(crate) fn known_categories(&self) -> &[String] {
        &self.asked.categories
    }

    /// The names that definitions have asked for, and that no site has.
    pub(crate) fn unknown_sites(&self) -> Vec<Problem> {
        let unknown = self.asked.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        let problem = |(name, location): (&String, &Location)| {
            let message = format!("unknown site `{name}` in the registry");
            Problem::new(message, "use one of its sites: `list --sites` shows them", *location)
        };
        unknown.iter().map(problem).collect()
    }
}
