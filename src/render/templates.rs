//! The built-in templates, and a project's copies of them.

use super::env::BUILTIN;

/// The words with which an ejected template begins, before the mark of what it was copied from.
const EJECTED: &str = "{#- A copy of the built-in template ";

/// Where a project's template comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is the built-in one, to the letter.
    BuiltIn,
    /// It is the project's own, or a copy of the built-in one as it is today.
    Own,
    /// It is a copy of a built-in one that has changed since.
    Stale,
}

/// The names of the built-in templates.
pub fn template_names() -> impl Iterator<Item = &'static str> {
    BUILTIN.iter().map(|(name, _)| *name)
}

/// The text of a built-in template.
#[must_use]
pub fn template(name: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// A copy of a built-in template, marked with what it was copied from.
#[must_use]
pub fn ejected(text: &str) -> String {
    format!("{EJECTED}{}; it goes before ours -#}}\n{text}", mark(text))
}

/// Where a project's template of a name comes from.
#[must_use]
pub fn origin(name: &str, text: &str) -> Origin {
    let builtin = template(name).unwrap_or_default();
    if text == builtin {
        return Origin::BuiltIn;
    }
    let from = text.strip_prefix(EJECTED).and_then(|rest| rest.get(..16));
    if from.is_some_and(|from| from != mark(builtin)) { Origin::Stale } else { Origin::Own }
}

/// A short mark of a text: FNV-1a, which tells versions apart and need not withstand anybody.
fn mark(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::{Origin, ejected, origin, template};

    #[test]
    fn copies_know_what_they_are_copies_of() {
        let text = template("task.hcl.j2").unwrap_or_default();
        assert_eq!(origin("task.hcl.j2", text), Origin::BuiltIn);
        assert_eq!(origin("task.hcl.j2", &ejected(text)), Origin::Own);
        assert_eq!(origin("task.hcl.j2", &ejected("older")), Origin::Stale);
        assert_eq!(origin("task.hcl.j2", "task {}"), Origin::Own);
    }
}
