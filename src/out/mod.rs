//! The output directory: what must change in it, and the change itself. The only code that writes files.
//!
//! A file is ours when its first line says so. Ours are created, replaced and deleted; all others are left alone, and
//! where one is in the way that is an error before anything is written. Each file is written beside its place, and
//! when all lie there, each is renamed: so at any instant it is either the old or the new one.

mod content;
mod folder;
mod update;
mod write;

pub use content::{MARK, for_site, site_of};
pub use folder::{Change, Changes, File, ORDER, OutFolder, REFERENCE, VOLUME, sites_in};
pub use update::{Coming, Update, Updated, What};
pub use write::create;
pub(crate) use write::{rewrite, rewrite_all, write};
