//! Keeps the logs of the cluster.

use crate::site::*;

pub fn job() -> Workload {
    let port = Port::fixed("http", 3100)
        .because("every promtail pushes to loki.service.consul:3100, and DNS knows no ports");
    Workload::service("loki").target(target::NODE).shape(shape::TINY).port(port)
}
