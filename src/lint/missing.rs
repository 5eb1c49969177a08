//! Required attributes and blocks that are missing.

use super::Scope;
use crate::jobspec::{Block, Field, FieldItem, Kind, Locations, Schema};

/// Whether there is something that a block must have.
pub fn has_required(schema: &Schema) -> bool {
    schema.fields.iter().any(|field| field.required && field.kind != Kind::Label)
}

/// The required attributes and blocks that are missing in a block, of those that are `asked` for.
/// An empty string counts as missing.
pub fn missing(block: &dyn Block, asked: impl Fn(&Field) -> bool) -> Vec<&'static Field> {
    let fields = block.schema().fields;
    let is_asked = |field: &Field| field.required && field.kind != Kind::Label && asked(field);
    let mut missing: Vec<usize> = Vec::new();
    missing.extend((0..fields.len()).filter(|index| fields[*index].required));
    block.visit(&mut |index, item| {
        if !matches!(item, FieldItem::Attr(value) if value.as_str() == Some("")) {
            missing.retain(|other| *other != index);
        }
    });
    missing.into_iter().map(|index| &fields[index]).filter(|field| is_asked(field)).collect()
}

/// A block, as messages name it.
pub fn named(schema: &Schema) -> String {
    if schema.config && schema.name == "config" {
        format!("the `config` of driver `{}`", schema.go)
    } else {
        format!("`{}`", schema.name)
    }
}

/// Reports a missing attribute or block.
pub fn lacks(block: &dyn Block, field: &Field, scope: &mut Scope<'_, '_>) {
    let schema = block.schema();
    let what = named(schema);
    // An empty string has a location of its own.
    let index = schema.field(field.name).map(|(index, _)| index);
    let location = index.and_then(|index| block.locations(index)).map(Locations::first);
    let finding =
        scope.finding(format!("missing `{}` in {what}", field.name), location.unwrap_or_default());
    scope.report(finding.help(format!("set `{}`", field.name)));
}
