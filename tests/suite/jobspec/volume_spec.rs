//! Volume specifications, which stand in files of their own.

use jobwright::jobspec::*;

pub fn saturated() -> VolumeSpec {
    VolumeSpec::csi("grafana", "nfs")
        .namespace("team")
        .external_id("e-1")
        .node_id("n-1")
        .node_pool("pool")
        .capacity_min("1GiB")
        .capacity_max("2GiB")
        .constraint(Constraint::new("${attr.kernel.name}", "linux"))
        .capability(Capability::new("single-node-writer", "file-system"))
        .capability(Capability::blank())
        .mount_options(MountOptions::new().fs_type("ext4"))
        .parameters("share", "a")
}
