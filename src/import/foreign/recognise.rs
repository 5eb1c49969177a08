//! What a refused file seems to be, and the findings about it.

use super::marks::{self, Mark};
use super::scan::{self, Kind, offset};
use super::seems::Foreign;
use super::{hcl1, labels, other};
use crate::read::Finding;
use jobwright_hcl::syntax::{Body, Position, Span, is_json};

/// What a refused file seems to be, if that can be determined: a template that was not rendered,
/// HCL 1, another kind of Nomad's files, or not HCL at all. `body` is the parsed input, if it is
/// valid native syntax.
///
/// ```
/// use jobwright::import::recognise;
/// use jobwright::read;
///
/// let text = "job \"web\" {\n  [[ if .canary ]]\n  priority = 70\n  [[ end ]]\n}\n";
/// let findings = read::job(text).unwrap_err();
/// let foreign = recognise(text, None, &findings).expect("a template");
/// assert_eq!(foreign.what, "a template of nomad-pack or Levant, not rendered yet");
/// assert_eq!(recognise("job \"web\" {}", None, &[]), None);
/// ```
#[must_use]
pub fn recognise(text: &str, body: Option<&Body<'_>>, findings: &[Finding]) -> Option<Foreign> {
    if let Some(other) = other::language(text) {
        return Some(other);
    }
    let pieces = scan::pieces(text);
    let mut structure = pieces.iter().filter(|piece| piece.kind == Kind::Structure);
    if let Some((at, mark)) =
        structure.find_map(|piece| marks::in_structure(text, piece.span.range()))
    {
        // Offsets beyond 4 GiB do not matter here.
        return Some(template(text, Span::new(at.start as u32, at.end as u32), mark));
    }
    if findings.is_empty() {
        return None;
    }
    if let Some(other) = body.and_then(other::file) {
        return Some(other);
    }
    let in_strings = pieces.iter().filter(|piece| piece.kind == Kind::String);
    let found = in_strings.into_iter().find_map(|piece| {
        let (at, mark) = marks::in_string(piece.span.of(text))?;
        Some((offset(piece.span, &at), mark))
    });
    match found {
        Some((span, mark)) => Some(template(text, span, mark)),
        None if is_json(text) => None,
        None => labels::template(text, findings)
            .map(|span| template(text, span, Mark::Dollar))
            .or_else(|| hcl1::recognise(text, body, findings).map(Foreign::in_part)),
    }
}

/// The findings for a refused file: one cause, one finding. What the file seems to be replaces the
/// findings about it as a job file. `body` is the parsed input, if it is valid native syntax.
#[must_use]
pub fn explained(text: &str, body: Option<&Body<'_>>, mut findings: Vec<Finding>) -> Vec<Finding> {
    let foreign = recognise(text, body, &findings);
    if foreign.as_ref().is_some_and(|foreign| foreign.whole) {
        findings.clear();
    }
    if let Some(foreign) = &foreign {
        let line = |span: Span| Position::of(text, span.start).line;
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
    Foreign::new(format!("{}, not rendered yet", mark.what()), span, mark.help(span.of(text)))
}
