//! Lists.

use super::function::{Fault, Outcome, argument, elements, number, whole};
use super::strings::{count, noun};
use crate::eval::context::Context;
use crate::eval::convert::convert;
use crate::eval::number::Number;
use crate::eval::types::Type;
use crate::eval::unify::unify;
use crate::eval::value::Value;
use crate::eval::weight::Weight;

/// As many numbers as `range` makes.
const MAX_RANGE: usize = 1024;

pub(super) fn chunklist(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let list = argument(arguments, 0);
    let size = match count(arguments, 1)? {
        0 => usize::MAX,
        size => size,
    };
    let (of, values) = (list.type_of(), elements(arguments, 0));
    let inner = of.element().cloned().unwrap_or(Type::Any);
    let chunks = values.chunks(size).map(|chunk| Value::list(chunk.to_vec(), inner.clone()));
    Ok(Value::list(chunks.collect::<Result<_, _>>()?, of)?)
}

pub(super) fn compact(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let texts = elements(arguments, 0).iter().filter_map(Value::as_str);
    Ok(Value::texts(texts.filter(|text| !text.is_empty())))
}

pub(super) fn concat(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    if arguments.is_empty() {
        return Err(Fault::from("expected at least one list"));
    }
    for (at, value) in arguments.iter().enumerate() {
        if !matches!(value, Value::List(..) | Value::Tuple(_)) {
            return Err(Fault::at(at, format!("expected a list, found {}", noun(arguments, at))));
        }
    }
    let types: Vec<Type> = arguments.iter().map(Value::type_of).collect();
    let lists = types.iter().all(|of| matches!(of, Type::List(_)));
    let common = if lists { unify(&types, true) } else { None };
    let Some(want) = common else {
        return Ok(Value::tuple(
            (0..arguments.len()).flat_map(|at| elements(arguments, at).to_vec()).collect(),
        ));
    };
    let mut values = Vec::new();
    for (at, list) in arguments.iter().enumerate() {
        let list = convert(list, &want).map_err(|error| Fault::at(at, error.to_string()))?;
        values.extend(list.elements().into_iter().flat_map(|values| values.iter().cloned()));
    }
    Ok(Value::list(values, want.element().cloned().unwrap_or(Type::Any))?)
}

pub(super) fn distinct(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let mut kept: Vec<Value> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for value in elements(arguments, 0) {
        let fresh = match value {
            Value::String(text) => seen.insert(text.clone()),
            value => {
                let values = Weight::of(value, context.budget.left()).values;
                if !context.budget.take(values.saturating_mul(kept.len() as u64)) {
                    return Err(Fault::from("too many steps"));
                }
                !kept.iter().any(|known| known.equals(value))
            }
        };
        if fresh {
            kept.push(value.clone());
        }
    }
    let of = argument(arguments, 0).type_of();
    Ok(Value::list(kept, of.element().cloned().unwrap_or(Type::Any))?)
}

pub(super) fn element(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let list = argument(arguments, 0);
    if !matches!(list, Value::List(..) | Value::Tuple(_)) {
        return Err(Fault::at(0, format!("expected a list, found {}", noun(arguments, 0))));
    }
    let at = whole(arguments, 1)?;
    let values = elements(arguments, 0);
    if values.is_empty() {
        return Err(Fault::at(0, "the list is empty"));
    }
    let at = at.rem_euclid(values.len() as i64) as usize;
    Ok(values.get(at).cloned().unwrap_or(Value::NULL))
}

pub(super) fn flatten(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    if argument(arguments, 0).elements().is_none() {
        return Err(Fault::at(0, format!("expected a list, found {}", noun(arguments, 0))));
    }
    let mut flat = Vec::new();
    flatten_into(elements(arguments, 0), &mut flat);
    Ok(Value::tuple(flat))
}

fn flatten_into(values: &[Value], flat: &mut Vec<Value>) {
    for value in values {
        match value.elements() {
            Some(inner) => flatten_into(inner, flat),
            None => flat.push(value.clone()),
        }
    }
}

pub(super) fn range(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let zero = Number::from(0_i64);
    let step = |down: bool| Number::from(if down { -1_i64 } else { 1 });
    let (start, end, step) = match arguments.len() {
        1 => {
            let end = number(arguments, 0);
            let step = step(end.is_negative());
            (zero, end, step)
        }
        2 => {
            let (start, end) = (number(arguments, 0), number(arguments, 1));
            let step = step(end < start);
            (start, end, step)
        }
        3 => (number(arguments, 0), number(arguments, 1), number(arguments, 2)),
        _ => return Err(Fault::from("expected one, two or three numbers")),
    };
    let down = step.is_negative();
    if down && end > start {
        return Err(Fault::at(1, "expected a positive step, as the end is greater than the start"));
    }
    if !down && end < start {
        return Err(Fault::at(1, "expected a negative step, as the end is less than the start"));
    }
    let mut values = Vec::new();
    let mut next = start;
    while if down { next > end } else { next < end } {
        if values.len() >= MAX_RANGE {
            return Err(Fault::from(format!("more than {MAX_RANGE} numbers")));
        }
        values.push(Value::Number(next.clone()));
        next = next.add(&step).map_err(|_| Fault::from("the result is not a number"))?;
    }
    Ok(Value::list(values, Type::Number)?)
}

pub(super) fn slice(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let list = argument(arguments, 0);
    let empty = match list {
        Value::List(of, _) => Some(of.clone()),
        Value::Tuple(_) => None,
        _ => return Err(Fault::at(0, format!("expected a list, found {}", noun(arguments, 0)))),
    };
    let values = elements(arguments, 0);
    let (start, end) = (count(arguments, 1)?, count(arguments, 2)?);
    for (at, index) in [(1, start), (2, end)] {
        if index > values.len() {
            let message = format!("the list has only {} elements", values.len());
            return Err(Fault::at(at, message));
        }
    }
    let Some(part) = values.get(start..end) else {
        return Err(Fault::at(1, "the start is after the end"));
    };
    Ok(match empty {
        Some(of) => Value::list(part.to_vec(), of)?,
        None => Value::tuple(part.to_vec()),
    })
}

pub(super) fn sort(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let values = elements(arguments, 0);
    if values.iter().any(Value::is_null) {
        return Err(Fault::at(0, "null cannot be sorted"));
    }
    let mut texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
    texts.sort_unstable();
    Ok(Value::texts(texts))
}
