//! Configuration that was pasted as HCL.

use super::finding::parse;
use super::free;
use super::session::{Mode, Session};
use crate::jobspec::{Free, Location, Problem};
use jobwright_hcl::eval::Context;
use jobwright_hcl::syntax::Position;

impl Free {
    /// A task's `config` as HCL source: the content between its braces, which Nomad reads as in a
    /// job file.
    ///
    /// A string that is not HCL is an error that `gen` reports at the location of this call.
    ///
    /// ```
    /// use jobwright::jobspec::{Free, var};
    ///
    /// let config = Free::hcl(
    ///     r#"
    ///     Path = "/usr/local/jails/echo"
    ///     Count = var.count
    ///
    ///     Limits {
    ///       memory = 64
    ///     }
    ///     "#,
    /// );
    /// let by_hand = Free::new()
    ///     .attr("Path", "/usr/local/jails/echo")
    ///     .attr("Count", var("count"))
    ///     .block("Limits", Free::new().attr("memory", 64));
    /// assert_eq!(config, by_hand);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn hcl(text: &str) -> Self {
        let mut body = Self::new();
        // The brace of a `config` block is on a line of its own.
        let text = &format!("{text}\n");
        let findings = match parse(text) {
            Ok(parsed) => {
                let context = Context::job(text.as_bytes());
                let mut session = Session::new(text, Mode::Keep, context);
                free::body(&mut session, &parsed, &mut body, true);
                session.findings
            }
            Err(findings) => findings,
        };
        for finding in findings {
            let Position { line, column } = finding.position(text);
            body.report(Problem::new(
                format!("invalid HCL, line {line}, column {column}: {}", finding.message),
                "write the body of `config { … }`, without the braces",
                Location::here(),
            ));
        }
        body
    }
}
