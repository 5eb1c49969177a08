//! The files of a project besides its definitions: one engine for `init`, `new` and `import`.
//!
//! [`Skeleton`] is all that a new project needs besides its site and its jobs, [`sample`] what it begins with where it has
//! no jobs; [`Dependency`] says where it gets jobwright from, [`package`] what it is called. A [`Plan`] says which files
//! that makes and what is in their way, and writes them. [`Record`] is what init remembers of the files that it keeps up
//! to date, and an [`Update`] what becomes of them later. The files themselves lie in `scaffold/` beside `src/`, and are read as they are.

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
