//! What the allocations of the example share; all of them may write.

use crate::site::*;

pub fn volume() -> VolumeSpec {
    VolumeSpec::csi("example", nfs::PLUGIN)
        .capability(Capability::new("multi-node-multi-writer", "file-system"))
}
