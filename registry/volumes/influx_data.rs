//! The measurements in InfluxDB.

use crate::site::*;

pub fn volume() -> VolumeSpec {
    VolumeSpec::csi("influx_data", nfs::PLUGIN)
        .capability(Capability::new("single-node-writer", "file-system"))
}
