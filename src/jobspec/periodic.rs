//! `periodic`: a batch job that runs by the clock.

use super::{Attr, Base, Block, IntoAttr, Location, written_at};

/// Runs a batch job at times given by cron expressions.
///
/// ```hcl
/// periodic {
///   crons            = ["0 3 * * *"]
///   time_zone        = "Europe/Berlin"
///   prohibit_overlap = true
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Periodic;
/// let nightly = Periodic::crons(["0 3 * * *"]).time_zone("Europe/Berlin").prohibit_overlap(true);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "periodic", go = "PeriodicConfig", special = Periodic, constructor)]
pub struct Periodic {
    /// One cron expression; the older spelling of `crons`.
    #[field(json = "Spec", update = Version)]
    pub cron: Option<Attr<String>>,
    /// The cron expressions.
    #[field(json = "Specs", no_setter, since = "1.7", update = Version)]
    pub crons: Option<Attr<Vec<String>>>,
    /// The time zone of the expressions.
    #[field(default = "UTC", update = Version)]
    pub time_zone: Option<Attr<String>>,
    /// Whether a run is left out while the one before it still runs.
    #[field(default = "false", update = Version)]
    pub prohibit_overlap: Option<Attr<bool>>,
    /// Whether it runs by itself at all.
    #[field(default = "true", update = Version)]
    pub enabled: Option<Attr<bool>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Periodic {
    /// At the times of one cron expression, in the older spelling `cron`.
    #[must_use]
    #[track_caller]
    pub fn at(cron: impl IntoAttr<String>) -> Self {
        let periodic = Self::blank().cron(cron);
        written_at(periodic, Location::here())
    }

    /// At the times of any of these cron expressions.
    #[must_use]
    #[track_caller]
    pub fn crons(crons: impl IntoAttr<Vec<String>>) -> Self {
        let periodic = Self { crons: Some(crons.into_attr()), ..Self::blank() };
        written_at(periodic, Location::here())
    }

    #[track_caller]
    pub(super) fn cron_expression(cron: String) -> Self {
        Self::crons([cron])
    }
}
