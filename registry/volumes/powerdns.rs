//! The zones that PowerDNS has got from other servers, and its keys.

use crate::site::*;

pub fn volume() -> VolumeSpec {
    VolumeSpec::shared("powerdns")
}
