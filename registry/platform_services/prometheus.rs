//! Collects the metrics of the cluster.

use crate::site::*;

pub fn job(site: &Site) -> Workload {
    Workload::service("prometheus")
        .target(target::NODE)
        .shape(shape::LARGE)
        .port(Port::http(9090))
        .route(Route::path("/prometheus").priority(1))
        .arg(format!("--web.external-url=http://{}/prometheus", site.domain))
        .arg("--config.file=/etc/prometheus/prometheus.yml")
        .file("prometheus.yml", include_text!("../files/prometheus.yml", CONSUL = site.consul))
        .bind("local/config", "/etc/prometheus")
}
