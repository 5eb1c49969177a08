//! `connect` with a sidecar.

use super::service::identity;
use super::task::{logs, resources, volume_mount};
use jobwright::jobspec::*;

pub fn saturated() -> Job {
    let mut all = Connect::sidecar_service(sidecar()).sidecar_task(sidecar_task());
    all.native = Some(true.into());
    all.gateway = Some(Box::new(Gateway::mesh()));
    let replaced = Connect::sidecar_service(SidecarService::new())
        .sidecar_task(SidecarTask::run(Docker::image("proxy:1").labels("a.b", "%{x}")));
    Job::service("saturated-connect").group(
        Group::new("all")
            .service(Service::new("native").connect(Connect::native()))
            .service(Service::new("all").connect(all))
            .service(Service::new("replaced").connect(replaced)),
    )
}

pub fn sidecar() -> SidecarService {
    SidecarService::new()
        .tags(["mesh"])
        .port("sidecar")
        .disable_default_tcp_check(true)
        .proxy(proxy())
        .meta("side", "car")
}

fn proxy() -> Proxy {
    Proxy::new()
        .local_service_address("127.0.0.2")
        .local_service_port(8080)
        .expose(
            Expose::new()
                .path(ExposePath::new("/metrics", 9102, "metrics").protocol("http"))
                .path(ExposePath::new("/health", 9103, "health")),
        )
        .upstreams(upstream())
        .upstreams(Upstream::new("redis", 6379))
        .transparent_proxy(
            TransparentProxy::new()
                .uid("101")
                .outbound_port(15001)
                .exclude_inbound_ports(["metrics", "9000"])
                .exclude_outbound_ports([443, 8443])
                .exclude_outbound_cidrs(["10.0.0.0/8"])
                .exclude_uids(["1000"])
                .no_dns(true),
        )
        .config(Free::new().attr("protocol", "http").attr("limits", Map::from_iter([("max", 5)])))
}

fn upstream() -> Upstream {
    Upstream::new("postgres", 5432)
        .destination_namespace("data")
        .destination_peer("other")
        .destination_partition("part")
        .destination_type("prepared_query")
        .datacenter("dc2")
        .local_bind_address("127.0.0.3")
        .local_bind_socket_path("/tmp/db.sock")
        .local_bind_socket_mode("0600")
        .mesh_gateway(MeshGateway::new("local"))
        .config(Free::new().attr("connect_timeout_ms", 500))
}

fn sidecar_task() -> SidecarTask {
    SidecarTask::new()
        .name("proxy")
        .driver("docker")
        .user("nobody")
        .kill_timeout(secs(21))
        .kill_signal("SIGTERM")
        .shutdown_delay(secs(4))
        .config(Docker::image("envoy:${NOMAD_META_version}").args(["${1}", "%{x}"]))
        .env("A", "1")
        .meta("b", "2")
        .volume_mount(volume_mount())
        .identity(identity())
        .resources(resources())
        .logs(logs())
}
