//! Netbox's database, on a disk of the node that Nomad picks: databases do not live well on NFS.

use crate::site::*;

pub fn volume() -> VolumeSpec {
    VolumeSpec::host("netbox-postgres", "mkdir")
        .constraint(target::NODE)
        .capability(Capability::new("single-node-writer", "file-system"))
        .parameters("mode", "0700")
}
