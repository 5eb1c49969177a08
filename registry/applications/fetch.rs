//! Asks which address the house has on the Internet.

use crate::site::*;

pub fn job() -> Workload {
    Workload::batch("fetch")
        .datacenters(["dc1"])
        .allow("unknown-datacenter", "its node is in Nomad's default datacenter")
        .allow("raw-exec", "`fetch` comes with FreeBSD, where there is no other driver")
        .shape(Shape::new(100, 10))
        .driver(RawExec::command("fetch").args(["-q", "-o", "-", "https://ifconfig.co/ip"]))
}
