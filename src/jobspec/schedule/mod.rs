//! `schedule`: the hours in which a task runs.

mod schedule_cron;

pub use schedule_cron::ScheduleCron;

use crate::jobspec::{Base, Block, Location, written_at};

/// Lets a task run only at certain times; outside of them it is paused, without a restart of the others. Nomad
/// Enterprise only.
///
/// ```hcl
/// schedule {
///   cron {
///     start = "0 8 * * 1-5"
///     end   = "0 18 * * 1-5"
///   }
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::{Schedule, ScheduleCron};
/// let office = Schedule::new(ScheduleCron::new("0 8 * * 1-5", "0 18 * * 1-5").timezone("Europe/Berlin"));
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "schedule", go = "TaskSchedule", constructor)]
pub struct Schedule {
    /// When the task starts and ends.
    #[field(required, since = "1.8")]
    pub cron: Option<Box<ScheduleCron>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Schedule {
    /// From one cron expression to the next.
    #[must_use]
    #[track_caller]
    pub fn new(cron: ScheduleCron) -> Self {
        let block = Self::blank().cron(cron);
        written_at(block, Location::here())
    }
}
