//! Knows all machines, networks and addresses of the house.
//!
//! Five tasks share one network, in which they find each other at 127.0.0.1. The databases are sidecars that start
//! before all others: the migrations need them, and the program needs the migrations.

use crate::site::*;

pub fn job(site: &Site) -> Job {
    let group = Group::new("netbox")
        .constraint(target::NODE.into())
        .network(Network::new().mode("bridge").port(Port::http(8080)))
        .volume(Volume::host("postgres", "netbox-postgres"))
        .service(
            Service::new("netbox")
                .port("http")
                .tags(Route::host(site.host("netbox")).tags("netbox"))
                .check(alive(Check::http("/login/"))),
        )
        .task(postgres())
        .task(redis())
        .task(migrate(site))
        .task(web(site))
        .task(worker(site));
    site.complete(Job::service("netbox").allow("logs-exceed-disk", "its tasks say little").group(group))
}

fn postgres() -> Task {
    let image = Docker::image("postgres:17")
        .allow("image-mutable-tag", "its data outlives minor versions, which come by themselves")
        .args(["-c", "listen_addresses=127.0.0.1"]);
    Task::new("postgres", image)
        .lifecycle(Lifecycle::prestart().sidecar(true))
        .env("POSTGRES_DB", "netbox")
        .env("POSTGRES_USER", "netbox")
        .template(secrets("netbox", [("POSTGRES_PASSWORD", "db_password")]))
        .volume_mount(VolumeMount::new("postgres", "/var/lib/postgresql/data"))
        .resources(shape::DEFAULT.into())
        // Time to write everything to disk.
        .kill_timeout(secs(30))
}

fn redis() -> Task {
    Task::new("redis", Docker::image("redis:7.4").args(["--bind", "127.0.0.1"]))
        .lifecycle(Lifecycle::prestart().sidecar(true))
        .resources(shape::TINY.into())
}

/// Brings the database to the version of the program, and ends before the program starts.
fn migrate(site: &Site) -> Task {
    let script = Template::inline("local/migrate.sh", include_text!("../files/netbox-migrate.sh"));
    netbox("migrate", ["/bin/sh", "/local/migrate.sh"], site)
        .lifecycle(Lifecycle::prestart().sidecar(false))
        .template(script)
        .resources(shape::SMALL.into())
}

fn web(site: &Site) -> Task {
    netbox("web", ["/opt/netbox/launch-netbox.sh"], site).resources(shape::LARGE.into())
}

fn worker(site: &Site) -> Task {
    let python = "/opt/netbox/venv/bin/python";
    netbox("worker", [python, "/opt/netbox/netbox/manage.py", "rqworker"], site)
        .resources(shape::DEFAULT.into())
}

/// A task of netbox's own image.
fn netbox<const N: usize>(name: &str, command: [&str; N], site: &Site) -> Task {
    Task::new(name, Docker::image(site.image("netbox")).args(command))
        .env("ALLOWED_HOSTS", "*")
        .env("DB_HOST", "127.0.0.1")
        .env("DB_NAME", "netbox")
        .env("DB_USER", "netbox")
        .env("REDIS_HOST", "127.0.0.1")
        .env("REDIS_CACHE_HOST", "127.0.0.1")
        .template(secrets("netbox", [("DB_PASSWORD", "db_password"), ("SECRET_KEY", "secret_key")]))
}
