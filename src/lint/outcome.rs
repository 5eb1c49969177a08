//! What the rules have found, and what of it somebody lets pass.

use crate::diagnostic::{Diagnostic, Place};
use crate::jobspec::Allowance;

/// What the rules have found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What nobody lets pass.
    pub findings: Vec<Diagnostic>,
    /// What somebody lets pass, and why.
    pub allowed: Vec<Allowed>,
}

/// A finding that its author lets pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it may stand.
    pub reason: String,
    /// Where that was written.
    pub place: Place,
}

/// What was found, and the allowance that lets it pass.
#[derive(Clone, Debug)]
pub struct Found {
    pub finding: Diagnostic,
    pub allowed: Option<Allowance>,
}
