//! MiniJinja's filters whose results may be longer than their input: numbers in their arguments
//! have a limit, and strings are counted before they are built.

use minijinja::value::{Kwargs, Rest, StringInput, Value, ValueKind, ValueOrKwargs};
use minijinja::{Environment, Error, ErrorKind, State, filters};

use super::budget;

/// The maximum of those numbers.
const MOST: usize = 10_000;

/// Replaces MiniJinja's filters by these.
pub fn add(env: &mut Environment<'_>) {
    env.add_filter("format", format);
    env.add_filter("indent", indent);
    env.add_filter("join", join);
    env.add_filter("replace", replace);
    env.add_filter("escape", escape);
    env.add_filter("e", escape);
    env.add_filter("string", string);
    env.add_filter("pprint", pprint);
    env.add_filter("slice", |state: &State<'_, '_>, value: Value, count, fill: Option<Value>| {
        checked(count).and_then(|()| filters::slice(state, value, count, fill))
    });
    env.add_filter("batch", |state: &State<'_, '_>, value: Value, count, fill: Option<Value>| {
        checked(count).and_then(|()| filters::batch(state, value, count, fill))
    });
}

fn checked(number: usize) -> Result<(), Error> {
    if number <= MOST {
        return Ok(());
    }
    let detail = format!("expected a number of at most {MOST}, found {number}");
    Err(Error::new(ErrorKind::InvalidOperation, detail))
}

fn made(bytes: usize) -> Result<(), Error> {
    budget::charge(bytes, "make")
}

fn join(
    state: &mut State<'_, '_>,
    value: &Value,
    joiner: Option<StringInput<'_>>,
    attribute: Option<&str>,
    options: Kwargs,
) -> Result<Value, Error> {
    let between = joiner.as_ref().map_or(40, |joiner| joiner.as_str().len());
    if attribute.is_none() && value.as_str().is_none() {
        for item in value.try_iter()? {
            made(budget::text_length(&item)?.saturating_add(between))?;
        }
    }
    filters::join(state, value, joiner, attribute, options)
}

fn replace(
    state: &mut State<'_, '_>,
    value: StringInput<'_>,
    from: StringInput<'_>,
    to: StringInput<'_>,
) -> Result<Value, Error> {
    let found = value.as_str().matches(from.as_str()).count();
    made(value.as_str().len().saturating_add(found.saturating_mul(to.as_str().len())))?;
    filters::replace(state, value, from, to)
}

fn escape(state: &mut State<'_, '_>, value: &Value) -> Result<Value, Error> {
    made(6 * budget::text_length(value)?)?;
    filters::escape(state, value)
}

fn string(state: &State<'_, '_>, value: &Value) -> Result<Value, Error> {
    made(budget::text_length(value)?)?;
    filters::string(state, value)
}

fn pprint(value: &Value) -> Result<String, Error> {
    made(8 * budget::text_length(value)?)?;
    Ok(filters::pprint(value))
}

fn format(
    state: &mut State<'_, '_>,
    format: &Value,
    arguments: Rest<ValueOrKwargs>,
) -> Result<Value, Error> {
    let mut longest = 0;
    for argument in arguments.iter() {
        if argument.kind() == ValueKind::Map {
            for name in argument.try_iter()? {
                longest = longest.max(budget::text_length(&argument.get_item(&name)?)?);
            }
        } else {
            longest = longest.max(budget::text_length(argument)?);
        }
    }
    let pattern = format.as_str().unwrap_or_default();
    made(pattern.len().saturating_add(pattern.matches('%').count().saturating_mul(longest)))?;
    for piece in pattern.split('%').skip(1) {
        // Conversions may be named: `%(name)5d`.
        let named = piece.strip_prefix('(').and_then(|rest| rest.split_once(')'));
        let piece = named.map_or(piece, |(_, behind)| behind);
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
    let width = width.or(options.get("width")?);
    checked(width.unwrap_or(0))?;
    let lines = text.as_str().lines().count();
    made(text.as_str().len().saturating_add(lines.saturating_mul(width.unwrap_or(4))))?;
    filters::indent(text, width, first, blank, options)
}

#[cfg(test)]
mod tests {
    use minijinja::Environment;

    fn rendered(template: &str) -> Option<String> {
        let mut env = Environment::new();
        super::add(&mut env);
        env.render_str(template, ()).ok()
    }

    #[test]
    fn widths_are_bounded_and_other_numbers_are_not() {
        let shown = rendered("{{ '(%d) 20000, 99999 %%, %05d'|format(1, 2) }}");
        assert_eq!(shown.as_deref(), Some("(1) 20000, 99999 %, 00002"));
        for template in [
            "{{ '%20000d'|format(1) }}",
            "{{ '%-20000s'|format(1) }}",
            "{{ '%.20000f'|format(1) }}",
            "{{ '%(a)20000d'|format(a=1) }}",
            "{{ 'a'|indent(20000) }}",
            "{{ 'a'|indent(width=20000) }}",
            "{{ [1]|slice(20000) }}",
            "{{ [1]|batch(20000, 2) }}",
        ] {
            assert_eq!(rendered(template), None, "{template}");
        }
        assert_eq!(rendered("{{ [1, 2, 3]|batch(2)|length }}").as_deref(), Some("2"));
    }
}
