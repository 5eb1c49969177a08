//! `cron`: when a scheduled task starts and ends.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, written_at};

/// Two cron expressions: one starts the task, the other ends it.
///
/// ```hcl
/// cron {
///   start    = "0 8 * * 1-5"
///   end      = "0 18 * * 1-5"
///   timezone = "Europe/Berlin"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::ScheduleCron;
/// let office_hours = ScheduleCron::new("0 8 * * 1-5", "0 18 * * 1-5").timezone("Europe/Berlin");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "cron", go = "TaskScheduleCron", constructor)]
pub struct ScheduleCron {
    /// When the task starts.
    #[field(zero, required, since = "1.8")]
    pub start: Option<Attr<String>>,
    /// When it ends; the expression's minutes and hours only.
    #[field(zero, required, since = "1.8")]
    pub end: Option<Attr<String>>,
    /// The time zone of both expressions, by its IANA name.
    #[field(zero, default = "Local", since = "1.8")]
    pub timezone: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl ScheduleCron {
    /// From one cron expression to the next.
    #[must_use]
    #[track_caller]
    pub fn new(start: impl IntoAttr<String>, end: impl IntoAttr<String>) -> Self {
        let block = Self::blank().start(start).end(end);
        written_at(block, Location::here())
    }
}
