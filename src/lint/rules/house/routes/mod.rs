//! Routes of the whole site: Traefik reads the tags of all services as one configuration.

mod contradiction;
pub mod names;
mod parsed;
pub mod parts;
pub mod same;
pub mod swallows;
pub mod unknown;
