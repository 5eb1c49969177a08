//! The findings of the rules, and those that are allowed.

use crate::diagnostic::{Diagnostic, Place};
use crate::jobspec::Allowance;

/// The findings of the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The findings that are not allowed.
    pub findings: Vec<Diagnostic>,
    /// The findings that are allowed, and why.
    pub allowed: Vec<Allowed>,
}

/// A finding that its author lets pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it is allowed.
    pub reason: String,
    /// The location of the allowance.
    pub place: Place,
}

/// What was found, and the allowance that lets it pass.
#[derive(Clone, Debug)]
pub struct Found {
    pub finding: Diagnostic,
    pub allowed: Option<Allowance>,
}
