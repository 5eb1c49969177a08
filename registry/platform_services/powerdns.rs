//! The authoritative DNS of the house.

use crate::site::*;

pub fn job() -> Workload {
    Workload::service("powerdns")
        .target(target::NODE)
        // Docker publishes the port for UDP and for TCP.
        .port(Port::fixed("dns", 53))
        .port(Port::dynamic("api").to(8081))
        .with_service(Service::new("powerdns-api").port("api").check(alive(Check::tcp())))
        .args(["--config-dir=/local/config"])
        // It reads its configuration once: a change starts it again, which is a template's default.
        .template(Template::inline("local/config/pdns.conf", include_text!("../files/pdns.conf")))
        .template(Template::inline(
            "secrets/pdns.d/secrets.conf",
            include_text!("../files/pdns-secrets.conf"),
        ))
        .storage(Storage::csi("powerdns").at("/var/lib/powerdns"))
}
