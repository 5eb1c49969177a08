//! Values of HCL's JSON syntax in native syntax: strings are templates, names in objects too.

use std::fmt::Write;

use super::Writer;
use crate::read::json_syntax::{Json, Node};
use crate::syntax::{Expr, ExprKind, Part, Span, parse_template};

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
            _ => self.finding(place, "a string that is no template"),
        }
    }

    fn part(&mut self, out: &mut String, part: &Part<'_>, text: &str, place: Span) {
        match part {
            Part::Literal { text, .. } => quote(out, text, false),
            Part::Interpolation { value, span } => {
                if self.is_garbled(value, place) {
                    self.finding(
                        place,
                        format!(
                            "Nomad garbles `{}` in a JSON string with escapes; write `$${{…}}`, which arrives as `${{…}}`",
                            span.of(text)
                        ),
                    );
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
            self.finding(place, "a `%{…}` with escapes in it is not read in JSON syntax");
        }
        out.push_str(source);
    }

    /// Nomad turns a name that it does not know back into text, by its place in the bytes of the file: escapes before
    /// it shift that.
    fn is_garbled(&self, value: &Expr<'_>, place: Span) -> bool {
        let ExprKind::Traversal(traversal) = &value.kind else { return false };
        let is_bound = self.bound.iter().any(|name| name == traversal.root);
        !is_bound && place.of(self.text).contains('\\')
    }
}

/// Appends a text as it stands between quotes, or with them.
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
