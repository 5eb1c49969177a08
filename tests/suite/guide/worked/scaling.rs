//! `docs/scaling-and-regions.md`.

use jobwright::prelude::*;

use super::{check, lab};
use crate::support::Tested;

pub fn scaled() -> Workload {
    let busy = AutoscalerCheck::new(
        "requests",
        r#"avg(rate(http_requests_total{job="web"}[1m]))"#,
        AutoscalerStrategy::target_value(100.0).threshold(0.1).max_scale_down(1),
    )
    .source("prometheus")
    .query_window(mins(2));
    let cpu = AutoscalerCheck::new("cpu", "avg_cpu", AutoscalerStrategy::target_value(70.0))
        .source("nomad-apm");
    let policy = AutoscalerPolicy::new()
        .cooldown(mins(2))
        .evaluation_interval(secs(30))
        .check(busy)
        .check(cpu);

    Workload::service("web")
        .image("registry.lab/web:1.4.1")
        .port(Port::http(8080))
        .adjust_group(|group| group.scaling(Scaling::between(2, 10).policy(policy)))
}

mod multiregion {
    use super::*;

    pub fn site() -> Site {
        Site::new("home").nomad("1.11").enterprise().region("eu").provider(Provider::Nomad)
    }

    pub fn job() -> Workload {
        let regions = Multiregion::new()
            .strategy(MultiregionStrategy::new().max_parallel(1).on_failure("fail_all"))
            .region(MultiregionRegion::new("eu").count(3).datacenters(["fra1", "ams1"]))
            .region(MultiregionRegion::new("us").count(2).datacenters(["nyc1"]).meta("tier", "2"));

        Workload::service("web")
            .image("registry.lab/web:1.4.1")
            .port(Port::http(8080))
            .count(0)
            .rollout(Rollout::Canary)
            .adjust_job(|job| job.multiregion(regions))
    }
}

#[test]
fn the_page_shows_what_becomes_of_it() -> Tested {
    let jobs = [(lab(), scaled(), ""), (multiregion::site(), multiregion::job(), "")];
    check("docs/scaling-and-regions.md", include_str!("scaling.rs"), &jobs)
}

#[test]
fn a_site_without_a_licence_is_told_of_regions() {
    let found = crate::lint::found(multiregion::job());
    assert!(found.contains("nomad/enterprise"), "{found}");
}
