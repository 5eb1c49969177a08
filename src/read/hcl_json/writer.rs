//! The source in native syntax, as it is written.

use crate::jobspec::Origins;
use crate::read::finding::{Finding, findings, in_order};
use jobwright_hcl::eval::Source;
use jobwright_hcl::syntax::{self, Body, Span};

/// The prefix of the substitutes for names that native syntax cannot write.
pub const STAND_IN: &str = "jobwright_name_";

/// A job file in HCL's JSON syntax, in native syntax.
#[derive(Clone, Debug)]
pub struct Rewritten {
    /// The same file in native syntax.
    pub text: String,
    /// Names that native syntax cannot write: in the source, the n-th of them is
    /// `jobwright_name_n`.
    pub names: Vec<String>,
    /// Where Nomad reads something else than most people would expect, with the places in the JSON text.
    pub warnings: Vec<Finding>,
    /// Where its parts came from.
    pub origins: Origins,
}

impl Rewritten {
    /// The substitute for a name that native syntax cannot write.
    pub(super) fn name(&mut self, name: &str) -> String {
        let known = self.names.iter().position(|known| known == name);
        let number = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        format!("{STAND_IN}{number}")
    }

    /// The tree of the native text.
    ///
    /// # Errors
    ///
    /// What keeps it from being HCL, with the places in the JSON text.
    pub fn parse(&self) -> Result<Body<'_>, Vec<Finding>> {
        syntax::parse(&self.text).map_err(|errors| self.moved(findings(errors)))
    }

    /// Findings of the native text with the places where they are in the JSON text.
    pub(in crate::read) fn moved(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let moved = |mut finding: Finding| {
            if finding.source == Source::Job {
                finding.span = self.origins.of(finding.span);
                // What HCL would say there, JSON says otherwise.
                finding.instead = None;
                finding = without_lines(finding);
            }
            finding
        };
        let mut moved: Vec<Finding> = findings.into_iter().map(moved).collect();
        in_order(&mut moved);
        moved
    }
}

/// The finding without the numbers of lines that only the rewritten text has.
fn without_lines(mut finding: Finding) -> Finding {
    if let Some(at) = finding.message.find(": it is already set on line ") {
        finding.message.truncate(at);
        finding.help = "remove one of the two".to_owned();
    }
    finding
}

/// Writes a file in native syntax.
pub struct Writer<'t> {
    /// The JSON text.
    pub text: &'t str,
    /// What is written so far.
    pub out: Rewritten,
    /// What cannot be said.
    pub findings: Vec<Finding>,
    /// Names that expressions know: variables, locals, and what `dynamic` blocks walk over.
    pub bound: Vec<String>,
}

impl<'t> Writer<'t> {
    /// A writer that has written nothing yet.
    pub fn new(text: &'t str) -> Self {
        let (names, warnings, origins) = (Vec::new(), Vec::new(), Origins::default());
        Self {
            text,
            out: Rewritten { text: String::new(), names, warnings, origins },
            findings: Vec::new(),
            bound: vec!["var".to_owned(), "local".to_owned()],
        }
    }

    /// Records what cannot be said.
    pub fn finding(&mut self, span: Span, message: impl Into<String>) {
        self.findings.push(Finding::new(span, message));
    }

    /// Appends a line that comes from there.
    pub fn line(&mut self, origin: Span, line: &str) {
        self.out.origins.push(self.out.text.len() as u32, origin);
        self.out.text.push_str(line);
    }
}
