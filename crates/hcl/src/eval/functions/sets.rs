//! Sets.

use super::function::{Fault, Outcome, elements};
use super::strings::noun;
use crate::eval::context::Context;
use crate::eval::convert::convert;
use crate::eval::types::Type;
use crate::eval::unify::unify;
use crate::eval::value::Value;
use crate::eval::weight::Weight;

/// More combinations than this are not made.
const MAX_PRODUCT: usize = 100_000;

/// The sets with elements of one type, and that type.
fn unified(arguments: &[Value]) -> Result<(Vec<Vec<Value>>, Type), Fault> {
    let mut types = Vec::new();
    for (at, value) in arguments.iter().enumerate() {
        let of = value.type_of().element().cloned().unwrap_or(Type::Any);
        if of != Type::Any || !elements(arguments, at).is_empty() {
            types.push(of);
        }
    }
    let of = match types.is_empty() {
        true => Type::Any,
        false => unify(&types, true)
            .ok_or_else(|| Fault::from("the elements of the sets have incompatible types"))?,
    };
    let mut sets = Vec::new();
    let mut kept = None;
    for (at, value) in arguments.iter().enumerate() {
        let set = convert(value, &Type::set(of.clone()))
            .map_err(|mismatch| Fault::at(at, mismatch.to_string()))?;
        // Without a common type the sets stay as they are, and do not mix.
        let this = set.type_of();
        if *kept.get_or_insert_with(|| this.clone()) != this {
            return Err(Fault::at(at, "the elements of the sets have incompatible types"));
        }
        sets.push(set.elements().map(|values| values.to_vec()).unwrap_or_default());
    }
    Ok((sets, of))
}

pub(super) fn union(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let (sets, of) = unified(arguments)?;
    Ok(Value::set(sets.concat(), of)?)
}

pub(super) fn intersection(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let (sets, of) = unified(arguments)?;
    let mut sets = sets.into_iter();
    let mut kept = sets.next().unwrap_or_default();
    for set in sets {
        let parts = |value| Weight::of(value, context.budget.left()).values;
        let walk = set.iter().map(parts).fold(0, u64::saturating_add);
        if !context.budget.take(walk.saturating_mul(kept.len() as u64)) {
            return Err(Fault::from("the sets are too large"));
        }
        kept.retain(|value| set.iter().any(|other| other.equals(value)));
    }
    Ok(Value::set(kept, of)?)
}

pub(super) fn product(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    if arguments.len() < 2 {
        return Err(Fault::from("expected at least two sets or lists"));
    }
    let mut types = Vec::new();
    let mut total = 1_usize;
    for (at, value) in arguments.iter().enumerate() {
        total = total.saturating_mul(elements(arguments, at).len());
        types.push(match value.type_of() {
            Type::Set(of) | Type::List(of) => (*of).clone(),
            Type::Tuple(of) if of.is_empty() => Type::Any,
            Type::Tuple(of) => unify(&of, true)
                .ok_or_else(|| Fault::at(at, "the elements have incompatible types"))?,
            _ => {
                let message = format!("expected a set or a list, found {}", noun(arguments, at));
                return Err(Fault::at(at, message));
            }
        });
    }
    let cost = total.saturating_mul(arguments.len());
    if total > MAX_PRODUCT || !context.budget.take(cost as u64) {
        return Err(Fault::from(format!("more than {MAX_PRODUCT} combinations")));
    }
    let of = Type::Tuple(types.iter().cloned().collect());
    let combinations = combine(arguments, &types)?;
    if arguments.iter().any(|value| matches!(value, Value::Set(..))) {
        return Ok(Value::set(combinations, of)?);
    }
    Ok(Value::list(combinations, of)?)
}

fn combine(arguments: &[Value], types: &[Type]) -> Result<Vec<Value>, Fault> {
    let mut combinations: Vec<Vec<Value>> = vec![Vec::new()];
    for (at, of) in types.iter().enumerate() {
        let mut values = Vec::new();
        for value in elements(arguments, at) {
            let converted = convert(value, of);
            values.push(converted.map_err(|mismatch| Fault::at(at, mismatch.to_string()))?);
        }
        let longer = |before: &Vec<Value>| {
            let before = before.clone();
            values
                .iter()
                .cloned()
                .map(move |value| {
                    let mut longer = before.clone();
                    longer.push(value);
                    longer
                })
                .collect::<Vec<_>>()
        };
        combinations = combinations.iter().flat_map(longer).collect();
    }
    Ok(combinations.into_iter().map(Value::tuple).collect())
}
