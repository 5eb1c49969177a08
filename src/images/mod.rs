//! The images that jobs run, and the literals that say them.
//!
//! An image is one literal `"repository:tag"`, in Rust as in the job file, so that users and update bots find it. [`of_job`]
//! says which images a job runs; [`Sources`] knows the literals in the Rust of a registry, and which of them an image comes
//! from; [`Update`]s replace them, and nothing else.
//!
//! ```
//! use jobwright::images::{Sources, Update, of_job, plan};
//! use jobwright::prelude::*;
//!
//! let images = "pub const WEB: &str = \"lab:5000/web:1.4\";\n";
//! let sources = Sources::of([("registry/images.rs", images)]);
//! let literals: Vec<(u32, &str)> = sources.images().map(|(at, image)| (at.line(), image)).collect();
//! assert_eq!(literals, [(1, "lab:5000/web:1.4")]);
//!
//! let job = Workload::service("web").image("lab:5000/web:1.4").job(&Site::new("lab"));
//! let uses = of_job(&job);
//! assert_eq!(uses[0].image, "lab:5000/web:1.4");
//!
//! let updates = Update::list("updates", "lab:5000/web:1.4 1.5\n").map_err(|found| found[0].message.clone())?;
//! assert_eq!(updates[0].new, "lab:5000/web:1.5");
//! // The job is not from these sources: that its image has the text of a constant there means nothing.
//! let plan = plan(&updates, &uses, &sources);
//! assert!(plan.texts.is_empty() && plan.refused.len() == 1);
//! # Ok::<(), String>(())
//! ```

mod code;
mod list;
mod literals;
mod origin;
mod sources;
mod tokens;
mod updates;
mod uses;

pub use crate::reference::Reference;
pub use list::{Given, Image, Unfound, UsedBy, list};
pub use sources::{Literal, Origin, Sources};
pub use updates::{Plan, Update, plan};
pub(crate) use uses::shown;
pub use uses::{Use, of_job};
