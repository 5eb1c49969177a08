//! http-echo in a jail, which `jail(8)` makes of two archives: the base system and the program.

use crate::site::*;

pub fn job() -> Workload {
    let port = Port::fixed("http", 5678)
        .because("a jail shares the node's addresses, and its clients know this number");
    Workload::service("hello-jail")
        .allow("raw-exec", "the jail keeps it apart, and only root makes jails")
        .target(target::FREEBSD)
        .port(port)
        .artifact(archive(
            "basejail.txz",
            "sha256:2e9a7f5c1b8d4036af92c71d5e8b3460f7a1c9d24e6b8035d1f7a2c94b6e80d3",
        ))
        .artifact(archive(
            "http-echo.txz",
            "sha256:81c4d0e7b3f29a565cd8e1047b9f3a62d5c0e8714fa6b92d3e7c0581b4f6a9d2",
        ))
        .driver(RawExec::command("/usr/sbin/jail").args([
            // Cleans up after an earlier run that was killed, then creates the jail.
            "-C",
            "-c",
            "name=${NOMAD_ALLOC_ID}",
            "path=${NOMAD_TASK_DIR}/..",
            "host.hostname=${NOMAD_ALLOC_NAME}",
            "ip4=inherit",
            "mount.devfs",
            "command=/usr/local/bin/http-echo",
            "-listen=:${NOMAD_PORT_http}",
            "-text=hello from ${NOMAD_ALLOC_NAME}",
        ]))
}

/// An archive that the job `makebasejail` has built, unpacked into the root of the jail.
fn archive(name: &str, checksum: &str) -> Artifact {
    Artifact::new(format!("http://artifacts.slab.lan/jails/{name}"))
        .destination("./")
        .options("checksum", checksum)
}
