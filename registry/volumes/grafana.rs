//! Grafana's dashboards and database.

use crate::site::*;

pub fn volume() -> VolumeSpec {
    VolumeSpec::shared("grafana")
}
