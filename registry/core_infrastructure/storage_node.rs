//! Mounts the volumes of the cluster on every node.

use crate::site::*;

pub fn job() -> Workload {
    Workload::storage_node("storage-node", nfs::PLUGIN)
        .allow("privileged", "it mounts volumes on the node")
        .allow("host-network", "in the node's own network, the mounts outlive the container")
        .host_network()
        .arg("--type=node")
        .arg("--node-id=${attr.unique.hostname}")
        .arg(format!("--nfs-server={}:{}", nfs::SERVER, nfs::SHARE))
        .arg("--mount-options=defaults")
}
