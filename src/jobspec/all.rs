//! All blocks of the model.

use super::{Config, Job, Kind, Schema, VolumeSpec};

/// Every block that the model knows, each once: the job and what is in it, the typed drivers' configurations, and
/// volume specifications.
///
/// ```
/// let all = jobwright::jobspec::all_schemas();
/// assert_eq!(all[0].name, "job");
/// assert!(all.iter().any(|schema| schema.go == "ConsulTransparentProxy"));
/// ```
#[must_use]
pub fn all_schemas() -> Vec<&'static Schema> {
    let mut all = schemas_in(&Job::SCHEMA);
    collect(&VolumeSpec::SCHEMA, &mut all);
    all
}

/// A block and every block that may be in it, each once.
pub(crate) fn schemas_in(schema: &'static Schema) -> Vec<&'static Schema> {
    let mut all = Vec::new();
    collect(schema, &mut all);
    all
}

fn collect(schema: &'static Schema, into: &mut Vec<&'static Schema>) {
    if into.iter().any(|known| known.is(schema)) {
        return;
    }
    into.push(schema);
    for field in schema.fields {
        match field.kind {
            Kind::Block(inner) | Kind::Blocks(inner) => collect(inner, into),
            Kind::Config => Config::schemas().iter().for_each(|(_, inner)| collect(inner, into)),
            Kind::Label | Kind::Attr(_) | Kind::Map(_) | Kind::Free => {}
        }
    }
}
