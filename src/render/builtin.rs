//! The built-in templates, and the blocks that they print: some have a template of their own, all
//! others use the generic one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::jobspec::{Config, Kind, Schema, Variable, all_schemas};

/// The built-in templates, by their names in the environment.
pub const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// Distinguishes a built-in template from a project's of the same name, which takes precedence.
pub const PREFIX: &str = "builtin/";

/// The template of every block that does not have its own.
pub const GENERIC: &str = "block.hcl.j2";

/// The same, by its name in the environment.
pub const BUILTIN_GENERIC: &str = "builtin/block.hcl.j2";

/// The name for blocks of arbitrary names, such as `env`.
pub const MAP: &str = "map.hcl.j2";

/// The name for blocks that the model does not describe, such as the `config` of an unknown driver.
pub const FREE: &str = "free.hcl.j2";

/// The built-in template of exactly this name, by its name in the environment.
pub fn named(name: &str) -> Option<&'static str> {
    let mut all = BUILTIN.iter().map(|(builtin, _)| *builtin);
    all.find(|builtin| builtin.strip_prefix(PREFIX) == Some(name))
}

/// The built-in template that prints the blocks of this name.
pub fn printer(name: &str) -> &'static str {
    named(name).unwrap_or(BUILTIN_GENERIC)
}

/// A name, if a template has it.
pub fn known(name: &str) -> Option<&'static str> {
    places().get_key_value(name).map(|(known, _)| *known)
}

/// The names of the templates that a project can override: one for each block, and the generic one.
pub fn template_names() -> impl Iterator<Item = &'static str> {
    places().keys().copied()
}

/// The source of the built-in template that prints the blocks of a name: one of their own, or the
/// generic one.
#[must_use]
pub fn template(name: &str) -> Option<&'static str> {
    let printer = printer(known(name)?);
    BUILTIN.iter().find(|(builtin, _)| *builtin == printer).map(|(_, text)| *text)
}

/// Whether the generic template prints the blocks of this name.
#[must_use]
pub fn is_generic(name: &str) -> bool {
    named(name).is_none()
}

/// What the template of a name prints, in words: `check in service`.
#[must_use]
pub fn prints(name: &str) -> String {
    match name {
        GENERIC => return "every block without a template of its own".to_owned(),
        MAP => return "blocks with free names, such as env".to_owned(),
        FREE => return "blocks without a schema, such as the config of other drivers".to_owned(),
        _ => {}
    }
    let Some(place) = places().get(name) else { return String::new() };
    let list = |names: &BTreeSet<&str>| names.iter().copied().collect::<Vec<_>>().join(", ");
    match &place.parents {
        parents if parents.is_empty() => list(&place.keywords),
        parents => format!("{} in {}", list(&place.keywords), list(parents)),
    }
}

/// Where the blocks of a template are used.
#[derive(Default)]
struct TemplateUse {
    keywords: BTreeSet<&'static str>,
    /// The blocks that contain them, by the names of their templates.
    parents: BTreeSet<&'static str>,
}

/// The names of all templates, and what they print.
fn places() -> &'static BTreeMap<&'static str, TemplateUse> {
    static PLACES: OnceLock<BTreeMap<&'static str, TemplateUse>> = OnceLock::new();
    PLACES.get_or_init(|| {
        let mut places: BTreeMap<_, TemplateUse> =
            [GENERIC, MAP, FREE].into_iter().map(|name| (name, TemplateUse::default())).collect();
        let mut schemas = all_schemas();
        // They are in a job's file, above the job.
        schemas.push(&Variable::SCHEMA);
        schemas.extend(Variable::SCHEMA.fields.iter().filter_map(|field| inner(&field.kind)));
        for schema in &schemas {
            places.entry(schema.template).or_default();
        }
        for schema in &schemas {
            let parent = schema.template.split('.').next().unwrap_or_default();
            for field in schema.fields {
                let drivers = Config::schemas().iter().map(|(_, schema)| *schema);
                let drivers = drivers.filter(|_| field.kind == Kind::Config);
                for inner in inner(&field.kind).into_iter().chain(drivers) {
                    let place = places.entry(inner.template).or_default();
                    place.keywords.insert(field.name);
                    place.parents.insert(parent);
                }
            }
        }
        // A block that no other one contains is listed under its own name.
        for schema in schemas {
            let place = places.entry(schema.template).or_default();
            if place.keywords.is_empty() {
                place.keywords.insert(schema.name);
            }
        }
        places
    })
}

fn inner(kind: &Kind) -> Option<&'static Schema> {
    match kind {
        Kind::Block(inner) | Kind::Blocks(inner) => Some(inner),
        _ => None,
    }
}
