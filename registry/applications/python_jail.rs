//! Python's own web server in a jail, started and stopped by a script.

use crate::site::*;

pub fn job() -> Workload {
    let port = Port::fixed("http", 8000)
        .because("a jail shares the node's addresses, and links in the wiki point to this number");
    Workload::service("python-jail")
        .allow("raw-exec", "the jail keeps it apart, and only root makes jails")
        .allow("artifact-http", "the archive is built anew each night, on the same network")
        .target(target::FREEBSD)
        .port(port)
        .artifact(Artifact::new("http://artifacts.slab.lan/jails/python.txz").destination("local/root"))
        .template(Template::inline("local/start.sh", include_text!("../files/python-jail.sh")))
        .driver(RawExec::command("/bin/sh").args(["local/start.sh"]))
}
