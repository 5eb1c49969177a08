//! http-echo in a jail, by a driver that does not come with Nomad: its configuration is its own.

use crate::site::*;

pub fn job() -> Workload {
    let jail = Other::driver("jail-task-driver")
        .attr("Path", "/zroot/iocage/jails/http-echo/root")
        .attr("Ip4", "inherit")
        .attr("Allow_raw_sockets", true)
        .attr("Allow_chflags", true)
        .attr("Exec_start", "/usr/local/bin/http-echo -listen :${NOMAD_PORT_http} -text hello");
    Workload::service("http-echo-jail")
        .target(target::FREEBSD)
        .shape(shape::XTINY)
        .port(Port::dynamic("http"))
        .driver(jail)
}
