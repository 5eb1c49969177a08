//! `docs/routes.md`.

use jobwright::prelude::*;

use super::{check, lab};
use crate::support::Tested;

mod web {
    use super::*;

    pub fn job(site: &Site) -> Workload {
        Workload::service("shop")
            .image("registry.lab/shop:2.3.0")
            .port(Port::http(8080))
            .health("/health")
            .route(Route::host(site.host("shop")).entry_points(["websecure"]).tls_resolver("le"))
    }
}

mod guarded {
    use super::*;

    pub fn job() -> Workload {
        let users = Middleware::basic_auth_file("staff", "/etc/traefik/users");
        let strip = Middleware::strip_prefix("no-prefix", ["/admin"]);
        Workload::service("admin")
            .image("registry.lab/admin:1.0.4")
            .port(Port::http(8080))
            .route(Route::path("/admin").middleware(users).middleware(strip))
    }
}

mod database {
    use super::*;

    pub fn job() -> Workload {
        Workload::service("database")
            .image("docker.io/library/postgres:17.2")
            .port(Port::dynamic("db").to(5432))
            .route(TcpRoute::any().entry_points(["postgres"]))
    }
}

#[test]
fn the_page_shows_what_becomes_of_it() -> Tested {
    let lab = lab();
    let jobs = [
        (lab.clone(), web::job(&lab), "service"),
        (lab.clone(), guarded::job(), "service"),
        (lab, database::job(), "service"),
    ];
    check("docs/routes.md", include_str!("routes.rs"), &jobs)
}
