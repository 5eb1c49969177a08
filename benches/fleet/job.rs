//! One job of the fleet: a service with a port, a check, a route, a config file, a volume and an update policy.

use jobwright::prelude::*;

/// The job of a number.
pub fn job(index: usize) -> Job {
    let name = format!("svc-{index:05}");
    let port = u16::try_from(9000 + index % 1000).unwrap_or(9000);
    let host = format!("{name}.example.com");
    let mut job = Workload::service(&name)
        .count(i64::try_from(1 + index % 5).unwrap_or(1))
        .image("prom/prometheus:v2.53.0")
        .args([
            "--config.file=/etc/prometheus/prometheus.yml".to_owned(),
            "--storage.tsdb.path=/prometheus".to_owned(),
            format!("--web.listen-address=:{port}"),
            format!("--web.external-url=https://{host}/"),
        ])
        .bind("local/prometheus.yml", "/etc/prometheus/prometheus.yml:ro")
        .port(Port::dynamic("http").to(i64::from(port)))
        .check(Check::http("/-/ready").name("ready").interval(secs(10)).timeout(secs(2)))
        .route(Route::host(host.as_str()))
        .env("APP_ENV", "production")
        .env("APP_NAME", name.as_str())
        .env("DATA_DIR", "/prometheus")
        .env("HTTP_ADDR", format!("0.0.0.0:{port}"))
        .env("INSTANCE", "${NOMAD_ALLOC_INDEX}")
        .env("LOG_LEVEL", "info")
        .env("OTEL_SERVICE", name.as_str())
        .env("TZ", "Europe/Paris")
        .template(
            Template::inline("local/prometheus.yml", config(&name, port))
                .change_mode("signal")
                .change_signal("SIGHUP"),
        )
        .restart(Restart::new().attempts(3).interval(mins(5)).delay(secs(15)).mode("delay"))
        .resources(Resources::new().cpu(500).memory(512))
        .datacenters(["dc1", "dc2"])
        .job(&Site::new("fleet"));
    let group = &mut job.groups[0];
    group.networks[0].mode = Some("bridge".into());
    group.volumes.push(Volume::host("data", format!("{name}-data")).read_only(false));
    group.services[0].provider = Some("consul".into());
    group.tasks[0].volume_mounts.push(VolumeMount::new("data", "/prometheus").read_only(false));
    job.node_pool("default")
        .priority(50)
        .constraint(Constraint::new("${attr.kernel.name}", "linux"))
        .update(update())
}

fn update() -> Update {
    Update::new()
        .max_parallel(1)
        .health_check("checks")
        .min_healthy_time(secs(10))
        .healthy_deadline(mins(5))
        .progress_deadline(mins(10))
        .auto_revert(true)
        .canary(0)
}

fn config(name: &str, port: u16) -> String {
    CONFIG.replace("@NAME@", name).replace("@PORT@", &port.to_string())
}

const CONFIG: &str = include_str!("prometheus.yml");
