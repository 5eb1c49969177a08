//! Says hello over HTTP, on any Linux node and on a dev agent: needs no Docker, only Python or BusyBox.

use crate::site::*;

pub fn job() -> Workload {
    Workload::service("hello")
        .allow("raw-exec", "it is to run where there is nothing but a shell")
        .shape(shape::TINY)
        .port(Port::dynamic("http"))
        .health("/")
        .template(Template::inline("local/www/index.html", "hello from Nomad\n"))
        .template(Template::inline("local/start.sh", include_text!("../files/hello.sh")))
        .driver(RawExec::command("/bin/sh").args(["local/start.sh"]))
}
