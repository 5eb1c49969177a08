//! A group's `scaling` with every word of Nomad's autoscaler.

use jobwright::jobspec::*;

pub fn saturated() -> Job {
    let mut job = Job::service("saturated-scaling");
    for (index, strategy) in strategies().into_iter().enumerate() {
        let check = AutoscalerCheck::new("load", "avg(load{job=\"x\"})", strategy)
            .source("prometheus")
            .query_window(mins(2))
            .query_window_offset(secs(30))
            .group("g")
            .on_error("ignore");
        let policy = AutoscalerPolicy::new()
            .cooldown(mins(1))
            .cooldown_on_scale_up(secs(30))
            .evaluation_interval(secs(20))
            .on_check_error("fail")
            .check(check)
            .target("nomad", Free::new().attr("dry-run", "true"));
        let scaling = Scaling::between(1, 10).enabled(true).type_("horizontal").policy(policy);
        job = job.group(Group::new(format!("g{index}")).scaling(scaling));
    }
    job
}

fn strategies() -> [AutoscalerStrategy; 6] {
    [
        AutoscalerStrategy::target_value(70.0).threshold(0.05).max_scale_up(2).max_scale_down(1),
        AutoscalerStrategy::between(0.5, 1e3).delta(-1).within_bounds_trigger(3),
        AutoscalerStrategy::between(-1.0, 2.5).percentage(12.5).value(4),
        AutoscalerStrategy::fixed_value(5),
        AutoscalerStrategy::pass_through(),
        AutoscalerStrategy::app_sizing_avg(),
    ]
}
