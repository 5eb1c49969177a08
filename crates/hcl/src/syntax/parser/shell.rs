//! Sequences that a shell or another language meant for itself.

use crate::syntax::error::SyntaxError;
use crate::syntax::span::Span;

/// A longer sequence is not repeated in a message.
const LONG: usize = 40;

/// Whether a sequence looks like a shell's: `${name:-default}`, `${name%%.*}`, `${#name}`.
pub(super) fn is_of_shell(sequence: &str) -> bool {
    let inner = sequence.get(2..).unwrap_or_default();
    let named = |letter: char| letter.is_alphanumeric() || letter == '_';
    let rest = inner.trim_start_matches(named);
    let operator = rest.starts_with([':', '%', '#', '/', '^', ',', '@', '!', '-', '*']);
    operator || rest.starts_with('[') && rest.contains(['@', '*']) || rest.starts_with('}')
}

/// What to write for a sequence of a shell, which may go on over its line.
pub(super) fn help(sequence: &str) -> String {
    let line = sequence.lines().next().unwrap_or_default();
    let whole = line.find('}').and_then(|end| line.get(..=end)).filter(|whole| whole.len() <= LONG);
    let shown = whole.or(sequence.get(..2)).unwrap_or_default();
    let sign = sequence.get(..1).unwrap_or_default();
    format!("write `{sign}{shown}` for a literal `{sign}` of another language, such as a shell")
}

/// What is wrong with the sequences of a shell on a line, each with where it begins.
pub(super) fn mistakes(line: &str) -> Vec<(usize, SyntaxError)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = next(line, from) {
        let rest = line.get(at..).unwrap_or_default();
        let whole = rest.find('}').and_then(|end| rest.get(..=end)).unwrap_or(rest);
        found.extend(mistake(whole).map(|error| (at, error)));
        from = at + whole.len();
    }
    found
}

/// Where the next sequence begins that is not escaped.
fn next(line: &str, mut from: usize) -> Option<usize> {
    loop {
        let rest = line.get(from..)?;
        let brace = from + rest.find('{')?;
        let sign = brace.checked_sub(1).and_then(|at| line.as_bytes().get(at)).copied();
        let before = brace.checked_sub(2).and_then(|at| line.as_bytes().get(at)).copied();
        let is_sign = matches!(sign, Some(b'$' | b'%'));
        if is_sign && before != sign && brace > from {
            return Some(brace - 1);
        }
        from = brace + 1;
    }
}

fn mistake(sequence: &str) -> Option<SyntaxError> {
    if !is_of_shell(sequence) {
        return None;
    }
    let start = Span::new(0, 2);
    let parsed = super::whole_template(sequence);
    let (span, message) = match parsed.map_err(|errors| errors.into_iter().next()) {
        // Only what is negated looks like a shell's and yet is an expression.
        Ok(_) if sequence.starts_with("${!") => {
            (start, "expected a condition after `!`, found a reference".into())
        }
        Ok(_) | Err(None) => return None,
        Err(Some(_)) if sequence.contains('#') => {
            (start, "unclosed template sequence at the end of the line".into())
        }
        Err(Some(error)) => (error.span, error.message),
    };
    Some(SyntaxError::new(span, message, help(sequence)))
}
