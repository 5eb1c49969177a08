//! Bodies: attributes and blocks into the fields of the model.

use super::{Finding, shorthand, value};
use crate::jobspec::{
    Base, Block, Child, Config, Free, FreeItem, Kind, Map, Schema, Text, Type, Value,
};
use crate::syntax::{self, Body, Expr, ExprKind, Item};

/// Reads a block, labels and all.
pub fn block(
    text: &str,
    from: &syntax::Block<'_>,
    into: &mut dyn Block,
    findings: &mut Vec<Finding>,
) {
    let schema = into.schema();
    let expected = schema.labels().count();
    if from.labels.len() != expected {
        let message =
            format!("`{}` takes {} but has {}", from.kind, count(expected), from.labels.len());
        findings.push(Finding::new(from.kind_span, message));
    }
    for ((index, _), label) in schema.labels().zip(&from.labels) {
        into.set(index, Value::Text(Text::Plain(label.text.clone().into_owned())));
    }
    body(text, &from.body, into, findings);
}

fn count(labels: usize) -> String {
    match labels {
        0 => "no label".to_owned(),
        1 => "one label".to_owned(),
        more => format!("{more} labels"),
    }
}

/// Reads what stands between a block's braces. Attributes go first: a task's driver decides what its `config` is.
pub fn body(text: &str, from: &Body<'_>, into: &mut dyn Block, findings: &mut Vec<Finding>) {
    let schema = into.schema();
    for item in &from.items {
        if let Item::Attribute(attribute) = item {
            self::attribute(text, attribute, schema, into, findings);
        }
    }
    for item in &from.items {
        if let Item::Block(block) = item {
            inner(text, block, schema, into, findings);
        }
    }
    shorthand::resolve(into);
}

fn attribute(
    text: &str,
    from: &syntax::Attribute<'_>,
    schema: &'static Schema,
    into: &mut dyn Block,
    findings: &mut Vec<Finding>,
) {
    if schema.config {
        return config_attribute(text, from, schema, into, findings);
    }
    let read = |kind: Type| value::typed(text, &from.value, kind, schema.config);
    match schema.field(from.name) {
        Some((index, field)) => match (&field.kind, into.child(index)) {
            (Kind::Attr(kind), _) => match read(*kind) {
                Ok(value) => into.set(index, value),
                Err(finding) => findings.push(finding),
            },
            (Kind::Map(of), Some(Child::Map(map))) if field.attribute_form => {
                match read(Type::Map(of)) {
                    Ok(Value::Object(read)) => *map = read,
                    Ok(_) => findings.push(Finding::new(from.value.span, "expected a map")),
                    Err(finding) => findings.push(finding),
                }
            }
            _ => {
                let message = format!("`{}` is a block, not an attribute", from.name);
                findings.push(Finding::new(from.name_span, message));
            }
        },
        None => free_attribute(text, from, &mut into.base_mut().extra, schema.config, findings),
    }
}

/// Nomad takes any value in a task's `config` and leaves it to the driver: what has another type than the model's is
/// kept as it is.
fn config_attribute(
    text: &str,
    from: &syntax::Attribute<'_>,
    schema: &'static Schema,
    into: &mut dyn Block,
    findings: &mut Vec<Finding>,
) {
    if plain_object(&from.value).is_some() {
        return free_attribute(text, from, &mut into.base_mut().extra, true, findings);
    }
    let value = match value::typed(text, &from.value, Type::Any, true) {
        Ok(value) => value,
        Err(finding) => return findings.push(finding),
    };
    match (schema.field(from.name).map(|(index, field)| (index, &field.kind)), value) {
        (Some((index, Kind::Attr(kind))), value) if value::fits(&value, *kind) => {
            into.set(index, value);
        }
        (Some((index, Kind::Map(_))), Value::Object(entries)) => {
            if let Some(Child::Map(map)) = into.child(index) {
                *map = entries;
            }
        }
        _ => free_attribute(text, from, &mut into.base_mut().extra, true, findings),
    }
}

/// Whether a driver's block can be one of the model's. If not, it is kept as it is.
fn suits(from: &syntax::Block<'_>, kind: &Kind, is_set: bool) -> bool {
    match kind {
        Kind::Blocks(inner) => from.labels.len() == inner.labels().count(),
        Kind::Block(inner) => !is_set && from.labels.len() == inner.labels().count(),
        Kind::Map(_) => {
            let plain = from.body.items.iter().all(|item| matches!(item, Item::Attribute(_)));
            !is_set && from.labels.is_empty() && plain
        }
        _ => false,
    }
}

