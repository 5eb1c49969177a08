//! Labels with `${…}` in them: what Nomad has instead, where a template was not meant.

use crate::read::Finding;
use jobwright_hcl::syntax::{Sequence, Span, is_identifier};

/// The first label that a template was to fill in: `job "${name}" {`.
pub fn template(text: &str, findings: &[Finding]) -> Option<Span> {
    let mut places = findings.iter().map(|finding| finding.span);
    places.find(|span| keyword(text, *span).is_some() && !is_of_job(text, *span))
}

/// Explains what to write in place of a label that is not a constant.
pub fn explain(text: &str, finding: &mut Finding) {
    if let Some((kind, value)) = reference(text, finding.span) {
        finding.help = instead_of(kind, value);
    }
    let Some(kind) = keyword(text, finding.span) else { return };
    let Some(value) = worked_out(text, finding.span) else { return };
    finding.message = format!(
        "expected a constant as the label of a `{kind}` block, found a \
        template"
    );
    finding.help = instead_of(kind, &value);
}

/// The alternative, in a job file, to a label that is computed from `value`.
fn instead_of(kind: &str, value: &str) -> String {
    match kind {
        "job" => {
            format!(
                "use a constant label for the job, and set `id = {value}` and `name = {value}` \
                in it"
            )
        }
        "variable" | "locals" | "variables" => "use a constant".to_owned(),
        _ => format!(
            "write `dynamic \"{kind}\" {{ … }}` with `labels = [{value}]`, `for_each` and a `content` block"
        ),
    }
}

/// A reference without quotes in place of a label, `job var.name {`, with the keyword of its block.
fn reference(text: &str, span: Span) -> Option<(&str, &str)> {
    let value = span.of(text);
    let is_reference = value.starts_with("var.") || value.starts_with("local.");
    let head = text.get(..span.start as usize)?.rsplit('\n').next()?;
    let kind = head.trim_start().split([' ', '"']).next()?;
    let is_label = is_reference && is_identifier(kind) && !head.contains(['=', '{']);
    is_label.then_some((kind, value))
}

/// A label as the value of an attribute: `var.name`, or a template around it.
fn worked_out(text: &str, span: Span) -> Option<String> {
    let (before, rest) = text.split_at_checked(span.start as usize)?;
    let sequence = Sequence::of(rest)?;
    let prefix = before.rsplit('"').next()?;
    let suffix = sequence.after.split('"').next()?;
    Some(match (prefix, suffix) {
        ("", "") => sequence.source.trim().to_owned(),
        _ => format!("\"{prefix}${{{}}}{suffix}\"", sequence.source),
    })
}

/// The keyword of the block in whose label a sequence begins.
fn keyword(text: &str, span: Span) -> Option<&str> {
    let before = text.get(..span.start as usize)?;
    let head = before.rsplit('\n').next()?;
    let sequence = matches!(span.of(text), "${" | "%{");
    let kind = head.trim_start().split([' ', '"']).next()?;
    let is_label = sequence && is_identifier(kind) && !head.contains(['=', '{']);
    is_label.then_some(kind)
}

/// Whether a sequence holds what a job file itself knows, such as a variable.
fn is_of_job(text: &str, span: Span) -> bool {
    let inner = text.get(span.start as usize + 2..).unwrap_or_default().trim_start();
    let word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    let rest = inner.trim_start_matches(word);
    inner.starts_with("var.")
        || inner.starts_with("local.")
        || rest.starts_with('(')
        || rest.starts_with(".value")
        || rest.starts_with(".key")
}
