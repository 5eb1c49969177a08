//! A project's copies of the built-in templates.

use super::builtin::{named, prints, template};
use crate::mark::mark;

/// The words with which an ejected template begins, before the fingerprint of its original.
const EJECTED: &str = "{#- A copy of the built-in template ";

/// Where a project's template comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is equal to the built-in one of its name.
    BuiltIn,
    /// It is the project's own, or a copy of the current built-in one.
    Own,
    /// It is a copy of a built-in one that has changed since.
    Stale,
}

/// A copy of the built-in template that prints the blocks of this name, marked with the fingerprint
/// of its original.
#[must_use]
pub fn ejected(name: &str) -> Option<String> {
    let text = template(name)?;
    Some(format!(
        "{EJECTED}{}, which goes before ours; it prints {} -#}}\n{text}",
        mark(text),
        prints(name)
    ))
}

/// Where a project's template of a name comes from.
#[must_use]
pub fn origin(name: &str, text: &str) -> Origin {
    let builtin = template(name).unwrap_or_default();
    if text == builtin && named(name).is_some() {
        return Origin::BuiltIn;
    }
    let from = text.strip_prefix(EJECTED).and_then(|rest| rest.get(..16));
    if from.is_some_and(|from| from != mark(builtin)) { Origin::Stale } else { Origin::Own }
}

#[cfg(test)]
mod tests {
    use super::{Origin, ejected, mark, origin, template};

    #[test]
    fn copies_know_what_they_are_copies_of() {
        for name in ["task.hcl.j2", "check.hcl.j2"] {
            let copy = ejected(name).unwrap_or_default();
            assert_eq!(origin(name, &copy), Origin::Own);
            let now = mark(template(name).unwrap_or_default());
            assert_eq!(origin(name, &copy.replace(&now, &mark("older"))), Origin::Stale);
            assert_eq!(origin(name, "task {}"), Origin::Own);
        }
    }

    #[test]
    fn a_copy_of_the_generic_template_is_what_its_name_prints() {
        let text = |name| template(name).unwrap_or_default();
        assert_eq!(origin("task.hcl.j2", text("task.hcl.j2")), Origin::BuiltIn);
        assert_eq!(origin("check.hcl.j2", text("check.hcl.j2")), Origin::Own);
    }
}
