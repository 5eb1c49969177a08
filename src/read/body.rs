//! Bodies: attributes and blocks into the fields of the model.

use super::{Finding, value};
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
}

fn attribute(
    text: &str,
    from: &syntax::Attribute<'_>,
    schema: &'static Schema,
    into: &mut dyn Block,
    findings: &mut Vec<Finding>,
) {
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

fn inner(
    text: &str,
    from: &syntax::Block<'_>,
    schema: &'static Schema,
    into: &mut dyn Block,
    findings: &mut Vec<Finding>,
) {
    let driver = driver(into);
    let Some((index, field)) = schema.field(from.kind) else {
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
            let of = if let Kind::Map(of) = field.kind { of } else { Type::Text };
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
fn driver(block: &dyn Block) -> Option<String> {
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

fn read_map(
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

fn free_attribute(
    text: &str,
    from: &syntax::Attribute<'_>,
    into: &mut Free,
    config: bool,
    findings: &mut Vec<Finding>,
) {
    let inner = if let ExprKind::Parens(inner) = &from.value.kind { Some(&**inner) } else { None };
    if let Some(object @ Expr { kind: ExprKind::Object(_), .. }) = inner {
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
