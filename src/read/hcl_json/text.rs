//! Values of HCL's JSON syntax in native syntax: strings are templates, names in objects too.

use std::fmt::Write;

use super::writer::Writer;
use crate::read::Finding;
use jobwright_hcl::eval::reference_text;
use jobwright_hcl::json::{Json, Node};
use jobwright_hcl::syntax::{Expr, ExprKind, Part, Span, parse_template};

impl Writer<'_> {
    /// Appends a value.
    pub fn value(&mut self, out: &mut String, node: &Node<'_>) {
        match &node.kind {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => _ = write!(out, "{value}"),
            Json::Number(number) => out.push_str(number),
            Json::Text(text) => self.template(out, text, node.span),
            Json::List(values) => {
                out.push('[');
                for value in values {
                    self.value(out, value);
                    out.push_str(", ");
                }
                out.push(']');
            }
            Json::Object(members) => {
                out.push_str("{ ");
                for member in members {
                    self.template(out, &member.key, member.key_span);
                    out.push_str(" = ");
                    self.value(out, &member.value);
                    out.push_str(", ");
                }
                out.push('}');
            }
        }
    }

    /// Appends a string, which is a template, in quotes.
    fn template(&mut self, out: &mut String, text: &str, place: Span) {
        let parsed = match parse_template(text) {
            Ok(parsed) => parsed,
            Err(errors) => {
                for error in errors {
                    self.finding(place, error.message);
                }
                return;
            }
        };
        match &parsed.kind {
            ExprKind::String { text, .. } => quote(out, text, true),
            ExprKind::Template(template) => {
                out.push('"');
                template.parts.iter().for_each(|part| self.part(out, part, text, place));
                out.push('"');
            }
            _ => self.finding(place, "a string without a template"),
        }
    }

    fn part(&mut self, out: &mut String, part: &Part<'_>, text: &str, place: Span) {
        match part {
            Part::Literal { text, .. } => quote(out, text, false),
            Part::Interpolation { value, span } => {
                if let Some(garbled) = self.garbled(value, place) {
                    let message = format!(
                        "Nomad garbles `{}` in a JSON string with escapes: it reads `{garbled}`",
                        span.of(text)
                    );
                    let help = "write `$${…}`, which Nomad reads as a literal `${…}`";
                    self.out.warnings.push(Finding::new(place, message).help(help));
                    return quote(out, &garbled, false);
                }
                // Dollars right before it would make it text.
                let dollars = out.len() - out.trim_end_matches('$').len();
                out.truncate(out.len() - dollars);
                if dollars > 0 {
                    _ = write!(out, "${{\"{}\"}}", "$".repeat(dollars));
                }
                out.push_str(span.of(text));
            }
            Part::If(directive) => self.directive(out, directive.span.of(text), place),
            Part::For(directive) => self.directive(out, directive.span.of(text), place),
        }
    }

    fn directive(&mut self, out: &mut String, source: &str, place: Span) {
        if source.contains(['"', '\\', '\n', '\r']) {
            self.finding(place, "`%{…}` with escapes in it is not supported in JSON syntax");
        }
        out.push_str(source);
    }

    /// Nomad turns an unknown name back into a string, by its byte offsets in the file, which are
    /// shifted by escapes before it. `None` if the string is the expected one.
    fn garbled(&self, value: &Expr<'_>, place: Span) -> Option<String> {
        let ExprKind::Traversal(traversal) = &value.kind else { return None };
        let is_bound = self.bound.iter().any(|name| name == traversal.root);
        if is_bound || !place.of(self.text).contains('\\') {
            return None;
        }
        // Behind the quote, as if no byte of the string were escaped.
        let shift = place.start.saturating_add(1);
        let span =
            Span::new(value.span.start.saturating_add(shift), value.span.end.saturating_add(shift));
        Some(reference_text(self.text.as_bytes(), span))
    }
}

/// Appends a string, escaped as between quotes, and optionally in quotes.
pub fn quote(out: &mut String, text: &str, quotes: bool) {
    if quotes {
        out.push('"');
    }
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if rest.peek() == Some(&'{') => {
                out.push(character);
                out.push(character);
            }
            control if control.is_ascii_control() => {
                _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    if quotes {
        out.push('"');
    }
}
