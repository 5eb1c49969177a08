//! Knows all machines, networks and addresses of the house.
//!
//! Five tasks share one network, in which they find each other at 127.0.0.1. The databases are sidecars that start
//! before all others: the migrations need them, and the program needs the migrations.

use crate::site::*;

pub fn job(site: &Site) -> Workload {
    let (python, manage) = ("/opt/netbox/venv/bin/python", "/opt/netbox/netbox/manage.py");
    let redis = Docker::image("redis:7.4").args(["--bind", "127.0.0.1"]);
    let worker = Task::new("worker", netbox(site).args([python, manage, "rqworker"]));
    Workload::service("netbox")
        .allow("logs-exceed-disk", "its tasks say little")
        .target(target::NODE)
        .shape(shape::LARGE)
        .network(Network::new().mode(NetworkMode::Bridge))
        .port(Port::http(8080))
        .health("/login/")
        .route(Route::host(site.host("netbox")))
        .volume(Volume::host("postgres", "netbox-postgres"))
        .sidecar(postgres())
        .sidecar(Task::new("redis", redis).resources(shape::TINY))
        .prestart(migrate(site))
        .task_name("web")
        .driver(netbox(site).args(["/opt/netbox/launch-netbox.sh"]))
        .adjust_task(settings)
        .task(settings(worker))
}

fn postgres() -> Task {
    let image = Docker::image("postgres:17")
        .allow("image-mutable-tag", "its data outlives minor versions, which come by themselves")
        .args(["-c", "listen_addresses=127.0.0.1"]);
    Task::new("postgres", image)
        .env("POSTGRES_DB", "netbox")
        .env("POSTGRES_USER", "netbox")
        .template(secrets("netbox", [("POSTGRES_PASSWORD", "db_password")]))
        .volume_mount(VolumeMount::new("postgres", "/var/lib/postgresql/data"))
        // Time to write everything to disk.
        .kill_timeout(secs(30))
}

/// Brings the database to the version of the program, and ends before the program starts.
fn migrate(site: &Site) -> Task {
    let script = Template::inline("local/migrate.sh", include_text!("../files/netbox-migrate.sh"));
    settings(Task::new("migrate", netbox(site).args(["/bin/sh", "/local/migrate.sh"])))
        .template(script)
        .resources(shape::SMALL)
}

fn netbox(site: &Site) -> Docker {
    Docker::image(site.image("netbox"))
}

/// What each task of netbox's own image is told.
fn settings(task: Task) -> Task {
    task.env("ALLOWED_HOSTS", "*")
        .env("DB_HOST", "127.0.0.1")
        .env("DB_NAME", "netbox")
        .env("DB_USER", "netbox")
        .env("REDIS_HOST", "127.0.0.1")
        .env("REDIS_CACHE_HOST", "127.0.0.1")
        .template(secrets("netbox", [("DB_PASSWORD", "db_password"), ("SECRET_KEY", "secret_key")]))
}
