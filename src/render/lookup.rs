//! The template that prints a block: the project's of its name, the built-in one of its name, or
//! the generic one.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::builtin::{GENERIC, PREFIX, known, named, printer};

/// The templates of a project, by name.
#[derive(Debug)]
pub struct Lookup {
    own: BTreeSet<String>,
}

impl Lookup {
    /// For a project with templates of these names.
    pub fn new<'a>(own: impl Iterator<Item = &'a String>) -> Self {
        Self { own: own.cloned().collect() }
    }

    /// The template that prints the blocks of this name, by its name in the environment.
    pub fn printer(&self, name: &'static str) -> &'static str {
        if self.own.contains(name) {
            name
        } else if named(name).is_none() && self.own.contains(GENERIC) {
            GENERIC
        } else {
            printer(name)
        }
    }

    /// The file of that template, for messages.
    pub fn file(&self, name: &'static str) -> &'static str {
        let printer = self.printer(name);
        printer.strip_prefix(PREFIX).unwrap_or(printer)
    }

    /// The template that another one refers to by a name: with `builtin/`, the built-in one,
    /// whether of that name or the generic one.
    pub fn meant<'n>(&self, name: &'n str) -> Cow<'n, str> {
        let meant = match name.strip_prefix(PREFIX) {
            Some(builtin) => known(builtin).map(printer),
            None => known(name).map(|name| self.printer(name)),
        };
        meant.map_or(Cow::Borrowed(name), Cow::Borrowed)
    }
}

/// Whether a template is a project's, by its name in the environment.
pub fn is_own(printer: &str) -> bool {
    !printer.starts_with(PREFIX)
}

#[cfg(test)]
mod tests {
    use super::Lookup;

    #[test]
    fn a_name_goes_before_the_generic_template() {
        let check = |own: &[&str], name: &'static str, expected: &str| {
            let own: Vec<String> = own.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(Lookup::new(own.iter()).printer(name), expected, "{own:?}");
        };
        check(&[], "task.hcl.j2", "builtin/task.hcl.j2");
        check(&[], "check.hcl.j2", "builtin/block.hcl.j2");
        check(&["task.hcl.j2"], "task.hcl.j2", "task.hcl.j2");
        check(&["task.hcl.j2"], "check.hcl.j2", "builtin/block.hcl.j2");
        check(&["block.hcl.j2"], "task.hcl.j2", "builtin/task.hcl.j2");
        check(&["block.hcl.j2"], "check.hcl.j2", "block.hcl.j2");
        check(&["block.hcl.j2", "check.hcl.j2"], "check.hcl.j2", "check.hcl.j2");
    }

    #[test]
    fn templates_mean_ours_by_the_prefix() {
        let check = |name: &str, expected: &str| {
            let own = ["check.hcl.j2".to_owned()];
            assert_eq!(Lookup::new(own.iter()).meant(name), expected);
        };
        check("builtin/check.hcl.j2", "builtin/block.hcl.j2");
        check("builtin/task.hcl.j2", "builtin/task.hcl.j2");
        check("check.hcl.j2", "check.hcl.j2");
        check("task.hcl.j2", "builtin/task.hcl.j2");
        check("dns.hcl.j2", "builtin/block.hcl.j2");
        check("_ours.hcl.j2", "_ours.hcl.j2");
        check("builtin/tusk.hcl.j2", "builtin/tusk.hcl.j2");
    }
}
