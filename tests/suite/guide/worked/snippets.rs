//! Parts of pages that show no whole job: that they compile is all that there is to them.

#![allow(dead_code, unused_variables, reason = "the pages show these; nothing else uses them")]

use jobwright::prelude::*;

const STAGING: &str = "staging";

mod images {
    pub const POSTGRES: &str = "docker.io/library/postgres:16.4";
}

/// `docs/images.md`.
fn literals(site: &Site) {
    let grafana = Workload::service("grafana").image("docker.io/grafana/grafana:11.2.0");
    let web = Docker::image("registry.lab:5000/tools/web:1.4.2");
    let hello = Podman::image("quay.io/podman/hello:1.0.0");
    let redis = Other::driver("containerd-driver").attr("image", "docker.io/library/redis:7.4.1");
    // Literals or constants:
    let next = Docker::image(site.pick("lab/web:1.4.2", [(STAGING, "lab/web:1.5.0")]));

    let postgres = Docker::image(images::POSTGRES);
}

/// `docs/deploy.md`.
fn order() {
    let site = Site::new("lab").order(["core-infrastructure", "platform-services", "applications"]);
    let promtail = Workload::system("promtail").image("promtail:3").after("loki");
}

/// `docs/lint.md`.
fn allowed() -> Workload {
    Workload::system("dns").allow("static-port-clash", "each node answers its own port 53")
}
