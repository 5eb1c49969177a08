//! Routes of the whole site: Traefik reads the tags of all services as one configuration.

mod contradiction;
pub mod names;
mod parsed;
mod part;
pub mod parts;
pub mod same;
mod seen;
pub mod swallows;
pub mod unknown;

pub use seen::Seen;
