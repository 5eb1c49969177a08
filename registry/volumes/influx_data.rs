//! The measurements in InfluxDB.

use crate::site::*;

pub fn volume() -> VolumeSpec {
    VolumeSpec::shared("influx_data")
}
