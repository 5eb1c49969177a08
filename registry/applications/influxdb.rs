//! Keeps the measurements of the house: temperatures, power, water.

use crate::site::*;

pub fn job() -> Workload {
    Workload::service("influxdb")
        .target(target::WORKER)
        .shape(shape::LARGE)
        .port(Port::http(8086))
        .storage(Storage::csi("influx_data").at("/var/lib/influxdb"))
}
