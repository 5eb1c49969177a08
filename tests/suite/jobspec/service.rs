//! `service` and its checks.

use super::connect::sidecar;
use jobwright::jobspec::*;

pub fn saturated() -> Job {
    let other = Service::new("web-${NOMAD_ALLOC_INDEX}").check(Check::http("/health"));
    Job::service("saturated-service").group(Group::new("all").service(service()).service(other))
}

pub fn service() -> Service {
    Service::new("web")
        .port("http")
        .provider("consul")
        .tags(["a=b", "rule=Host(`x`) && Path(`/${1}`)"])
        .canary_tags(["canary"])
        .enable_tag_override(true)
        .address("192.0.2.1")
        .address_mode("alloc")
        .task("server")
        .on_update("ignore")
        .cluster("default")
        .kind("api")
        .meta("version", "1")
        .canary_meta("version", "2")
        .tagged_addresses("lan", "192.0.2.2:80")
        .check(check())
        .check_restart(check_restart(4))
        .weights(Weights::new(10, 2))
        .connect(Connect::sidecar_service(sidecar()))
        .identity(identity())
}

fn check() -> Check {
    Check::http("/health")
        .name("alive")
        .protocol("https")
        .method("POST")
        .body("{\"a\": 1}")
        .header("Authorization", ["Basic abc"])
        .header("X-Many", ["1", "2"])
        .command("/bin/check")
        .args(["-v"])
        .port("admin")
        .expose(true)
        .advertise("192.0.2.3")
        .interval(secs(10))
        .timeout(secs(2))
        .initial_status("passing")
        .address_mode("driver")
        .grpc_service("health")
        .grpc_use_tls(true)
        .tls_server_name("web.lab")
        .tls_skip_verify(true)
        .task("sidecar")
        .on_update("ignore_warnings")
        .success_before_passing(2)
        .failures_before_critical(3)
        .failures_before_warning(4)
        .notes("for people")
        .check_restart(check_restart(5))
}

fn check_restart(limit: i64) -> CheckRestart {
    CheckRestart::new().limit(limit).grace(secs(90)).ignore_warnings(true)
}

pub fn identity() -> Identity {
    Identity::named("extra")
        .aud(["example.com"])
        .env(true)
        .file(true)
        .filepath("local/token.jwt")
        .change_mode("signal")
        .change_signal("SIGHUP")
        .service_name("web")
        .ttl(hours(1))
        .extra_claims(["nomad_node_id"])
}
