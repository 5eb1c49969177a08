//! The job of Nomad's own getting-started guide, in the full model: block by block as in HCL.

use crate::site::*;

pub fn job(site: &Site) -> Job {
    let update = Update::new()
        .max_parallel(1)
        .min_healthy_time(secs(10))
        .healthy_deadline(mins(3))
        .auto_revert(false)
        .canary(0);
    let cache = Group::new("cache")
        .allow("image-pull-deadline", "as in the guide; the image is small")
        .count(1)
        .update(update)
        .restart(
            Restart::new().attempts(2).interval(mins(30)).delay(secs(15)).mode(RestartMode::Fail),
        )
        .ephemeral_disk(300)
        .network(Network::new().port(Port::dynamic("db").to(6379)))
        .service(
            Service::new("redis-cache")
                .tags(["global", "cache"])
                .port("db")
                .check(Check::tcp().name("alive").interval(secs(10)).timeout(secs(2))),
        )
        .task(
            Task::new("redis", Docker::image("redis:3.2").ports(["db"]))
                .resources(Resources::new().cpu(500).memory(256)),
        );
    site.complete(Job::service("redis").group(cache))
}
