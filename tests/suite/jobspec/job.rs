//! `job` and what stands only there.

use jobwright::jobspec::*;

pub fn saturated() -> Job {
    Job::batch("saturated-job")
        .name("Shown Name")
        .region("eu")
        .namespace("team")
        .datacenters(["dc1", "dc2"])
        .node_pool("pool")
        .priority(70)
        .all_at_once(true)
        .meta("owner", "team-a")
        .meta("a.b", "not an identifier")
        .constraint(Constraint::new("${attr.kernel.name}", "linux"))
        .affinity(Affinity::new("${node.datacenter}", "dc1"))
        .spread(spread())
        .periodic(periodic())
        .parameterized(
            Parameterized::new().payload("required").meta_required(["a"]).meta_optional(["b"]),
        )
        .update(update())
        .reschedule(reschedule())
        .migrate(migrate())
        .multiregion(multiregion())
        .ui(Ui::new().description("**front**").link(Link::new("Runbook", "https://example.com/r")))
        .group(Group::new("empty"))
}

pub fn spread() -> Spread {
    Spread::new("${node.datacenter}")
        .weight(100)
        .target(SpreadTarget::new("dc1", 70))
        .target(SpreadTarget::new("dc2", 30))
}

fn periodic() -> Periodic {
    Periodic::crons(["0 3 * * *", "0 4 * * *"])
        .cron("0 5 * * *")
        .time_zone("Europe/Berlin")
        .prohibit_overlap(true)
        .enabled(false)
}

pub fn update() -> Update {
    Update::new()
        .max_parallel(2)
        .health_check("task_states")
        .min_healthy_time(secs(11))
        .healthy_deadline(mins(6))
        .progress_deadline(mins(12))
        .canary(3)
        .auto_revert(true)
        .auto_promote(true)
        .stagger(secs(31))
}

pub fn reschedule() -> Reschedule {
    Reschedule::new()
        .attempts(4)
        .interval(hours(5))
        .delay(secs(6))
        .delay_function("fibonacci")
        .max_delay(hours(7))
        .unlimited(false)
}

pub fn migrate() -> Migrate {
    Migrate::new()
        .max_parallel(2)
        .health_check("task_states")
        .min_healthy_time(secs(12))
        .healthy_deadline(mins(7))
}

fn multiregion() -> Multiregion {
    Multiregion::new()
        .strategy(MultiregionStrategy::new().max_parallel(1).on_failure("fail_all"))
        .region(
            MultiregionRegion::new("west")
                .count(2)
                .datacenters(["west-1"])
                .node_pool("pool-west")
                .meta("side", "west"),
        )
        .region(MultiregionRegion::new("east"))
}
