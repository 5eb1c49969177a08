//! What is around the actions of a template.

use crate::jobspec::{Attr, Template};

/// The delimiters around a template's actions.
#[must_use]
pub fn delimiters(template: &Template) -> (&str, &str) {
    let left =
        template.left_delimiter.as_ref().and_then(Attr::as_str).filter(|own| !own.is_empty());
    let right =
        template.right_delimiter.as_ref().and_then(Attr::as_str).filter(|own| !own.is_empty());
    (left.unwrap_or("{{"), right.unwrap_or("}}"))
}
