//! Sends the logs of every allocation to Loki.

use crate::site::*;

pub fn job(site: &Site) -> Workload {
    Workload::system("promtail")
        .shape(shape::XTINY)
        .port(Port::http(3200))
        // Promtail keeps to the targets of the node that is named here.
        .env("HOSTNAME", "${attr.unique.hostname}")
        .args([
            "-config.file=/local/config/promtail.yml",
            "-server.http-listen-port=${NOMAD_PORT_http}",
        ])
        .file("promtail.yml", include_text!("../files/promtail.yml", CONSUL = site.consul))
        .bind("/opt/nomad/data/", "/nomad/")
        .bind("/data/promtail", "/data")
        .after("loki")
}
