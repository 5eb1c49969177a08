//! The commands, run as a user would: a project in a folder of its own, and what the program says and writes.

mod bad_input;
pub mod check;
mod completions;
mod diff;
mod fmt;
mod generate;
mod help;
mod images;
pub mod import;
mod kill;
mod lint;
mod man;
mod messages;
mod mistakes;
mod own_project;
mod project;
mod sites;

mod templates;
mod terminal;
mod transcript;
#[cfg(unix)]
mod untrusted;

pub use import::generated::{cargo, cargo_in};
pub use own_project::project as readme_project;
pub use project::{Project, Run};
pub use terminal::typed;
