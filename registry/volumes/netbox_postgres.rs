//! Netbox's database, on a disk of the node that Nomad picks: databases do not live well on NFS.

use crate::site::*;

pub fn volume() -> VolumeSpec {
    VolumeSpec::host("netbox-postgres", "mkdir")
        .constraint(target::NODE)
        .capability(AccessMode::SingleNodeWriter)
        .parameters("mode", "0700")
}
