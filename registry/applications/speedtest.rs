//! Measures the bandwidth between a browser and the cluster.

use crate::site::*;

pub fn job() -> Workload {
    Workload::service("speedtest").target(target::NODE).shape(shape::XTINY).port(Port::http(80))
}
