//! `connect` as a gateway.

use jobwright::jobspec::*;

pub fn saturated() -> Job {
    let mut all = Gateway::ingress(ingress()).proxy(proxy());
    all.terminating = Some(Terminating::new().service(linked()).into());
    all.mesh = Some(Mesh::new().into());
    Job::service("saturated-gateway").group(
        Group::new("all")
            .service(Service::new("all").connect(Connect::gateway(all)))
            .service(Service::new("mesh").connect(Connect::gateway(Gateway::mesh())))
            .service(Service::new("out").connect(Connect::gateway(Gateway::terminating(
                Terminating::new().service(LinkedService::new("*")),
            )))),
    )
}

fn proxy() -> GatewayProxy {
    GatewayProxy::new()
        .connect_timeout(secs(5))
        .envoy_gateway_bind_tagged_addresses(true)
        .envoy_gateway_no_default_bind(true)
        .envoy_dns_discovery_type("STRICT_DNS")
        .envoy_gateway_bind_addresses(BindAddress::new("lan", "0.0.0.0", 8080))
        .envoy_gateway_bind_addresses(BindAddress::new("a b", "192.0.2.1", 8081))
        .config(Free::new().attr("a", true))
}

fn tls() -> GatewayTls {
    GatewayTls::new()
        .enabled(true)
        .tls_min_version("TLSv1_2")
        .tls_max_version("TLSv1_3")
        .cipher_suites(["TLS_A"])
        .sds(Sds::new("cluster", "example.com"))
}

fn ingress() -> Ingress {
    let service = IngressService::new("whoami")
        .hosts(["whoami.lab"])
        .max_connections(1)
        .max_pending_requests(2)
        .max_concurrent_requests(3)
        .tls(tls())
        .request_headers(HeaderModifiers::new().add("a", "1").set("b", "2").remove(["c"]))
        .response_headers(HeaderModifiers::new().set("d", "4"));
    Ingress::new()
        .tls(tls())
        .listener(Listener::http(8080).service(service).service(IngressService::new("other")))
        .listener(Listener::tcp(5432).service(IngressService::new("db")))
}

fn linked() -> LinkedService {
    LinkedService::new("legacy")
        .ca_file("/ca.pem")
        .cert_file("/cert.pem")
        .key_file("/key.pem")
        .sni("db.example.com")
}
