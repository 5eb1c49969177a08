//! A web application with a route and storage: a place to copy from. Nobody deploys it: see `reference_only`.

use crate::site::*;

pub fn job(site: &Site) -> Reference<Workload> {
    Workload::service("example")
        .image("docker.io/traefik/whoami:v1.10.3")
        .shape(shape::SMALL)
        .port(Port::http(80))
        .health("/health")
        // Traefik sends requests for this host to it.
        .route(Route::host(site.host("example")))
        // Storage of two kinds: what may get lost, and what the node keeps.
        .storage(Storage::ephemeral("cache").at("/cache"))
        .storage(Storage::host("example").at("/data"))
        .reference_only()
}
