//! Strings that may hold HCL expressions.

use crate::jobspec::{Attr, Value, interpolate};

/// One string of several.
pub fn joined(parts: impl IntoIterator<Item = Value>) -> Attr<String> {
    // The parts of parts, so that adjacent strings become one.
    let flat = parts.into_iter().flat_map(|part| match part {
        Value::Interpolated(inner) => inner.parts().to_vec(),
        part => vec![part],
    });
    Attr::from_value(interpolate(flat).into())
}

/// The strings with a separator between them.
pub fn separated<'a>(
    values: impl IntoIterator<Item = &'a Attr<String>>,
    separator: &str,
) -> Vec<Value> {
    let mut parts = Vec::new();
    for value in values {
        if !parts.is_empty() {
            parts.push(separator.into());
        }
        parts.push(value.value().clone());
    }
    parts
}

/// `KEY=VALUE`
pub fn pair(key: &str, value: impl IntoIterator<Item = Value>) -> Attr<String> {
    joined(std::iter::once(Value::from(format!("{key}="))).chain(value))
}

/// The name under which Traefik knows a service of the catalog: its words of letters and digits,
/// joined by dashes.
#[must_use]
pub fn normal(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::{normal, pair, separated};
    use crate::jobspec::{Attr, hcl, var};

    #[test]
    fn names_are_those_of_traefik() {
        for (name, expected) in
            [("web", "web"), ("a.b_c", "a-b-c"), ("-x--y-", "x-y"), ("é1", "é1")]
        {
            assert_eq!(normal(name), expected);
        }
    }

    #[test]
    fn expressions_stay_expressions() {
        let values: [Attr<String>; 2] = ["a".into(), var("b").into()];
        assert_eq!(pair("k", separated(&values, ",")), hcl("k=a,${var.b}").into());
        let plain: [Attr<String>; 1] = ["a".into()];
        assert_eq!(pair("k", separated(&plain, ",")), "k=a".into());
    }
}
