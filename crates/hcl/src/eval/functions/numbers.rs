//! Numbers.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::function::{Fault, Outcome, argument, number, whole};
use super::power;
use crate::eval::context::Context;
use crate::eval::number::Number;
use crate::eval::value::Value;

pub(super) fn abs(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(number(arguments, 0).absolute().into())
}

pub(super) fn ceil(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(number(arguments, 0).rounded(true).into())
}

pub(super) fn floor(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(number(arguments, 0).rounded(false).into())
}

pub(super) fn max(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    extreme(arguments, true, Ordering::Greater)
}

pub(super) fn min(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    extreme(arguments, false, Ordering::Less)
}

fn extreme(arguments: &[Value], negative: bool, wanted: Ordering) -> Outcome {
    if arguments.is_empty() {
        return Err(Fault::from("expected at least one number"));
    }
    let mut found = Number::infinity(negative);
    for value in arguments {
        if let Value::Number(number) = value
            && number.cmp(&found) == wanted
        {
            found = number.clone();
        }
    }
    Ok(found.into())
}

pub(super) fn signum(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(whole(arguments, 0)?.signum().into())
}

fn float(arguments: &[Value], at: usize) -> Result<f64, Fault> {
    let number = number(arguments, at);
    let float = number.to_f64();
    if float.is_infinite() && !number.is_infinite() {
        return Err(Fault::at(at, "the number is too large"));
    }
    Ok(float)
}

fn from_float(result: f64) -> Outcome {
    Number::from_f64(result)
        .map(Value::Number)
        .map_err(|_| Fault::from("the result is not a number"))
}

pub(super) fn log(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    from_float(power::log(float(arguments, 0)?) / power::log(float(arguments, 1)?))
}

pub(super) fn pow(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    from_float(power::pow(float(arguments, 0)?, float(arguments, 1)?))
}

pub(super) fn parseint(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let Value::String(text) = argument(arguments, 0) else {
        return Err(Fault::at(0, "expected a string"));
    };
    let base = whole(arguments, 1)?;
    let Some(base) = u32::try_from(base).ok().filter(|base| (2..=62).contains(base)) else {
        return Err(Fault::at(1, "expected a base from 2 to 62"));
    };
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digit = |character: char| match character {
        'A'..='Z' if base > 36 => Some(character as u8 - b'A' + 36),
        _ => character.to_digit(36).map(|digit| digit as u8),
    };
    if digits.is_empty() || digits.len() > 20_000 {
        return Err(Fault::at(0, format!("expected digits of base {base}")));
    }
    let in_base = |character| {
        digit(character)
            .filter(|digit| u32::from(*digit) < base)
            .ok_or_else(|| Fault::at(0, format!("invalid digit `{character}` in base {base}")))
    };
    let digits = digits.chars().map(in_base).collect::<Result<Vec<u8>, Fault>>()?;
    let size = BigUint::from_radix_be(&digits, base).unwrap_or_default();
    Ok(Number::whole(text.starts_with('-'), size).into())
}
