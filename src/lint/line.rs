//! Source lines with a single attribute.

use std::sync::Arc;

use crate::diagnostic::Place;
use jobwright_hcl::syntax::Span;

/// The whole line of an attribute, from the location of its value, or of the first value of its
/// list; `None` if anything else is on the line.
pub fn whole_line(value: &Place, name: &str) -> Option<Place> {
    let Place::Text(source, span) = value else { return None };
    let text = &source.text;
    let range = span.range();
    let before = text.get(..range.start)?;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let said = before.get(start..)?.trim();
    let (said, is_list) = match said.strip_suffix('[') {
        Some(said) => (said.trim_end(), true),
        None => (said, false),
    };
    let after = text.get(range.end..)?;
    let rest = after.find('\n')?;
    let behind = after.get(..rest)?.trim();
    let is_all = match behind.strip_suffix(']') {
        Some(values) => is_list && !values.contains([']', '#', '/']),
        None => !is_list && behind.is_empty(),
    };
    if said.strip_suffix('=')?.trim_end() != name || !is_all {
        return None;
    }
    let end = range.end + rest + 1;
    let line = Span::new(u32::try_from(start).ok()?, u32::try_from(end).ok()?);
    Some(Place::Text(Arc::clone(source), line))
}

#[cfg(test)]
mod tests {
    use super::whole_line;
    use crate::diagnostic::Place;
    use jobwright_hcl::syntax::Span;

    #[test]
    fn a_line_is_whole_that_has_nothing_else() {
        let line = |text: &str, value: &str| {
            let start = u32::try_from(text.find(value)?).ok()?;
            let span = Span::new(start, start + u32::try_from(value.len()).ok()?);
            match whole_line(&Place::in_text("a.hcl", text, span), "mbits")? {
                Place::Text(source, span) => Some(span.of(&source.text).to_owned()),
                _ => None,
            }
        };
        assert_eq!(line("a {\n  mbits = 10\n}\n", "10").as_deref(), Some("  mbits = 10\n"));
        let list = "mbits = [ \"a\", \"b\"]\n";
        assert_eq!(line(list, "\"a\"").as_deref(), Some(list));
        assert_eq!(line("mbits = [\"a\",\n\"b\"]\n", "\"a\""), None);
        for text in
            ["a { mbits = 10 }\n", "a {\n  mbits = 10 # so\n}\n", "{\"mbits\": 10}\n", "mbits = 10"]
        {
            assert_eq!(line(text, "10"), None, "{text}");
        }
    }
}
