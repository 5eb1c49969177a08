//! `group` and what stands only there.

use super::job::{migrate, reschedule, spread, update};
use super::service::service;
use jobwright::jobspec::*;

pub fn saturated() -> Job {
    Job::service("saturated-group").group(group())
}

fn group() -> Group {
    let mut group = Group::new("all")
        .count(2)
        .shutdown_delay(secs(3))
        .max_run_duration(hours(1))
        .stop_after_client_disconnect(hours(2))
        .max_client_disconnect(hours(3))
        .prevent_reschedule_on_lost(true)
        .meta("owner", "team-b")
        .constraint(Constraint::distinct_hosts())
        .affinity(Affinity::new("${meta.rack}", "r1").weight(-20))
        .spread(spread())
        .scaling(Scaling::between(1, 9))
        .update(update())
        .restart(restart())
        .reschedule(reschedule())
        .migrate(migrate())
        .ephemeral_disk(EphemeralDisk::new().size(500).sticky(true).migrate(true))
        .network(network())
        .consul(Consul::new().namespace("n").cluster("c").partition("p"))
        .service(service())
        .task(Task::new("free", Other::driver("none")));
    let disconnect = Disconnect::new()
        .lost_after(hours(6))
        .stop_on_client_after(hours(7))
        .replace(false)
        .reconcile("keep_original");
    group.disconnect = Some(disconnect.into());
    group.volumes = volumes();
    group
}

pub fn restart() -> Restart {
    Restart::new()
        .attempts(5)
        .interval(mins(31))
        .delay(secs(16))
        .mode("delay")
        .render_templates(true)
}

pub fn network() -> Network {
    let mut network = Network::new()
        .mode("cni/macvlan")
        .hostname("host-${NOMAD_ALLOC_INDEX}")
        .device("eth0")
        .cidr("10.0.0.0/8")
        .ip("10.1.2.3")
        .mbits(100)
        .dns(Dns::new().servers(["1.1.1.1"]).searches(["lab"]).options(["ndots:2"]))
        .cni(Cni::new().args("nodes.public", "true").args("b", "2"))
        .port(Port::fixed("dns", 53).to(5353).host_network("lan").ignore_collision(true))
        .port(Port::http(80));
    // Nomad forgets it, since there are `port` blocks, and so does our JSON.
    network.reserved_ports = vec![Port::fixed("forgotten", 99)];
    network
}

fn volumes() -> Vec<Volume> {
    let csi = Volume::csi("data", "grafana")
        .read_only(true)
        .sticky(true)
        .access_mode("single-node-writer")
        .attachment_mode("file-system")
        .per_alloc(true)
        .mount_options(MountOptions::new().fs_type("ext4").mount_flags(["noatime"]));
    vec![csi, Volume::host("sticky", "scratch").sticky(true)]
}
