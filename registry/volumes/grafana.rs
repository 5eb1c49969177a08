//! Grafana's dashboards and database.

use crate::site::*;

pub fn volume() -> VolumeSpec {
    VolumeSpec::csi("grafana", nfs::PLUGIN)
        .capability(Capability::new("single-node-writer", "file-system"))
}
