//! What Nomad's own autoscaler reads in a `policy` block.

use crate::jobspec::{Duration, Free, Value};

/// A `policy` in the words of the Nomad Autoscaler. Other autoscalers have other words: for them, give a [`Free`] body.
///
/// ```hcl
/// policy {
///   cooldown            = "1m"
///   evaluation_interval = "20s"
///
///   check "load" {
///     source = "prometheus"
///     query  = "avg(load)"
///
///     strategy "target-value" {
///       target = 70
///     }
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{AutoscalerCheck, AutoscalerPolicy, AutoscalerStrategy, Scaling, mins, secs};
/// let load = AutoscalerCheck::new("load", "avg(load)", AutoscalerStrategy::target_value(70.0)).source("prometheus");
/// let policy = AutoscalerPolicy::new().cooldown(mins(1)).evaluation_interval(secs(20)).check(load);
/// let scaling = Scaling::between(1, 10).policy(policy);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct AutoscalerPolicy(Free);

/// A measurement of the autoscaler, and what follows from it.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct AutoscalerCheck {
    name: String,
    body: Free,
    strategy: AutoscalerStrategy,
}

/// How a measurement becomes a count.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct AutoscalerStrategy {
    name: &'static str,
    body: Free,
}

impl AutoscalerPolicy {
    /// A policy without checks yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn with(self, name: &str, value: impl Into<Value>) -> Self {
        Self(self.0.attr(name, value))
    }

    /// How long the autoscaler rests after it has scaled.
    pub fn cooldown(self, time: Duration) -> Self {
        self.with("cooldown", time)
    }

    /// How long it rests after it has scaled up, where that is another time.
    pub fn cooldown_on_scale_up(self, time: Duration) -> Self {
        self.with("cooldown_on_scale_up", time)
    }

    /// How often it looks.
    pub fn evaluation_interval(self, time: Duration) -> Self {
        self.with("evaluation_interval", time)
    }

    /// What a check that fails does: `fail` holds everything up, `ignore` leaves the check out.
    pub fn on_check_error(self, what: &str) -> Self {
        self.with("on_check_error", what)
    }

    /// A measurement; of several, the one that asks for most wins.
    pub fn check(self, check: AutoscalerCheck) -> Self {
        let AutoscalerCheck { name, body, strategy } = check;
        let body = body.labelled_block("strategy", &[strategy.name], strategy.body);
        Self(self.0.labelled_block("check", &[&name], body))
    }

    /// A target plugin other than the group's count, with its options.
    pub fn target(self, plugin: &str, options: Free) -> Self {
        Self(self.0.labelled_block("target", &[plugin], options))
    }
}

impl AutoscalerCheck {
    /// A query under a name. Without a source, Nomad's own metrics answer: `avg_cpu`, `max_memory` …
    pub fn new(name: &str, query: &str, strategy: AutoscalerStrategy) -> Self {
        Self::sizing(name, strategy).with("query", query)
    }

    /// A check of a task's own use, for [`super::TaskScaling`]: it has no query.
    pub fn sizing(name: &str, strategy: AutoscalerStrategy) -> Self {
        Self { name: name.to_owned(), body: Free::new(), strategy }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.body.set(name, value);
        self
    }

    /// The plugin that answers the query, such as `prometheus` or `datadog`.
    pub fn source(self, plugin: &str) -> Self {
        self.with("source", plugin)
    }

    /// How far back the query looks.
    pub fn query_window(self, time: Duration) -> Self {
        self.with("query_window", time)
    }

    /// How long before now that window ends.
    pub fn query_window_offset(self, time: Duration) -> Self {
        self.with("query_window_offset", time)
    }

    /// Checks of one group are weighed against each other before the groups are.
    pub fn group(self, name: &str) -> Self {
        self.with("group", name)
    }

    /// What this check's failure does, where it is not what the policy says: `fail` or `ignore`.
    pub fn on_error(self, what: &str) -> Self {
        self.with("on_error", what)
    }
}

impl AutoscalerStrategy {
    fn named(name: &'static str) -> Self {
        Self { name, body: Free::new() }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.body.set(name, value);
        self
    }

    /// As many as bring the measurement to this value.
    pub fn target_value(target: f64) -> Self {
        Self::named("target-value").with("target", target)
    }

    /// How far from the target, as a fraction, nothing is done. For [`AutoscalerStrategy::target_value`].
    pub fn threshold(self, fraction: f64) -> Self {
        self.with("threshold", fraction)
    }

    /// At most so many more at once.
    pub fn max_scale_up(self, most: u32) -> Self {
        self.with("max_scale_up", most)
    }

    /// At most so many fewer at once.
    pub fn max_scale_down(self, most: u32) -> Self {
        self.with("max_scale_down", most)
    }

    /// Something happens while the measurement lies between two bounds: one of `delta`, `percentage` and `value` says
    /// what.
    pub fn between(lower_bound: f64, upper_bound: f64) -> Self {
        Self::named("threshold").with("lower_bound", lower_bound).with("upper_bound", upper_bound)
    }

    /// So many more, or fewer. For [`AutoscalerStrategy::between`].
    pub fn delta(self, count: i32) -> Self {
        self.with("delta", count)
    }

    /// More or fewer by so many percent. For [`AutoscalerStrategy::between`].
    pub fn percentage(self, percent: f64) -> Self {
        self.with("percentage", percent)
    }

    /// Exactly so many. For [`AutoscalerStrategy::between`].
    pub fn value(self, count: u32) -> Self {
        self.with("value", count)
    }

    /// How many points of the window must lie between the bounds. For [`AutoscalerStrategy::between`].
    pub fn within_bounds_trigger(self, points: u32) -> Self {
        self.with("within_bounds_trigger", points)
    }

    /// Always so many, while the query works.
    pub fn fixed_value(count: u32) -> Self {
        Self::named("fixed-value").with("value", count)
    }

    /// As many as the query says.
    pub fn pass_through() -> Self {
        Self::named("pass-through")
    }

    /// The task's average use. Nomad Enterprise only.
    pub fn app_sizing_avg() -> Self {
        Self::named("app-sizing-avg")
    }

    /// The task's greatest use. Nomad Enterprise only.
    pub fn app_sizing_max() -> Self {
        Self::named("app-sizing-max")
    }

    /// What the task stays below for so many percent of the time. Nomad Enterprise only.
    pub fn app_sizing_percentile(percentile: u8) -> Self {
        Self::named("app-sizing-percentile").with("percentile", percentile.to_string())
    }
}

impl From<AutoscalerPolicy> for Free {
    fn from(policy: AutoscalerPolicy) -> Self {
        policy.0
    }
}
