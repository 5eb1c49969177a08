//! Shows metrics and logs on dashboards.

use crate::site::*;

pub fn job(site: &Site) -> Workload {
    Workload::service("grafana")
        .target(target::NODE)
        .shape(shape::LARGE)
        .user("root")
        .port(Port::http(3000))
        .route(Route::paths(["/grafana", "/login"]).priority(1))
        .env("GF_SERVER_ROOT_URL", format!("http://{}:9999/grafana", site.host("clust")))
        .env("GF_SERVER_SERVE_FROM_SUB_PATH", "true")
        .storage(Storage::csi("grafana").at("/var/lib/grafana"))
}
