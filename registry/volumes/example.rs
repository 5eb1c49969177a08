//! What the allocations of the example share; all of them may write.

use crate::site::*;

pub fn volume() -> VolumeSpec {
    VolumeSpec::shared("example").capability(AccessMode::MultiNodeMultiWriter)
}
