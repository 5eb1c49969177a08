//! Measures every node: processors, memory, disks and network.

use crate::site::*;

/// Mount points that are no disks.
const NO_DISKS: &str = "^/(sys|proc|dev|host|etc|run|var/lib/docker/.+)($$|/)";

pub fn job() -> Workload {
    let port = Port::fixed("http", 9100).because("monitors outside the cluster look for it here");
    Workload::system("node-exporter")
        .shape(shape::XTINY)
        .allow("host-network", "it measures the network of the node, and not one of its own")
        .allow("host-path", "it measures the node, and only reads")
        .host_network()
        .port(port)
        .args([
            "--path.procfs=/host/proc",
            "--path.sysfs=/host/sys",
            "--path.rootfs=/rootfs",
            "--web.listen-address=:${NOMAD_PORT_http}",
        ])
        .arg(format!("--collector.filesystem.mount-points-exclude={NO_DISKS}"))
        .storage(Storage::bind("/proc").at("/host/proc").read_only())
        .storage(Storage::bind("/sys").at("/host/sys").read_only())
        .storage(Storage::bind("/").at("/rootfs").read_only())
}
