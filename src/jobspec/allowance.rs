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
