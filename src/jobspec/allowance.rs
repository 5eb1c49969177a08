//! What an author lets pass, with the reason.

use super::Location;

/// A rule whose findings in a block its author lets pass, and why. It says nothing about the job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The rule, such as `house/static-port`, or its short name.
    pub rule: String,
    /// Why it need not hold here.
    pub reason: String,
    /// Where it was written.
    pub location: Location,
}

/// What a comment of a job file begins with that lets the findings of a rule pass: `jobwright:allow RULE: reason`.
pub const ALLOW: &str = "jobwright:allow";

/// The allowances of a block, in their order: most blocks have none, and then this is no larger than a pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
// A slice would not fit into the room of a pointer.
#[expect(clippy::box_collection, reason = "a thin pointer")]
pub struct Allowances(Option<Box<Vec<Allowance>>>);

impl Allowances {
    /// Adds one.
    pub fn push(&mut self, allowance: Allowance) {
        self.0.get_or_insert_default().push(allowance);
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Allowance> {
        self.0.iter().flat_map(|all| all.iter())
    }
}

impl Extend<Allowance> for Allowances {
    fn extend<T: IntoIterator<Item = Allowance>>(&mut self, allowances: T) {
        allowances.into_iter().for_each(|allowance| self.push(allowance));
    }
}
