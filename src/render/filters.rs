//! Filters of MiniJinja whose results are as long as a number in their arguments: here, that number has a limit.

use minijinja::value::{Kwargs, Rest, StringInput, Value, ValueOrKwargs};
use minijinja::{Environment, Error, ErrorKind, State, filters};

/// The greatest of those numbers.
const MOST: usize = 10_000;

/// Puts them in place of those of MiniJinja.
pub fn add(env: &mut Environment<'_>) {
    env.add_filter("format", format);
    env.add_filter("indent", indent);
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

fn format(
    state: &mut State<'_, '_>,
    format: &Value,
    arguments: Rest<ValueOrKwargs>,
) -> Result<Value, Error> {
    for piece in format.as_str().unwrap_or_default().split('%').skip(1) {
        // What is formatted may be named: `%(name)5d`.
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
    checked(width.or(options.get("width")?).unwrap_or(0))?;
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
