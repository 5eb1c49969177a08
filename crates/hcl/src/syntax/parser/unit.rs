//! Numbers with units, `15s` and `256MB`, which HCL does not have.

use crate::syntax::error::{NumberWithUnit, SyntaxError};
use crate::syntax::span::Span;
use crate::syntax::token::TokenKind;

use super::{Failed, Parser};

/// Units of sizes and frequencies, in any case.
const SIZES: [&str; 20] = [
    "b", "k", "kb", "ki", "kib", "mb", "mi", "mib", "g", "gb", "gi", "gib", "t", "tb", "ti", "tib",
    "hz", "khz", "mhz", "ghz",
];

/// Whether a word is the unit of a duration, or goes on with more of it: `s`, `m30s`.
fn is_duration(unit: &str) -> bool {
    let mut parts = unit.split(|letter: char| letter.is_ascii_digit());
    let known = |part: &str| matches!(part, "ns" | "us" | "µs" | "ms" | "s" | "m" | "h");
    parts.next().is_some_and(known) && parts.all(|part| part.is_empty() || known(part))
}

impl Parser<'_, '_> {
    /// Whether the next token is a unit directly after a number.
    pub(super) fn is_unit(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let Some(number) = before.filter(|token| token.kind == TokenKind::Number) else {
            return false;
        };
        let next = self.peek();
        let unit = next.text(self.text);
        number.end == next.start
            && (is_duration(unit) || SIZES.iter().any(|size| size.eq_ignore_ascii_case(unit)))
    }

    /// Fails for the number and its unit, which the attribute `name` has.
    pub(super) fn number_with_unit(&mut self, name: &str) -> Failed {
        let unit = self.peek();
        let number = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).copied();
        let number = number.unwrap_or(unit);
        let span = Span::new(number.start, unit.end);
        let (written, number) = (span.of(self.text), number.text(self.text));
        let help = if is_duration(unit.text(self.text)) {
            format!("write a duration as a string: `\"{written}\"`")
        } else {
            format!("write the number alone, `{number}`, or the string `\"{written}\"`")
        };
        let message = format!("expected a value, found `{written}`: a number has no unit");
        let mut error = SyntaxError::new(span, message, help);
        error.unit = Some(Box::new(NumberWithUnit {
            block: self.block.to_owned(),
            attribute: name.to_owned(),
            written: written.to_owned(),
        }));
        self.push(error);
        Failed
    }
}
