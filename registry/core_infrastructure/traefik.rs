//! The way in: routes requests to services by what their tags say.
//!
//! It reads the catalogue of the site's provider: Consul's or Nomad's own.

use crate::site::*;

pub fn job(site: &Site) -> Workload {
    let admin = Port::fixed("admin", 8081)
        .because("ping and metrics are asked for on every node, also when the catalogue is away");
    let dashboard = Route::host(site.host("traefik")).named("traefik").to_service("api@internal");
    Workload::system("traefik")
        .host_network()
        .port(Port::fixed("web", 80))
        .port(Port::fixed("websecure", 443))
        .port(admin)
        .args([
            "--entrypoints.web.address=:${NOMAD_PORT_web}",
            "--entrypoints.websecure.address=:${NOMAD_PORT_websecure}",
            "--entrypoints.websecure.http.tls=true",
            "--entrypoints.admin.address=:${NOMAD_PORT_admin}",
            "--api=true",
            "--api.dashboard=true",
            "--ping=true",
            "--ping.entrypoint=admin",
            "--metrics.prometheus=true",
            "--metrics.prometheus.addentrypointslabels=true",
            "--metrics.prometheus.entrypoint=admin",
        ])
        .args(catalogue(site))
        .with_service(service("traefik-websecure", "websecure", Check::tcp()))
        .with_service(service("traefik-admin", "admin", Check::http("/ping")))
        .route(dashboard.to_port("admin"))
}

fn service(name: &str, port: &str, check: Check) -> Service {
    Service::new(name).port(port).check(alive(check))
}

/// The arguments for the site's catalogue: the same for both, but for its name and address.
fn catalogue(site: &Site) -> Vec<String> {
    let (name, address) = match site.provider {
        Provider::Consul => ("consulcatalog", site.consul.clone()),
        Provider::Nomad => ("nomad", format!("http://{}", site.nomad)),
    };
    let default_rule = format!("Host(`{{{{ .Name }}}}.{}`)", site.domain);
    [
        ("prefix", "traefik"),
        ("exposedbydefault", "false"),
        ("refreshinterval", "30s"),
        ("defaultrule", &default_rule),
        ("endpoint.address", &address),
    ]
    .map(|(option, value)| format!("--providers.{name}.{option}={value}"))
    .to_vec()
}
