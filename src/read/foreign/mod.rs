//! Files that are no job files of today: what they seem to be, and what to do with them.
//!
//! Nothing here decides whether a file is read. It says more about one that was refused, and warns of one that was read
//! but holds what a template left to be filled in.

mod hcl1;
mod labels;
mod marks;
mod other;
mod placeholders;
mod scan;

pub use placeholders::placeholders;

use super::Finding;
use jobwright_hcl::syntax::Span;
use marks::Mark;
use scan::Kind;

/// What a file seems to be that is no job file of today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// What it seems to be, for people: `a template of nomad-pack or Levant`.
    pub what: String,
    /// Where it says so.
    pub span: Span,
    /// What to do.
    pub help: String,
    /// Whether the whole file is that, so that nothing in it is a mistake of a job file.
    whole: bool,
}

impl Foreign {
    fn new(what: impl Into<String>, span: Span, help: impl Into<String>) -> Self {
        Self { what: what.into(), span, help: help.into(), whole: true }
    }

    /// A form of which the rest of the file says nothing.
    fn in_part(self) -> Self {
        Self { whole: false, ..self }
    }

    /// The same as a finding of the file.
    #[must_use]
    pub fn finding(&self) -> Finding {
        Finding::new(self.span, format!("this seems to be {}", self.what)).help(&self.help)
    }
}

/// What a refused file seems to be, if it can be told: a template that was not rendered, HCL 1, another kind of Nomad's
/// files, or no HCL at all.
///
/// ```
/// use jobwright::read;
///
/// let text = "job \"web\" {\n  [[ if .canary ]]\n  priority = 70\n  [[ end ]]\n}\n";
/// let findings = read::job(text).unwrap_err();
/// let foreign = read::recognise(text, &findings).expect("a template");
/// assert_eq!(foreign.what, "a template of nomad-pack or Levant that was not rendered");
/// assert_eq!(read::recognise("job \"web\" {}", &[]), None);
/// ```
#[must_use]
pub fn recognise(text: &str, findings: &[Finding]) -> Option<Foreign> {
    if let Some(other) = other::language(text) {
        return Some(other);
    }
    let pieces = scan::pieces(text);
    let mut structure = pieces.iter().filter(|piece| piece.kind == Kind::Structure);
    if let Some((at, mark)) =
        structure.find_map(|piece| marks::in_structure(text, piece.span.range()))
    {
        // Places in a text beyond 4 GiB do not matter here.
        return Some(template(text, Span::new(at.start as u32, at.end as u32), mark));
    }
    if findings.is_empty() {
        return None;
    }
    if let Some(other) = other::file(text) {
        return Some(other);
    }
    let in_strings = pieces.iter().filter(|piece| piece.kind == Kind::String);
    let found = in_strings.into_iter().find_map(|piece| {
        let (at, mark) = marks::in_string(piece.span.of(text))?;
        Some((offset(piece.span, &at), mark))
    });
    match found {
        Some((span, mark)) => Some(template(text, span, mark)),
        None if jobwright_hcl::syntax::is_json(text) => None,
        None => labels::template(text, findings)
            .map(|span| template(text, span, Mark::Dollar))
            .or_else(|| hcl1::recognise(text, findings).map(Foreign::in_part)),
    }
}

/// What is to be said of a refused file: one cause, one finding. What the file seems to be takes the place of what is wrong
/// with it as a job file.
#[must_use]
pub fn explained(text: &str, mut findings: Vec<Finding>) -> Vec<Finding> {
    let foreign = recognise(text, &findings);
    if foreign.as_ref().is_some_and(|foreign| foreign.whole) {
        findings.clear();
    }
    if let Some(foreign) = &foreign {
        let line = |span: Span| jobwright_hcl::syntax::Position::of(text, span.start).line;
        let of_line = line(foreign.span);
        let at = findings.iter().position(|finding| line(finding.span) >= of_line);
        let at = at.unwrap_or(findings.len());
        findings.retain(|finding| line(finding.span) != of_line);
        findings.insert(at.min(findings.len()), foreign.finding());
    }
    if foreign.is_none_or(|foreign| !foreign.whole) {
        findings.iter_mut().for_each(|finding| labels::explain(text, finding));
    }
    findings
}

fn template(text: &str, span: Span, mark: Mark) -> Foreign {
    Foreign::new(format!("{} that was not rendered", mark.what()), span, mark.help(span.of(text)))
}

/// A range in a piece as a span of the text.
fn offset(piece: Span, at: &std::ops::Range<usize>) -> Span {
    // A range in a text of at most 4 GiB.
    Span::new(piece.start + at.start as u32, piece.start + at.end as u32)
}
