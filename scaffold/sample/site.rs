//! The site: what the jobs share.

pub use jobwright::prelude::*;

/// The one cluster of this registry. A dev agent (`nomad agent -dev`) is one, too.
pub fn site() -> Site {
    Site::new("lab")
        .datacenters(["dc1"])
        .domain("lab.example")
        .provider(Provider::Nomad)
        .host_volumes(["example"])
}

/// Amounts of CPU (MHz) and memory (MB).
pub mod shape {
    use super::Shape;

    pub const TINY: Shape = Shape::equal(64);
    pub const SMALL: Shape = Shape::equal(256);
    pub const LARGE: Shape = Shape::equal(1024);
}
