//! Makes and deletes the volumes of the cluster: directories on the house's NFS share.

use crate::site::*;

pub fn job() -> Workload {
    Workload::storage_controller("storage-controller", nfs::PLUGIN)
        .allow("privileged", "it mounts the share itself, to make directories on it")
        .target(target::NODE_0)
        .privileged()
        .arg("--type=controller")
        .arg("--node-id=${attr.unique.hostname}")
        .arg(format!("--nfs-server={}:{}", nfs::SERVER, nfs::SHARE))
        .arg("--mount-options=defaults")
}
