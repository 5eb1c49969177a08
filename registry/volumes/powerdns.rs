//! The zones that PowerDNS has got from other servers, and its keys.

use crate::site::*;

pub fn volume() -> VolumeSpec {
    VolumeSpec::csi("powerdns", nfs::PLUGIN)
        .capability(Capability::new("single-node-writer", "file-system"))
}
