//! `task` and what stands only there.

use super::group::{network, restart};
use super::service::{identity, service};
use jobwright::jobspec::*;

pub fn saturated() -> Vec<Job> {
    let task = files(access(around(base())));
    let only_default =
        Task::new("default", Exec::command("/bin/a")).identity(Identity::new().file(true));
    vec![
        Job::service("saturated-task").group(Group::new("all").task(task)),
        Job::service("identities").group(Group::new("all").task(only_default)),
    ]
}

fn base() -> Task {
    Task::new("server", Exec::command("/bin/server").args(["--port=${NOMAD_PORT_http}", "${1}"]))
        .user("nobody")
        .leader(true)
        .kill_timeout(secs(20))
        .kill_signal("SIGTERM")
        .shutdown_delay(secs(2))
        .kind("connect-proxy:web")
        .env("PLAIN", "a\nb\n")
        .env("a.b", "${NOMAD_IP_http}")
        .meta("owner", "team-c")
}

fn around(task: Task) -> Task {
    task.lifecycle(Lifecycle::prestart().sidecar(true))
        .schedule(Schedule::new(
            ScheduleCron::new("0 8 * * 1-5", "0 18 * * 1-5").timezone("Europe/Berlin"),
        ))
        .constraint(Constraint::is_set("${attr.driver.exec}"))
        .affinity(Affinity::new("${meta.a}", "b"))
        .restart(restart())
        .action(Action::new("flush", "/bin/flush").args(["-a"]))
        .scaling(scaling(TaskScaling::cpu()).type_("vertical_cpu"))
        .scaling(scaling(TaskScaling::mem()))
        .resources(resources())
        .logs(logs())
        .service(service())
}

fn scaling(scaling: TaskScaling) -> TaskScaling {
    scaling.enabled(false).min(10).max(20).policy(
        AutoscalerPolicy::new()
            .cooldown(mins(5))
            .check(AutoscalerCheck::sizing("p95", AutoscalerStrategy::app_sizing_percentile(95))),
    )
}

fn access(task: Task) -> Task {
    task.vault(
        Vault::new()
            .role("r")
            .namespace("n")
            .cluster("c")
            .env(false)
            .disable_file(true)
            .change_mode("signal")
            .change_signal("SIGHUP")
            .allow_token_expiration(true)
            .policies(["old"]),
    )
    .consul(Consul::new().namespace("n"))
    .secret(
        Secret::new("database", "vault", "kv/data/db")
            .config(Free::new().attr("engine", "kv_v2").attr("o", Map::from_iter([("a", 1)])))
            .env("A", "1"),
    )
    .identity(identity())
    .identity(Identity::new().env(true))
    .identity(Identity::named("default").file(true))
}

fn files(task: Task) -> Task {
    task.artifact(
        Artifact::new("https://example.com/a.tgz")
            .destination("local/a")
            .mode("file")
            .insecure(true)
            .chown(true)
            .options("checksum", "sha256:00")
            .headers("X-Token", "t"),
    )
    .template(template())
    .template(Template::file("local/b.tpl", "local/b"))
    .volume_mount(volume_mount())
    .csi_plugin(
        CsiPlugin::controller("nfs")
            .mount_dir("/csi")
            .stage_publish_base_dir("/local/csi")
            .health_timeout(secs(40)),
    )
    .dispatch_payload(DispatchPayload::to("request.json"))
}

fn template() -> Template {
    Template::inline("local/app.yml", "a: {{ env \"X\" }} ${1} %{x}\n")
        .source("local/a.tpl")
        .perms("0600")
        .uid(1000)
        .gid(1001)
        .env(true)
        .change_mode("script")
        .change_signal("SIGHUP")
        .once(true)
        .splay(secs(1))
        .left_delimiter("[[")
        .right_delimiter("]]")
        .error_on_missing_key(true)
        .vault_grace(secs(9))
        .change_script(
            ChangeScript::new("/bin/reload")
                .args(["now"])
                .timeout(secs(20))
                .fail_on_error(true)
                .run_on_first_render(true),
        )
        .wait(Wait::between(secs(5), secs(90)))
}

pub fn volume_mount() -> VolumeMount {
    VolumeMount::new("data", "/data")
        .read_only(true)
        .propagation_mode("host-to-task")
        .selinux_label("z")
}

pub fn logs() -> Logs {
    Logs::new().max_files(3).max_file_size(4).disabled(true).enabled(false)
}

pub fn resources() -> Resources {
    let gpu = Device::new("nvidia/gpu")
        .count(2)
        .constraint(Constraint::compare("${device.attr.memory}", ">=", "8 GiB"))
        .affinity(Affinity::regexp("${device.model}", "^A"));
    Resources::new()
        .cpu(500)
        .cores(4)
        .memory(256)
        .memory_max(512)
        .secrets(3)
        .disk(300)
        .iops(1)
        .numa(Numa::require().devices(["nvidia/gpu"]))
        .device(gpu)
        .network(network())
}
