//! The files of a project besides its definitions: one engine for `init`, `new` and `import`.
//!
//! [`Skeleton`] is everything that a new project needs besides its site and its jobs, [`sample`]
//! the jobs of a project that has none; [`Dependency`] is where it gets jobwright from, [`package`]
//! its name. A [`Plan`] decides which files to write and what is in their way, and writes them.
//! [`Record`] is what `init` remembers of the files that it keeps up to date, and an [`Update`]
//! what happens to them later. The files themselves are in `scaffold/` beside `src/`, and are used
//! verbatim.

mod create;
mod dependency;
mod manifest;
mod package;
mod plan;
mod record;
mod sample;
mod skeleton;
mod update;

pub use create::{create, is_free};
pub use dependency::Dependency;
pub use package::package;
pub use plan::{Plan, RECORD, Wanted, Written};
pub use record::Record;
pub use sample::sample;
pub use skeleton::Skeleton;
pub use update::{Kept, Step, Update};
