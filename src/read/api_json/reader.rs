//! The state of reading a job from API JSON, and the findings so far.

use crate::read::Finding;
use jobwright_hcl::json::Node;

/// A job that is being read.
#[derive(Default)]
pub struct ApiReader {
    /// Why it is not a job.
    pub findings: Vec<Finding>,
    /// What cannot be written in a job file.
    pub losses: Vec<Finding>,
    /// The job comes from a server, which has filled in what it did not set.
    pub inspected: bool,
    /// Nomad does not sort the ports in the task that a `sidecar_task` describes.
    pub in_sidecar_task: bool,
    /// The name of the field that is being read.
    pub field: &'static str,
}

impl ApiReader {
    /// Records that something else was found where this was expected.
    pub fn expected(&mut self, node: &Node<'_>, what: impl std::fmt::Display) {
        let message = format!("expected {what}, found {}", node.name());
        self.findings.push(Finding::new(node.span, message).help(format!("write {what}")));
    }

    /// The field that a value is for, after what was expected of it.
    pub fn place(&self) -> String {
        if self.field.is_empty() { String::new() } else { format!(" for `{}`", self.field) }
    }
}
