//! `hcl(…)`: a text with expressions in it, as HCL writes it.

use super::{Interpolated, Value, expr, interpolate, literal, reference};

/// A text in which `${…}` is an expression, as in HCL: `hcl("registry.lab/app:${var.tag}")`. References that Nomad
/// resolves at run time stay references; `$${` is a text, and so is a `${` that nothing closes.
///
/// ```
/// use jobwright::jobspec::{hcl, interpolate, var};
/// let image = hcl("registry.lab/app:${var.tag}");
/// assert_eq!(image, interpolate(["registry.lab/app:".into(), var("tag").into()]));
/// ```
#[must_use]
pub fn hcl(text: &str) -> Interpolated {
    let mut parts: Vec<Value> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let (before, here) = rest.split_at(at);
        let escaped = before.ends_with('$');
        parts.push(before.strip_suffix('$').unwrap_or(before).into());
        let (part, taken) = match (reference(here), end(here)) {
            (Some(length), _) if escaped => (literal(&here[..length]).into(), length),
            (Some(length), _) => (here[..length].into(), length),
            (None, Some(length)) if !escaped => (expr(here[2..length - 1].trim()).into(), length),
            _ => ("${".into(), 2),
        };
        parts.push(part);
        rest = &here[taken..];
    }
    parts.push(rest.into());
    interpolate(parts.into_iter().filter(|part| part.as_str() != Some("")))
}

/// The length of the `${…}` that the text starts with: its brace, past those in texts and in other braces.
fn end(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' if !quoted => depth += 1,
            '}' if !quoted && depth == 1 => return Some(at + 1),
            '}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::hcl;
    use crate::jobspec::{Value, expr, interpolate, literal};

    fn check(text: &str, parts: &[Value]) {
        assert_eq!(hcl(text), interpolate(parts.to_vec()), "{text}");
    }

    #[test]
    fn expressions_are_found() {
        check("a", &["a".into()]);
        check("${var.a}${local.b}", &[expr("var.a").into(), expr("local.b").into()]);
        check("${ var.a }-", &[expr("var.a").into(), "-".into()]);
        check("x${m[\"}\"]}y", &["x".into(), expr("m[\"}\"]").into(), "y".into()]);
        check("${{ a = \"\\\"}\" }.a}", &[expr("{ a = \"\\\"}\" }.a").into()]);
    }

    #[test]
    fn all_else_is_text() {
        check("${NOMAD_DC}:${var.a}", &["${NOMAD_DC}:".into(), expr("var.a").into()]);
        check("$${var.a}", &["${var.a}".into()]);
        check("$${NOMAD_DC}", &[literal("${NOMAD_DC}").into()]);
        check("é${ open", &["é${ open".into()]);
        check("$", &["$".into()]);
    }
}
