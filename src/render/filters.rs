//! Filters of MiniJinja whose results are as long as a number in their arguments: here, that number has a limit.

use minijinja::value::{Kwargs, Rest, StringInput, Value, ValueOrKwargs};
use minijinja::{Environment, Error, ErrorKind, State, filters};

/// The greatest of those numbers.
const MOST: usize = 10_000;

/// Puts them in place of those of MiniJinja.
pub fn add(env: &mut Environment<'_>) {
    env.add_filter("format", format);
    env.add_filter("indent", indent);
    env.add_filter("slice", slice);
    env.add_filter("batch", batch);
}

fn checked(number: usize) -> Result<(), Error> {
    if number <= MOST {
        return Ok(());
    }
    let detail = format!("expected a number of at most {MOST}, found {number}");
    Err(Error::new(ErrorKind::InvalidOperation, detail))
}

fn format(
    state: &mut State<'_, '_>,
    format: &Value,
    arguments: Rest<ValueOrKwargs>,
) -> Result<Value, Error> {
    for piece in format.as_str().unwrap_or_default().split('%').skip(1) {
        let piece = piece.split_once(')').map_or(piece, |(_, behind_name)| behind_name);
        let letter = |sign: char| !(sign.is_ascii_digit() || "-+ #.".contains(sign));
        let numbers = piece.split(letter).next().unwrap_or_default();
        for digits in numbers.split(|sign: char| !sign.is_ascii_digit()) {
            let width = digits.trim_start_matches('0');
            checked(if width.is_empty() { 0 } else { width.parse().unwrap_or(usize::MAX) })?;
        }
    }
    filters::format(state, format, arguments)
}

fn indent(
    text: StringInput<'_>,
    width: Option<usize>,
    first: Option<bool>,
    blank: Option<bool>,
    options: Kwargs,
) -> Result<Value, Error> {
    checked(width.or(options.get("width")?).unwrap_or(0))?;
    filters::indent(text, width, first, blank, options)
}

fn slice(
    state: &State<'_, '_>,
    value: Value,
    count: usize,
    fill: Option<Value>,
) -> Result<Value, Error> {
    checked(count)?;
    filters::slice(state, value, count, fill)
}

fn batch(
    state: &State<'_, '_>,
    value: Value,
    count: usize,
    fill: Option<Value>,
) -> Result<Value, Error> {
    checked(count)?;
    filters::batch(state, value, count, fill)
}
