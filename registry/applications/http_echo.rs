//! Says hello over HTTP, on any Linux node and on a dev agent: needs no docker, no Consul, only Python or BusyBox.

use crate::site::*;

pub fn job() -> Workload {
    Workload::service("http-echo")
        .allow("raw-exec", "it is to run where there is nothing but a shell")
        .datacenters(["*"])
        .shape(shape::XTINY)
        .port(Port::dynamic("http"))
        .with_service(
            Service::new("http-echo").port("http").provider("nomad").check(alive(Check::http("/"))),
        )
        .template(Template::inline("local/www/index.html", "hello from http-echo\n"))
        .template(Template::inline("local/start.sh", include_text!("../files/http-echo.sh")))
        .driver(RawExec::command("/bin/sh").args(["local/start.sh"]))
}
