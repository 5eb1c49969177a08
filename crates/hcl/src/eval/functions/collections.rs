//! Functions for collections of any kind.

use super::function::{Fault, Outcome, argument, elements};
use super::strings::noun;
use crate::eval::context::Context;
use crate::eval::convert::convert;
use crate::eval::types::Type;
use crate::eval::unify::unify;
use crate::eval::value::Value;
use crate::eval::weight::Weight;

pub(super) fn length(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let length = match argument(arguments, 0) {
        Value::List(_, values) | Value::Set(_, values) | Value::Tuple(values) => values.len(),
        Value::Map(_, entries) => entries.len(),
        Value::Object(_) => {
            let message = "expected a list, a set or a map; for an object `{…}`, write \
                `length(keys(…))`";
            return Err(Fault::at(0, message));
        }
        _ => {
            let message = format!("expected a list, a set or a map, found {}", noun(arguments, 0));
            return Err(Fault::at(0, message));
        }
    };
    Ok(Value::Number(length.into()))
}

pub(super) fn coalesce(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let types: Vec<Type> = arguments.iter().map(Value::type_of).collect();
    let Some(want) = unify(&types, true) else {
        return Err(Fault::from("the arguments have incompatible types"));
    };
    match arguments.iter().find(|value| !value.is_null()) {
        Some(value) => convert(value, &want).map_err(|mismatch| mismatch.to_string().into()),
        None => Err(Fault::from("all arguments are null")),
    }
}

pub(super) fn coalescelist(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    for (at, value) in arguments.iter().enumerate() {
        if !matches!(value.type_of(), Type::List(_) | Type::Tuple(_)) {
            let noun = if value.is_null() { "null" } else { noun(arguments, at) };
            return Err(Fault::at(at, format!("expected a list, found {noun}")));
        }
    }
    let filled = |value: &&Value| value.elements().is_some_and(|values| !values.is_empty());
    match arguments.iter().find(filled) {
        Some(value) => Ok(value.clone()),
        None => Err(Fault::from("all lists are empty")),
    }
}

pub(super) fn contains(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    if argument(arguments, 0).elements().is_none() {
        let message = format!("expected a list or a set, found {}", noun(arguments, 0));
        return Err(Fault::at(0, message));
    }
    let wanted = argument(arguments, 1);
    let walk = Weight::of(wanted, context.budget.left()).walk();
    if !context.budget.take(walk.saturating_mul(elements(arguments, 0).len() as u64)) {
        return Err(Fault::from("too many steps"));
    }
    let mut known = true;
    for value in elements(arguments, 0) {
        match wanted.compare(value) {
            Some(true) => return Ok(true.into()),
            Some(false) => {}
            None => known = false,
        }
    }
    Ok(if known { false.into() } else { Value::Unknown(Type::Bool) })
}

/// The element of a key, in spite of the name.
pub(super) fn index(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let missing = || Fault::at(1, "no such element");
    match (argument(arguments, 0), argument(arguments, 1)) {
        (Value::List(_, values) | Value::Tuple(values), Value::Number(key)) => {
            let at = key.to_i64().and_then(|at| usize::try_from(at).ok());
            at.and_then(|at| values.get(at)).cloned().ok_or_else(missing)
        }
        (Value::Map(_, entries), Value::String(key)) => {
            entries.get(key).cloned().ok_or_else(missing)
        }
        (Value::List(..) | Value::Tuple(_), _) => Err(Fault::at(1, "expected a number")),
        (Value::Map(..), _) => Err(Fault::at(1, "expected a string")),
        _ => {
            let message = format!("expected a list or a map, found {}", noun(arguments, 0));
            Err(Fault::at(0, message))
        }
    }
}
