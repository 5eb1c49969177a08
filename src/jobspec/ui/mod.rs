//! `ui`: what the web interface shows of a job.

mod link;

pub use link::Link;

use crate::jobspec::{Attr, Base, Block};

/// A description of the job and links for whoever looks at it in Nomad's web interface.
///
/// ```hcl
/// ui {
///   description = "The **front page**."
///
///   link {
///     label = "Runbook"
///     url   = "https://wiki.example.com/whoami"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Link, Ui};
/// let ui = Ui::new().description("The **front page**.").link(Link::new("Runbook", "https://wiki.example.com/whoami"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "ui", go = "JobUIConfig")]
pub struct Ui {
    /// Text about the job, in Markdown.
    #[field(zero, since = "1.8")]
    pub description: Option<Attr<String>>,
    /// A link beside the description.
    #[field(block = "link", json = "Links", since = "1.8", key = "label")]
    pub links: Vec<Link>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
