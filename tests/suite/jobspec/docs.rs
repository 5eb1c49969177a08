//! What the documentation of each block shows: HCL that the model knows, and an example that is compiled elsewhere.

use jobwright::jobspec::{Kind, Schema, all_schemas};
use jobwright::syntax::{self, Body, Item};

#[test]
fn each_block_and_field_is_documented() {
    let mut wrong = Vec::new();
    for schema in all_schemas() {
        let of = |what: &str| format!("{}: {what}", schema.template);
        if !schema.doc.contains("```\nuse jobwright::jobspec::") {
            wrong.push(of("no example in Rust"));
        }
        match schema.doc.split_once("```hcl\n").and_then(|(_, rest)| rest.split_once("```")) {
            Some((hcl, _)) => shown(schema, hcl, &mut wrong),
            None => wrong.push(of("no HCL")),
        }
        for field in schema.fields.iter().filter(|field| !field.doc.trim().ends_with('.')) {
            wrong.push(of(&format!("`{}` is not documented: {:?}", field.name, field.doc)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn shown(schema: &Schema, hcl: &str, wrong: &mut Vec<String>) {
    let body =
        syntax::parse(hcl).unwrap_or_else(|errors| panic!("{}: {errors:?}", schema.template));
    // A volume specification is a file without a block around it.
    match body.items.as_slice() {
        [Item::Block(block)] if block.kind == schema.name => {
            if block.labels.len() != schema.labels().count() {
                wrong.push(format!("{}: other labels than it shows", schema.template));
            }
            names(schema, &block.body, wrong);
        }
        _ if schema.name.contains(' ') => names(schema, &body, wrong),
        _ => wrong.push(format!("{}: shows something else than one block", schema.template)),
    }
}

fn names(schema: &Schema, body: &Body<'_>, wrong: &mut Vec<String>) {
    for item in &body.items {
        let name = match item {
            Item::Attribute(attribute) => attribute.name,
            Item::Block(block) => block.kind,
        };
        match (schema.field(name).map(|(_, field)| &field.kind), item) {
            (None, _) => wrong.push(format!("{}: shows `{name}`", schema.template)),
            (Some(Kind::Block(inner) | Kind::Blocks(inner)), Item::Block(block)) => {
                names(inner, &block.body, wrong);
            }
            (Some(Kind::Block(_) | Kind::Blocks(_)), Item::Attribute(_)) => {
                wrong.push(format!("{}: shows `{name}` as an attribute", schema.template));
            }
            _ => {}
        }
    }
}
