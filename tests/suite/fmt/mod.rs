//! `fmt` against the real `nomad fmt`.

pub mod changes;
mod corpus;
mod losses;
mod module;
mod sound;
pub mod variants;

pub use sound::unlike;
use sound::{same_tree, unsound};
