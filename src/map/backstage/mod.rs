//! A map as entities for the catalogue of Backstage.

mod entities;
mod names;
mod yaml;

pub use entities::Options;
