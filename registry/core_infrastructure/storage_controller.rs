//! Makes and deletes the volumes of the cluster: directories on the house's NFS share.

use crate::site::*;

pub fn job() -> Workload {
    // It mounts the share itself, to make directories on it.
    Workload::storage_controller("storage-controller", nfs::PLUGIN)
        .target(target::NODE_0)
        .privileged()
        .arg("--type=controller")
        .arg("--node-id=${attr.unique.hostname}")
        .arg(format!("--nfs-server={}:{}", nfs::SERVER, nfs::SHARE))
        .arg("--mount-options=defaults")
}
