//! `docs/canaries.md`.

use jobwright::prelude::*;

use super::{check, lab};
use crate::support::Tested;

mod canary {
    use super::*;

    pub fn job() -> Workload {
        Workload::service("api")
            .image("registry.lab/api:4.2.0")
            .count(3)
            .port(Port::http(8080))
            .health("/health")
            .rollout(Rollout::Canary)
    }
}

mod by_hand {
    use super::*;

    pub fn job() -> Workload {
        let update = Update::new()
            .canary(1)
            .min_healthy_time(secs(30))
            .healthy_deadline(mins(5))
            .auto_revert(true);
        Workload::service("payments")
            .image("registry.lab/payments:1.9.1")
            .count(3)
            .port(Port::http(8080))
            .health("/health")
            .update(update)
            .allow("canary-promote", "the team on call promotes it")
    }
}

#[test]
fn the_page_shows_what_becomes_of_it() -> Tested {
    let jobs = [(lab(), canary::job(), "update"), (lab(), by_hand::job(), "update")];
    check("docs/canaries.md", include_str!("canaries.rs"), &jobs)
}
