//! Mistakes in a requested order.

use super::edges::Why;
use super::given::Given;
use crate::jobspec::Location;

/// A mistake in what is deployed after what. The numbers are the indices of what was given.
#[derive(Clone, Debug)]
pub enum Fault {
    /// A job is to be deployed after one that does not exist.
    Unknown {
        /// The job.
        from: usize,
        /// The ID that it names.
        id: String,
        /// The location.
        location: Location,
    },
    /// What must be deployed first is of a later category.
    Against {
        /// The job.
        from: usize,
        /// The path to the job of the later category: directly, or through a volume.
        way: Vec<Leg>,
    },
    /// A cycle: they all wait for each other.
    Circle {
        /// The cycle: from each to the next, and from the last to the first.
        way: Vec<Leg>,
    },
}

/// From something to what comes before it.
#[derive(Clone, Copy, Debug)]
pub struct Leg {
    /// What waits.
    pub from: usize,
    /// What it waits for.
    pub to: usize,
    /// The reason.
    pub why: Why,
    /// The location where that is specified.
    pub location: Location,
}

/// At most so many steps of a cycle are named.
const MOST: usize = 8;

impl Fault {
    /// What was found.
    #[must_use]
    pub fn message(&self, given: &[Given<'_>]) -> String {
        let shown = |at: usize| given.get(at).map(Given::shown).unwrap_or_default();
        let category = |at: usize| given.get(at).map_or("", |one| one.category.as_str());
        match self {
            Self::Unknown { from, id, .. } => {
                format!(
                    "{} is deployed after `{id}`, which is not a job of the registry",
                    shown(*from)
                )
            }
            Self::Against { from, way } => {
                let to = way.last().map_or(*from, |leg| leg.to);
                format!(
                    "{} of the category `{}` is deployed after {} of the category `{}`, which \
                     comes later",
                    shown(*from),
                    category(*from),
                    shown(to),
                    category(to)
                )
            }
            Self::Circle { way } => match way.as_slice() {
                [only] if only.from == only.to => {
                    format!("{} is deployed after itself", shown(only.from))
                }
                way => {
                    let names = way.iter().take(MOST).map(|leg| shown(leg.to)).collect::<Vec<_>>();
                    let more = way.len().saturating_sub(MOST);
                    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
                    let first = way.first().map(|leg| shown(leg.from)).unwrap_or_default();
                    format!(
                        "the deployment order has a cycle: {first} comes after {}{more}",
                        names.join(", which comes after ")
                    )
                }
            },
        }
    }

    /// The path from what waits to what it waits for; empty if that does not exist.
    #[must_use]
    pub fn way(&self) -> &[Leg] {
        match self {
            Self::Unknown { .. } => &[],
            Self::Against { way, .. } | Self::Circle { way } => way,
        }
    }
}

impl Leg {
    /// Why the one waits for the other.
    #[must_use]
    pub fn reason(&self, given: &[Given<'_>]) -> String {
        let shown = |at: usize| given.get(at).map(Given::shown).unwrap_or_default();
        let (from, to) = (shown(self.from), shown(self.to));
        match self.why {
            Why::Said => format!("{from} comes after {to}"),
            Why::Mounts => format!("{from} mounts {to}"),
            Why::Plugin => format!("{from} needs its plugin, which {to} runs"),
        }
    }
}
