//! The constants of a registry's `site.rs`: definitions use their names in place of their values.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::definition::Prepared;
use crate::import::definition::code::Code;
use crate::import::definition::layout;

/// The types whose constants are looked for.
const TYPES: [&str; 2] = ["Shape", "Target"];

/// Expressions with the paths of the constants that hold them, from the module `site` on.
#[derive(Debug, Default)]
pub struct Constants(BTreeMap<String, String>);

impl Constants {
    /// The constants in a source formatted by rustfmt: each on a line of its own, at the top or in
    /// a module.
    pub fn of(site: &str) -> Self {
        let mut constants = BTreeMap::new();
        let mut module = "";
        for line in site.lines() {
            let inside = line.starts_with(' ');
            if let Some(name) = line.strip_prefix("pub mod ") {
                module = name.strip_suffix(" {").unwrap_or_default();
            } else if !inside && !line.is_empty() {
                module = "";
            }
            let declared = line.trim_start().strip_prefix("pub const ").and_then(|rest| {
                let (name, rest) = rest.split_once(": ")?;
                let (of, value) = rest.strip_suffix(';')?.split_once(" = ")?;
                TYPES.contains(&of).then_some((name, value))
            });
            // The first of several names is the one that others are made from.
            if let Some((name, value)) = declared.filter(|_| inside != module.is_empty()) {
                let path =
                    if inside { format!("{module}::{name}") } else { format!("site::{name}") };
                constants.entry(value.to_owned()).or_insert(path);
            }
        }
        Self(constants)
    }

    /// Names the constants in a definition.
    pub fn name(&self, prepared: &mut Prepared) {
        let mut modules = BTreeSet::new();
        prepared.rewrite(&mut |code| {
            let Code::Call(callee, _) = code else { return None };
            let of = callee.split_once("::").is_some_and(|(of, _)| TYPES.contains(&of));
            let path = self.0.get(&layout::one_line(code).filter(|_| of)?)?;
            modules.extend(path.split_once("::").map(|(module, _)| module.to_owned()));
            Some(Code::atom(path))
        });
        prepared.modules.extend(modules);
    }
}

#[cfg(test)]
mod tests {
    use super::Constants;

    #[test]
    fn constants_are_found_in_modules_and_at_the_top() {
        let constants = Constants::of(
            "pub const HERE: Target = Target::host(\"here\");\n\npub mod shape {\n    use super::Shape;\n\n    \
             pub const TINY: Shape = Shape::equal(64);\n    pub const SAME: Shape = Shape::equal(64);\n    \
             const OWN: Shape = Shape::equal(1);\n}\n\npub const N: u32 = 3;\nmod own {\n    \
             pub const HIDDEN: Shape = Shape::equal(2);\n}\n",
        );
        let found: Vec<(&str, &str)> =
            constants.0.iter().map(|(value, path)| (value.as_str(), path.as_str())).collect();
        assert_eq!(
            found,
            [("Shape::equal(64)", "shape::TINY"), ("Target::host(\"here\")", "site::HERE")]
        );
    }
}
