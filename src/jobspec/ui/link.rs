//! `link`: a link that the web interface shows with a job.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// A link from the job's page in Nomad's web interface.
///
/// ```hcl
/// link {
///   label = "Runbook"
///   url   = "https://wiki.example.com/whoami"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Link;
/// let runbook = Link::new("Runbook", "https://wiki.example.com/whoami");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "link", go = "JobUILink", constructor)]
pub struct Link {
    /// What the link says.
    #[field(zero, required, since = "1.8")]
    pub label: Option<Attr<String>>,
    /// Where it leads.
    #[field(json = "URL", zero, required, since = "1.8")]
    pub url: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Link {
    /// A string that leads to a URL.
    #[must_use]
    #[track_caller]
    pub fn new(label: impl IntoAttr<String>, url: impl IntoAttr<String>) -> Self {
        let block = Self::blank().label(label).url(url);
        written_at(block, Location::here())
    }
}
