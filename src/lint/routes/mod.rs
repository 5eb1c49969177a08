//! The tags of all services, which Traefik reads as one configuration.

mod part;
mod seen;

pub use part::{Part, with_namesakes};
pub use seen::Seen;
