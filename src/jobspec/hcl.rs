//! `hcl(…)`: a string with expressions in it, as HCL writes it.

use super::{Interpolated, Value, expr, interpolate, literal, reference};
use jobwright_hcl::syntax::Sequence;

/// A string in which `${…}` is an expression, as in HCL: `hcl("registry.lab/app:${var.tag}")`. References that Nomad
/// resolves at run time stay references; `$${` is a literal `${`, and so is a `${` that nothing closes.
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
        let (before, part, after) = piece(before, here);
        parts.extend([before.into(), part]);
        rest = after;
    }
    parts.push(rest.into());
    interpolate(parts.into_iter().filter(|part| part.as_str() != Some("")))
}

/// The string before a `${`, what begins there, and the string after that.
fn piece<'t>(before: &'t str, here: &'t str) -> (&'t str, Value, &'t str) {
    let reference = reference(here).map(|length| here.split_at(length));
    if let Some(before) = before.strip_suffix('$') {
        let (escaped, after) = reference.map_or_else(
            || (Value::from("${"), &here[2..]),
            |(reference, after)| (literal(reference).into(), after),
        );
        return (before, escaped, after);
    }
    if let Some((reference, after)) = reference {
        return (before, reference.into(), after);
    }
    let Some(Sequence { source, after, trims }) = Sequence::of(here) else {
        return (before, "${".into(), &here[2..]);
    };
    let (trims_before, trims_after) = trims;
    let before = if trims_before { before.trim_end() } else { before };
    let after = if trims_after { after.trim_start() } else { after };
    (before, expr(source.trim()).into(), after)
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
        check("${\"${a}}${\"}\"}\"}}", &[expr("\"${a}}${\"}\"}\"").into(), "}".into()]);
        check("${a /* } \" */}b", &[expr("a /* } \" */").into(), "b".into()]);
        check("${# it's }\na}b", &[expr("# it's }\na").into(), "b".into()]);
        check(
            "${\"%{ if a }}%{ endif }\"}b",
            &[expr("\"%{ if a }}%{ endif }\"").into(), "b".into()],
        );
        check("${<<E\n\"}\nE\n}b", &[expr("<<E\n\"}\nE").into(), "b".into()]);
        check("${\"$${\"}b", &[expr("\"$${\"").into(), "b".into()]);
        check("a ${~ b ~}\n c", &["a".into(), expr("b").into(), "c".into()]);
    }

    #[test]
    fn all_else_is_text() {
        check("${NOMAD_DC}:${var.a}", &["${NOMAD_DC}:".into(), expr("var.a").into()]);
        check("$${var.a}", &["${var.a}".into()]);
        check("$${NOMAD_DC}", &[literal("${NOMAD_DC}").into()]);
        check("é${ open", &["é${ open".into()]);
        check("$", &["$".into()]);
        check("%{ if a }b", &["%{ if a }b".into()]);
        check("$${~ a ~} ${\"${", &["${~ a ~} ${\"${".into()]);
    }
}
