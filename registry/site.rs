//! The homelab: what its jobs share.

pub use jobwright::prelude::*;

/// The one cluster of this registry.
pub fn site() -> Site {
    Site::new("homelab")
        .region("global")
        .datacenters(["dcs"])
        .domain("slab.lan")
        .image_registry("registry.slab.lan:5000")
        .provider(Provider::Consul)
        .consul("consul.slab.lan:8500")
        .nomad_address("nomad.slab.lan:4646")
        .static_ports([53, 80, 443])
        .entry_points(["web", "websecure", "admin"])
        .host_volumes(["ca-certificates"])
        .storage(nfs::PLUGIN)
        .order(["core-infrastructure", "platform-services", "applications"])
        .allow("host-bind", "each node has the share and its own files at the same paths")
        .allow("image-untagged", "the house registry keeps one image of each name, built by hand")
}

/// The house's amounts of CPU (MHz) and memory (MB).
pub mod shape {
    use super::Shape;

    pub const XXTINY: Shape = Shape::equal(32);
    pub const XTINY: Shape = Shape::equal(64);
    pub const TINY: Shape = Shape::equal(128);
    pub const SMALL: Shape = Shape::equal(256);
    pub const DEFAULT: Shape = Shape::DEFAULT;
    pub const LARGE: Shape = Shape::equal(1024);
    pub const XLARGE: Shape = Shape::equal(2048);
    pub const XXLARGE: Shape = Shape::equal(4096);
    pub const MEM: Shape = Shape::new(256, 1024);
    pub const COMPUTE: Shape = Shape::new(1024, 256);
    pub const PLEX: Shape = Shape::equal(4096);
}

/// The machines of the house, by host name.
pub mod target {
    use super::Target;

    pub const SERVER: Target = Target::hosts(r"server-\d+");
    pub const WORKER: Target = Target::hosts(r"worker-\d+");
    pub const NODE: Target = Target::hosts(r"node-\d+");
    pub const NODE_0: Target = Target::host("node-0");
    pub const CODERBOX: Target = Target::host("coderbox");
    pub const DEVBOX: Target = Target::host("devbox");
    pub const PLEXBOX: Target = Target::host("plexbox");
    pub const FREEBSD: Target = Target::kernel("freebsd");
}

/// The storage of the house: one NFS share, on which the storage plugin makes a directory per volume.
pub mod nfs {
    pub const PLUGIN: &str = "nfs";
    pub const SERVER: &str = "nas.slab.lan";
    pub const SHARE: &str = "/volume1/nomad";
}
