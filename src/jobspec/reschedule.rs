//! `reschedule`: what happens on other nodes when an allocation fails.

use super::{Attr, Base, Block, DelayFunction, Duration};

/// How often and how fast a failed allocation is tried again, on another node where there is one.
///
/// ```hcl
/// reschedule {
///   delay          = "30s"
///   delay_function = "exponential"
///   max_delay      = "1h"
///   unlimited      = true
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Reschedule, hours, secs};
/// let reschedule =
///     Reschedule::new().delay(secs(30)).delay_function("exponential").max_delay(hours(1)).unlimited(true);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "reschedule", go = "ReschedulePolicy")]
pub struct Reschedule {
    /// How many tries are allowed within the interval.
    #[field(contextual, words = "1 for batch jobs, none for the others, which are unlimited")]
    pub attempts: Option<Attr<i64>>,
    /// The time in which tries are counted.
    #[field(contextual, words = "24h for batch jobs")]
    pub interval: Option<Attr<Duration>>,
    /// How long to wait before the first try.
    #[field(contextual, words = "30s for service jobs, 5s for batch jobs")]
    pub delay: Option<Attr<Duration>>,
    /// How the wait grows: `constant`, `exponential` or `fibonacci`.
    #[field(contextual, words = "exponential for service jobs, constant for batch jobs", one_of = ["constant", "exponential", "fibonacci"], choice = DelayFunction)]
    pub delay_function: Option<Attr<String>>,
    /// The longest wait.
    #[field(contextual, words = "1h for service jobs, none for batch jobs")]
    pub max_delay: Option<Attr<Duration>>,
    /// Whether it is tried without end.
    #[field(contextual, words = "true for service jobs, false for batch jobs")]
    pub unlimited: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}