fn inner(
    text: &str,
    from: &syntax::Block<'_>,
    schema: &'static Schema,
    into: &mut dyn Block,
    findings: &mut Vec<Finding>,
) {
    let driver = driver(into);
    let known = schema
        .field(from.kind)
        .filter(|(index, field)| !schema.config || suits(from, &field.kind, is_set(into, *index)));
    let Some((index, field)) = known else {
        let Base { extra, .. } = into.base_mut();
        extra.push(free_block(text, from, schema.config, findings));
        return;
    };
    let single = matches!(field.kind, Kind::Block(_) | Kind::Map(_) | Kind::Free | Kind::Config);
    if single && is_set(into, index) {
        findings.push(Finding::new(
            from.kind_span,
            format!("a second `{}` block; expected one", from.kind),
        ));
        return;
    }
    match into.child(index) {
        Some(Child::Block(child)) => block(text, from, child, findings),
        Some(Child::Map(map)) => {
            let of = match field.kind {
                Kind::Map(of) if !schema.config => of,
                _ => Type::Any,
            };
            read_map(text, &from.body, map, (of, schema.config), findings);
        }
        Some(Child::Free(free)) => read_free(text, &from.body, free, false, findings),
        Some(Child::Config(config)) => {
            match config.insert(Config::of_driver(driver.as_deref())).block_mut() {
                Ok(child) => block(text, from, child, findings),
                Err(free) => read_free(text, &from.body, free, true, findings),
            }
        }
        None => {
            let message = format!("`{}` is an attribute, not a block", from.kind);
            findings.push(Finding::new(from.kind_span, message));
        }
    }
}

/// The task's driver, if this is a task that names one.
pub fn driver(block: &dyn Block) -> Option<String> {
    let schema = block.schema();
    let (wanted, _) = schema.field("driver")?;
    let mut driver = None;
    block.visit(&mut |index, item| {
        if let (true, crate::jobspec::Item::Attr(value)) = (index == wanted, item) {
            driver = value.as_str().map(str::to_owned);
        }
    });
    driver
}

fn is_set(block: &dyn Block, field: usize) -> bool {
    let mut set = false;
    block.visit(&mut |index, _| set |= index == field);
    set
}

pub fn read_map(
    text: &str,
    from: &Body<'_>,
    into: &mut Map,
    (of, config): (Type, bool),
    findings: &mut Vec<Finding>,
) {
    for item in &from.items {
        match item {
            Item::Attribute(attribute) => match value::typed(text, &attribute.value, of, config) {
                Ok(value) => into.set(attribute.name, value),
                Err(finding) => findings.push(finding),
            },
            Item::Block(block) => {
                findings.push(Finding::new(
                    block.kind_span,
                    format!("expected `{} = …`, not a block", block.kind),
                ));
            }
        }
    }
}

fn read_free(
    text: &str,
    from: &Body<'_>,
    into: &mut Free,
    config: bool,
    findings: &mut Vec<Finding>,
) {
    for item in &from.items {
        match item {
            Item::Attribute(attribute) => free_attribute(text, attribute, into, config, findings),
            Item::Block(block) => into.push(free_block(text, block, config, findings)),
        }
    }
}

/// The object in `({ … })`, which Nomad does not put into a list.
fn plain_object<'e, 'a>(from: &'e Expr<'a>) -> Option<&'e Expr<'a>> {
    match &from.kind {
        ExprKind::Parens(inner) if matches!(inner.kind, ExprKind::Object(_)) => Some(&**inner),
        _ => None,
    }
}

fn free_attribute(
    text: &str,
    from: &syntax::Attribute<'_>,
    into: &mut Free,
    config: bool,
    findings: &mut Vec<Finding>,
) {
    if let Some(object) = plain_object(&from.value) {
        match value::typed(text, object, Type::Any, config) {
            Ok(Value::Object(entries)) => return into.set_object(from.name, entries),
            Ok(_) => {}
            Err(finding) => return findings.push(finding),
        }
    }
    match value::typed(text, &from.value, Type::Any, config) {
        Ok(value) => into.set(from.name, value),
        Err(finding) => findings.push(finding),
    }
}

fn free_block(
    text: &str,
    from: &syntax::Block<'_>,
    config: bool,
    findings: &mut Vec<Finding>,
) -> FreeItem {
    let labels = from.labels.iter().map(|label| label.text.clone().into_owned()).collect();
    let mut body = Free::new();
    read_free(text, &from.body, &mut body, config, findings);
    FreeItem::Block { name: from.kind.to_owned(), labels, body }
}
