//! `house/driver-config`: a driver's `config` has its required attributes, and values that the driver can convert.

use crate::jobspec::{
    Block, Field, FieldItem, FreeItem, Kind, Location, Map, Schema, Text, Type, Value,
};
use crate::lint::missing::{lacks, missing, named};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/driver-config",
    what: "a driver's `config` has its required attributes, and values of the types that the \
        driver expects",
    why: "Nomad's servers do not check a driver's configuration: they accept the job, and the task \
        fails on the client, repeatedly, with an error of the driver.",
    level: Level::Error,
    bad: Sample::Config("command = \"/bin/app\""),
    good: Sample::Config("image   = \"example/app:1.4.2\"\n        command = \"/bin/app\""),
    view: View::Written,
    needs_site: false,
    check: Check::Where(|schema| schema.config, check),
};

fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let extra = &block.base().extra;
    // What a kept expression makes is not known, and `null` is as good as absent.
    let is_null = |item: &FreeItem| matches!(item, FreeItem::Attr(_, Value::Null));
    if extra.placed().all(|(item, _)| is_null(item)) {
        missing(block, |_| true).into_iter().for_each(|field| lacks(block, field, scope));
    }
    block.visit(&mut |index, item| {
        if let (FieldItem::Map(map), Some(field)) = (item, block.schema().fields.get(index)) {
            of_map(field, map, scope);
        }
    });
    for (item, location) in extra.placed() {
        // In Rust, `unknown-name` says which method to use, and its type is the right one.
        if matches!(location, Location::Text(..)) {
            has_type(block.schema(), item, location, scope);
        }
    }
}

/// Checks the values of a block of free names.
fn of_map(field: &Field, map: &Map, scope: &mut Scope<'_, '_>) {
    let Kind::Map(of) = &field.kind else { return };
    let expected = of.with_article();
    for (name, value, location) in
        map.placed().filter(|(_, value, _)| mismatch(of, value).is_some())
    {
        let (block, found) = (field.name, found(value));
        let message = format!("invalid `{name}` in `{block}`: expected {expected}, found {found}");
        let finding = scope.finding(message, location);
        scope.report(finding.help(format!("set `{name}` to {expected}")));
    }
}

/// Checks an attribute that the reader has kept, because the model has no such value for it.
fn has_type(schema: &Schema, item: &FreeItem, location: Location, scope: &mut Scope<'_, '_>) {
    let (FreeItem::Attr(name, _) | FreeItem::Object(name, _)) = item else { return };
    // The driver for Podman is released on its own, and takes a string as an `entrypoint`.
    let is_of_nomad = schema.go != "podman";
    let Some((_, field)) = schema.field(name).filter(|_| is_of_nomad) else { return };
    let (expected, of) = match &field.kind {
        Kind::Attr(of) => (of.with_article(), *of),
        Kind::Map(of) => ("a block".to_owned(), Type::Map(of)),
        Kind::Block(_) | Kind::Blocks(_) => ("a block".to_owned(), Type::Map(&Type::Any)),
        Kind::Label | Kind::Free | Kind::Config => return,
    };
    // The one map of Docker's that is no list, `storage_opt`, is given in parentheses, too.
    if matches!((item, &field.kind), (FreeItem::Object(..), Kind::Map(_))) {
        return;
    }
    let is_several =
        matches!(item, FreeItem::Object(..) | FreeItem::Attr(_, Value::List(_) | Value::Object(_)));
    let found = match item {
        FreeItem::Attr(_, value) => {
            let Some(wrong) = mismatch(&of, value) else { return };
            let within = if std::ptr::eq(wrong, value) { "" } else { " in it" };
            found(wrong) + within
        }
        // One in parentheses does not become a list of one, as a block is.
        _ => "an object in parentheses".to_owned(),
    };
    let message =
        format!("invalid `{name}` in {}: expected {expected}, found {found}", named(schema));
    let help = match &field.kind {
        Kind::Attr(Type::List(_)) if !is_several => format!("put it in brackets: `{name} = […]`"),
        Kind::Attr(Type::Bool) => format!("set `{name}` to `true` or `false`"),
        Kind::Attr(_) => format!("set `{name}` to {expected}"),
        _ => format!("write `{name} {{ … }}`"),
    };
    scope.report(scope.finding(message, location).help(help));
}

/// The value, or the one in it, that the driver does not convert. As everywhere in Nomad, `"5"` is a number, `"true"` and
/// `"1"` are bools, and a number or a bool is a string.
fn mismatch<'v>(expected: &Type, value: &'v Value) -> Option<&'v Value> {
    let text = match value {
        // Nothing is as good as absent, and a reference is resolved first.
        Value::Null | Value::Expr(_) | Value::Interpolated(_) | Value::Text(Text::Runtime(_)) => {
            return None;
        }
        Value::Text(text) if text.as_str().contains("${") => None,
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let is_string = matches!(value, Value::Text(_) | Value::Duration(_));
    let is_number = matches!(value, Value::Int(_) | Value::Float(_));
    let fits = match expected {
        Type::Bool if is_string => {
            text.is_none_or(|text| ["true", "false", "1", "0"].contains(&text))
        }
        Type::Bool => matches!(value, Value::Bool(_)),
        Type::Int(..) | Type::Number if is_string => {
            text.is_none_or(|text| text.parse::<f64>().is_ok())
        }
        Type::Int(..) | Type::Number => is_number,
        Type::Text | Type::Duration => is_string || is_number || matches!(value, Value::Bool(_)),
        Type::List(of) => match value {
            Value::List(all) => return all.iter().find_map(|one| mismatch(of, one)),
            _ => false,
        },
        Type::Map(of) => match value {
            Value::Object(map) => return map.iter().find_map(|(_, one)| mismatch(of, one)),
            // As Nomad parses a job, a block is a list of one.
            Value::List(all) => return all.iter().find_map(|one| mismatch(expected, one)),
            _ => false,
        },
        Type::Any | Type::Expression => true,
    };
    (!fits).then_some(value)
}

/// A value, for messages. A string may hold a secret.
fn found(value: &Value) -> String {
    match value {
        Value::Bool(value) => format!("`{value}`"),
        Value::Int(value) => format!("`{value}`"),
        Value::Float(value) => format!("`{value}`"),
        Value::List(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        _ => "a string".to_owned(),
    }
}
