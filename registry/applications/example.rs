//! A web application with everything that one may need: a place to start from.
//!
//! Take what you need and delete the rest; `speedtest.rs` shows how little is enough.

use crate::site::*;

pub fn job(site: &Site) -> Workload {
    Workload::service("example")
        .image("registry.slab.lan:5000/example:1.4.2")
        .target(target::NODE)
        .shape(shape::SMALL)
        // Two run at any time; a new version must first prove itself in one allocation beside them.
        .count(2)
        .rollout(Rollout::Canary)
        // Traefik looks at the catalogue every two seconds: so long, an allocation that stops still gets requests.
        .shutdown_delay(secs(5))
        .allow("spread", "a node that fails is replaced within a minute")
        .allow("template-herd", "the key changes once a year, and both read it within a second")
        // The numbers on the node are Nomad's choice. The catalogue knows them.
        .port(Port::http(8080))
        .port(Port::dynamic("metrics").to(9102))
        .with_service(Service::new("example-metrics").port("metrics").check(alive(Check::tcp())))
        .health("/health")
        .route(Route::host(site.host("example")))
        // Storage, of three kinds: what may get lost, what the node has, what the whole cluster shares.
        .storage(Storage::ephemeral("cache").at("/cache"))
        .storage(Storage::host("ca-certificates").at("/etc/ssl/house").read_only())
        .storage(Storage::csi("example").at("/data").access_mode(AccessMode::MultiNodeMultiWriter))
        // A secret that Nomad keeps, and a token by which others know this job.
        .secrets([("SESSION_KEY", "session_key")])
        .identity(Identity::named("example").aud([site.host("example")]).file(true).ttl(hours(1)))
}
