//! Where on the clusters something is, as the API and the CLI are told it.

use std::ffi::OsString;

use super::api::part;
use crate::jobspec::{Attr, Job};

/// A namespace and a region; one that is not set is that of the environment.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiScope {
    pub namespace: Option<String>,
    pub region: Option<String>,
}

impl ApiScope {
    /// The scope with these names; an empty one is not set.
    #[must_use]
    pub fn of(namespace: &str, region: &str) -> Self {
        let [namespace, region] =
            [namespace, region].map(|own| Some(own.to_owned()).filter(|own| !own.is_empty()));
        Self { namespace, region }
    }

    /// The scope that a job sets.
    #[must_use]
    pub fn of_job(job: &Job) -> Self {
        let text = |attr: &Option<Attr<String>>| {
            attr.as_ref().and_then(Attr::as_str).unwrap_or_default().to_owned()
        };
        Self::of(&text(&job.namespace), &text(&job.region))
    }

    fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [("namespace", self.namespace.as_deref()), ("region", self.region.as_deref())];
        all.into_iter().filter_map(|(name, own)| Some((name, own?)))
    }

    /// A path of the API in this scope.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        self.named().fold(path.to_owned(), |path, (name, own)| {
            let sign = if path.contains('?') { '&' } else { '?' };
            format!("{path}{sign}{name}={}", part(own))
        })
    }

    /// The options of the CLI that set it.
    #[must_use]
    pub fn words(&self) -> Vec<OsString> {
        self.named().map(|(name, own)| format!("-{name}={own}").into()).collect()
    }
}
