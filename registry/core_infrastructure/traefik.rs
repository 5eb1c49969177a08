//! The way in: routes requests to services by what their tags say.
//!
//! It reads the catalogue of the site's provider: Consul's or Nomad's own. Nomad's does not tell it of checks: with that
//! one, a service that is running and not well gets requests all the same.
//!
//! Who may see its dashboard is kept in Nomad's variable of this job, as `htpasswd` prints it:
//! `nomad var put nomad/jobs/traefik dashboard_users="$(htpasswd -nB admin)"`.

use crate::site::*;

pub fn job(site: &Site) -> Workload {
    let admin = Port::fixed("admin", 8081)
        .because("ping and metrics are asked for on every node, also when the catalogue is away");
    let dashboard = Route::host(site.host("traefik"))
        .named("traefik")
        .entry_points(["websecure"])
        .middleware(Middleware::basic_auth_file("dashboard-auth", "/secrets/users"))
        .to_service("api@internal");
    Workload::system("traefik")
        .allow("host-network", "clients come to the node's own address")
        .host_network()
        .port(Port::fixed("web", 80))
        .port(Port::fixed("websecure", 443))
        .port(admin)
        .args([
            // Routes that name no entry point go through these two, and so not through that of the administrators.
            "--entrypoints.web.address=:${NOMAD_PORT_web}",
            "--entrypoints.web.asdefault=true",
            "--entrypoints.websecure.address=:${NOMAD_PORT_websecure}",
            "--entrypoints.websecure.asdefault=true",
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
        .template(users())
        .with_service(service("traefik-websecure", "websecure", Check::tcp()))
        .with_service(service("traefik-admin", "admin", Check::http("/ping")))
        .route(dashboard.to_port("admin"))
}

/// It reads them once: a change starts it again, which is a template's default.
fn users() -> Template {
    Template::inline("secrets/users", include_text!("../files/traefik-users"))
        .error_on_missing_key(true)
}

fn service(name: &str, port: &str, check: Check) -> Service {
    Service::new(name).port(port).check(alive(check))
}

/// The arguments for the site's catalogue: the same for both, but for its name and address.
fn catalogue(site: &Site) -> Vec<String> {
    let (name, address) = match site.provider {
        Provider::Consul => ("consulcatalog", site.consul.clone()),
        Provider::Nomad => ("nomad", format!("http://{}", site.nomad_address)),
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
