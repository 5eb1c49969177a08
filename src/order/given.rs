//! The input of the order.

use crate::house::Site;
use crate::jobspec::{Attr, Job, VolumeSpec};

/// A job or a volume that is to be put in order.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// The path of its file, with slashes.
    pub file: String,
    /// The directory of the definition, as a word; empty for a plain file.
    pub category: String,
    /// What it is.
    pub specification: Specification<'a>,
}

/// A job or a volume.
#[derive(Clone, Copy, Debug)]
pub enum Specification<'a> {
    /// A job.
    Job(&'a Job),
    /// A volume.
    Volume(&'a VolumeSpec),
}

impl<'a> Given<'a> {
    /// A job.
    #[must_use]
    pub fn job(file: impl Into<String>, category: impl Into<String>, job: &'a Job) -> Self {
        let specification = Specification::Job(job);
        Self { file: file.into(), category: category.into(), specification }
    }

    /// A volume.
    #[must_use]
    pub fn volume(file: impl Into<String>, volume: &'a VolumeSpec) -> Self {
        let specification = Specification::Volume(volume);
        Self { file: file.into(), category: String::new(), specification }
    }

    /// Whether it is a job.
    #[must_use]
    pub fn is_job(&self) -> bool {
        matches!(self.specification, Specification::Job(_))
    }

    /// The ID by which the cluster knows it.
    #[must_use]
    pub fn id(&self) -> &'a str {
        match self.specification {
            Specification::Job(job) => &job.id,
            Specification::Volume(volume) => volume.source().unwrap_or_default(),
        }
    }

    /// Its name in messages.
    pub(super) fn shown(&self) -> String {
        match self.specification {
            Specification::Job(job) => format!("job `{}`", job.id),
            Specification::Volume(_) => format!("volume `{}`", self.id()),
        }
    }

    /// The namespace, if it is known and not `default`.
    pub(super) fn namespace(&self) -> Option<&'a str> {
        let namespace = match self.specification {
            Specification::Job(job) => &job.namespace,
            Specification::Volume(volume) => &volume.namespace,
        };
        namespace.as_ref().and_then(Attr::as_str).filter(|name| *name != "default")
    }

    /// The region, if it is known and not the site's.
    pub(super) fn region(&self, site: Option<&Site>) -> Option<&'a str> {
        let Specification::Job(job) = self.specification else { return None };
        let usual = site.and_then(|site| site.region.as_deref());
        job.region.as_ref().and_then(Attr::as_str).filter(|region| Some(*region) != usual)
    }

    /// Region and namespace, in which IDs are unique.
    pub(super) fn place(&self, site: Option<&Site>) -> (&'a str, &'a str) {
        (self.region(site).unwrap_or_default(), self.namespace().unwrap_or_default())
    }
}
