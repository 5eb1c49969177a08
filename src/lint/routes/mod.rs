//! What the tags of all services say to Traefik, which reads them as one configuration.

mod part;
mod seen;

pub use part::{Part, with_namesakes};
pub use seen::Seen;
