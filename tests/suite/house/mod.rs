//! The house layer: nothing that is said is lost, and every job is one that Nomad takes.

mod lost;
mod methods;
mod places;
mod random;
mod rendered;
mod volumes;
