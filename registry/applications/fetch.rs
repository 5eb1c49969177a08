//! Asks which address the house has on the Internet.

use crate::site::*;

pub fn job() -> Workload {
    Workload::batch("fetch")
        .datacenters(["dc1"])
        .adjust_job(|job| {
            job.allow("unknown-datacenter", "its node is in Nomad's default datacenter, not in the house's")
        })
        .resources(Resources::new().cpu(100).memory(10))
        .driver(RawExec::command("fetch").args(["-q", "-o", "-", "https://ifconfig.co/ip"]))
}
