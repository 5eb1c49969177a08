//! A map as entities for Backstage's catalog.

mod entities;
mod names;
mod yaml;

pub use entities::Options;
