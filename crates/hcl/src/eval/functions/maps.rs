//! Maps and objects.

use std::collections::BTreeMap;

use super::function::{Fault, Outcome, argument, elements, text};
use super::strings::noun;
use crate::eval::context::Context;
use crate::eval::convert::convert;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Value};

fn no_map(arguments: &[Value], at: usize) -> Fault {
    Fault::at(at, format!("expected a map or an object, found {}", noun(arguments, at)))
}

pub(super) fn keys(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    match argument(arguments, 0) {
        Value::Map(_, entries) => Ok(Value::texts(entries.keys())),
        Value::Object(entries) => {
            Ok(Value::tuple(entries.keys().cloned().map(Value::String).collect()))
        }
        _ => Err(no_map(arguments, 0)),
    }
}

pub(super) fn values(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    match argument(arguments, 0) {
        Value::Map(of, entries) => {
            Ok(Value::list(entries.values().cloned().collect(), of.clone())?)
        }
        Value::Object(entries) => Ok(Value::tuple(entries.values().cloned().collect())),
        _ => Err(no_map(arguments, 0)),
    }
}

pub(super) fn lookup(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let (key, default) = (text(arguments, 1), argument(arguments, 2));
    match argument(arguments, 0) {
        Value::Object(entries) => Ok(entries.get(key).unwrap_or(default).clone()),
        Value::Map(of, entries) => {
            let message = |_| Fault::at(2, format!("expected {}, as in the map", of.noun()));
            let default = convert(default, of).map_err(message)?;
            Ok(entries.get(key).cloned().unwrap_or(default))
        }
        _ => Err(no_map(arguments, 0)),
    }
}

pub(super) fn merge(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let mut merged = Entries::new();
    let mut types: Vec<Type> = Vec::new();
    for (at, value) in arguments.iter().enumerate() {
        let of = value.type_of();
        if of == Type::Any {
            types.push(of);
            continue;
        }
        if !matches!(of, Type::Map(_) | Type::Object(_)) {
            return Err(no_map(arguments, at));
        }
        types.push(of);
        for (name, value) in value.entries().into_iter().flat_map(|entries| entries.iter()) {
            merged.insert(name.clone(), value.clone());
        }
    }
    match types.split_first() {
        Some((Type::Map(of), rest))
            if rest
                .iter()
                .all(|other| other.element() == Some(of) && matches!(other, Type::Map(_))) =>
        {
            Ok(Value::map(merged, (**of).clone())?)
        }
        _ => Ok(Value::object(merged)),
    }
}

pub(super) fn zipmap(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let values = argument(arguments, 1);
    if !matches!(values, Value::List(..) | Value::Tuple(_)) {
        return Err(Fault::at(1, format!("expected a list, found {}", noun(arguments, 1))));
    }
    let (names, elements) = (elements(arguments, 0), elements(arguments, 1));
    if names.len() != elements.len() {
        let message = format!(
            "expected the same number of keys and values, found {} keys and {} \
            values",
            names.len(),
            elements.len()
        );
        return Err(Fault::from(message));
    }
    let mut entries = BTreeMap::new();
    for (name, value) in names.iter().zip(elements) {
        let Value::String(name) = name else { return Err(Fault::at(0, "a key is null")) };
        entries.insert(name.clone(), value.clone());
    }
    match values {
        Value::List(of, _) => Ok(Value::map(entries, of.clone())?),
        _ => Ok(Value::object(entries)),
    }
}
