//! The output directory: the changes that it needs, and how they are made. The only code that
//! writes files.
//!
//! A file is ours if it begins with our mark. Ours are created, replaced and deleted; all
//! others are left alone, and one in the way is an error before anything is written. Each file is
//! written to a temporary file beside it, and when all of those exist, each is renamed: so at any
//! instant a file is either the old or the new one.

mod content;
mod folder;
mod update;
mod write;

pub use content::{MARK, for_site, site_of};
pub use folder::{Change, Changes, File, ORDER, OutFolder, REFERENCE, VOLUME, sites_in};
pub use update::{Coming, Update, Updated, What};
pub use write::create;
pub(crate) use write::{rewrite, rewrite_all, write};
