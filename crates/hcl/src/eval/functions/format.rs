//! `format` and `formatlist`.

use super::format_verb::Verb;
use super::function::{Fault, Outcome, text};
use super::json;
use super::strings::limited;
use crate::eval::context::Context;
use crate::eval::convert::convert;
use crate::eval::number::Style;
use crate::eval::types::Type;
use crate::eval::value::Value;
use crate::syntax::grapheme;

pub(super) fn format(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(filled(text(arguments, 0), arguments.get(1..).unwrap_or_default())?.into())
}

/// `format` once for each element of the lists among the arguments.
pub(super) fn formatlist(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let format = text(arguments, 0);
    let arguments = arguments.get(1..).unwrap_or_default();
    let mut rounds = None;
    for (at, value) in arguments.iter().enumerate() {
        let Some(values) = value.elements() else { continue };
        if *rounds.get_or_insert(values.len()) != values.len() {
            return Err(Fault::at(at + 1, "the lists differ in length"));
        }
    }
    let rounds = rounds.unwrap_or(1);
    if !context.budget.take(rounds.saturating_mul(arguments.len() + 1 + format.len() / 16) as u64) {
        return Err(Fault::from("too many steps"));
    }
    let mut texts = Vec::with_capacity(rounds);
    for round in 0..rounds {
        let each = |value: &Value| match value.elements() {
            Some(values) => values.get(round).cloned().unwrap_or(Value::NULL),
            None => value.clone(),
        };
        let values: Vec<Value> = arguments.iter().map(each).collect();
        let filled = filled(format, &values);
        texts.push(filled.map_err(|fault| format!("element {round}: {}", fault.message))?);
    }
    Ok(Value::texts(texts))
}

/// The format with its verbs replaced.
fn filled(format: &str, arguments: &[Value]) -> Result<String, Fault> {
    let mut out = String::new();
    let mut rest = format;
    let (mut next, mut used) = (1, 0);
    while let Some((before, verb)) = rest.split_once('%') {
        out.push_str(before);
        if let Some(after) = verb.strip_prefix('%') {
            out.push('%');
            rest = after;
            continue;
        }
        let (mut verb, after) = Verb::read(verb)?;
        let at = verb.argument.unwrap_or(next);
        verb.zero &= !(verb.minus
            && matches!(verb.mode, 'b' | 'd' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'g' | 'G'));
        used = used.max(at);
        next = at + 1;
        let Some(value) = at.checked_sub(1).and_then(|at| arguments.get(at)) else {
            return Err(Fault::from(format!("missing argument for verb number {at}")));
        };
        append(&verb, value, at, &mut out)?;
        limited(out.len())?;
        rest = after;
    }
    out.push_str(rest);
    if used < arguments.len() {
        return Err(Fault::at(used + 1, format!("the format uses only {used} arguments")));
    }
    Ok(out)
}

fn append(verb: &Verb, value: &Value, at: usize, out: &mut String) -> Result<(), Fault> {
    let fault = |message: String| Fault::at(at, format!("`%{}`: {message}", verb.mode));
    if verb.mode != 'v' && value.is_null() {
        return Err(fault("null cannot be formatted".to_owned()));
    }
    let want = match verb.mode {
        'v' => {
            out.push_str(&pad(verb, &plain(verb, value)?));
            return Ok(());
        }
        't' => Type::Bool,
        's' | 'q' => Type::String,
        'b' | 'd' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'g' | 'G' => Type::Number,
        _ => return Err(fault("unknown verb".to_owned())),
    };
    let value = convert(value, &want).map_err(|mismatch| fault(mismatch.to_string()))?;
    let written = match &value {
        Value::Bool(value) => value.to_string(),
        Value::String(text) => pad(verb, &string(verb, text)),
        Value::Number(_) => number(verb, &value).map_err(fault)?,
        _ => String::new(),
    };
    out.push_str(&written);
    Ok(())
}

/// `%v`: strings and numbers as they are, everything else as JSON.
fn plain(verb: &Verb, value: &Value) -> Result<String, Fault> {
    match value {
        Value::String(text) if !verb.sharp => Ok(text.to_string()),
        Value::Number(number) if !verb.sharp => number
            .text(Style::General, None)
            .ok_or_else(|| Fault::from("the number has too many digits")),
        value => json::encode(value),
    }
}

fn string(verb: &Verb, text: &str) -> String {
    let mut shown = text;
    if let Some(count) = verb.precision.filter(|count| *count > 0) {
        let mut rest = text;
        for _ in 0..count {
            rest = rest.get(grapheme::first(rest)..).unwrap_or_default();
        }
        shown = &text[..text.len() - rest.len()];
    }
    if verb.mode == 'q' { json::quoted(shown) } else { shown.to_owned() }
}

fn pad(verb: &Verb, shown: &str) -> String {
    let padding = verb.width.unwrap_or(0).saturating_sub(grapheme::count(shown));
    let padding = if verb.zero { "0" } else { " " }.repeat(padding);
    if verb.minus { format!("{shown}{padding}") } else { format!("{padding}{shown}") }
}

fn number(verb: &Verb, value: &Value) -> Result<String, String> {
    let Value::Number(number) = value else { return Ok(String::new()) };
    let base = match verb.mode {
        'b' => 2,
        'o' => 8,
        'd' => 10,
        'x' | 'X' => 16,
        mode => {
            let (style, default) = match mode {
                'e' | 'E' => (Style::Exponent, Some(6)),
                'f' => (Style::Plain, Some(6)),
                _ => (Style::General, None),
            };
            let shown = number.text(style, verb.precision.or(default));
            let shown = shown.ok_or("the number has too many digits")?;
            let upper = mode.is_ascii_uppercase() && !number.is_infinite();
            return Ok(verb.float(&if upper { shown.to_uppercase() } else { shown }));
        }
    };
    if !number.is_whole() {
        return Err("expected an integer".to_owned());
    }
    let (negative, size) = number.to_whole(1 << 16).ok_or("the number has too many digits")?;
    let mut digits = size.to_str_radix(base);
    if verb.mode == 'X' {
        digits.make_ascii_uppercase();
    }
    Ok(verb.integer(negative, &digits))
}
