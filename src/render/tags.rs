//! Templates that would exhaust the stack are told before they are compiled: MiniJinja compiles what nests, and each operator
//! in a tag may nest.

use super::error::TemplateError;

/// So many operators may stand in one tag, and so many `elif` in one template.
const MOST: usize = 250;

/// Words that are operators.
const WORDS: [&str; 7] = ["not", "and", "or", "in", "is", "if", "else"];

/// Says so, where a template has more than that.
///
/// # Errors
///
/// The tag with too many, and its line.
pub fn check(name: &str, text: &str) -> Result<(), TemplateError> {
    let mut branches = 0;
    for (start, tag) in tags(text) {
        let (operators, elifs) = count(tag);
        branches += elifs;
        let what = match (operators > MOST, branches > MOST) {
            (true, _) => "operators in a tag",
            (_, true) => "`elif` in a template",
            _ => continue,
        };
        let line = text.get(..start).unwrap_or_default().matches('\n').count();
        let message = format!("expected at most {MOST} {what}, found more; write several");
        return Err(TemplateError::at(name, line + 1, &message, text));
    }
    Ok(())
}

/// The tags of a template, from behind the opening sign, with their places. What stands in a comment, or is printed as it is,
/// counts as well: nobody writes so much of it.
fn tags(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = text.match_indices("{{").chain(text.match_indices("{%"));
    starts.map(|(start, _)| (start, text.get(start + 2..).unwrap_or_default()))
}

/// How many operators stand in a tag, and how many `elif`.
fn count(tag: &str) -> (usize, usize) {
    let (mut operators, mut elifs) = (0, 0);
    let mut rest = tag;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("}}") || rest.starts_with("%}") || operators > MOST {
            break;
        }
        let length = match first {
            '"' | '\'' => quoted(rest, first),
            letter if letter.is_alphanumeric() || letter == '_' => {
                let is_other = |letter: char| !(letter.is_alphanumeric() || letter == '_');
                let (word, _) = rest.split_at(rest.find(is_other).unwrap_or(rest.len()));
                operators += usize::from(WORDS.contains(&word));
                elifs += usize::from(word == "elif");
                word.len()
            }
            sign => {
                operators += usize::from("+-*/%~|.<>=!([{".contains(sign));
                sign.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    (operators, elifs)
}

/// How long the string is with which a text begins.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let ends = |&(at, letter): &(usize, char)| {
        let is_end = at > 0 && letter == quote && !escaped;
        escaped = letter == '\\' && !escaped;
        is_end
    };
    text.char_indices().find(ends).map_or(text.len(), |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::{count, tags};

    fn counted(text: &str) -> Vec<(usize, usize)> {
        tags(text).map(|(_, tag)| count(tag)).collect()
    }

    #[test]
    fn operators_stand_outside_of_strings() {
        assert_eq!(counted("{{ a }} - {{ not -a.b|f(\"- - \\\" -\", '.') }} --"), [(0, 0), (5, 0)]);
        assert_eq!(counted("{% elif a and b %}x-y{% else %}"), [(1, 1), (1, 0)]);
        assert_eq!(counted("{{ \"open"), [(0, 0)]);
    }
}
