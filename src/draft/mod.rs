//! The description of a new job, volume or site, as the source of its definition.
//!
//! A [`JobDraft`] becomes a workload that is printed as `import` prints one, with the constants of
//! the site. `volume` and [`with_site`] produce source directly. `name` defines which names are
//! valid.

mod job;
mod name;
mod parts;
mod shapes;
mod site;
mod volume;
mod words;

pub use job::{Drafted, JobDraft, Kind};
pub use name::Stem;
pub use parts::{PortDraft, StorageDraft, StorageKind};
pub use shapes::{shape, shapes};
pub use site::with_site;
pub use volume::{VolumeDraft, VolumeKind};
