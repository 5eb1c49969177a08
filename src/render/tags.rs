//! Checks and changes of a template before MiniJinja compiles it: tags that would exhaust the
//! stack, since each operator in a tag may nest, and operators that join strings, since MiniJinja
//! does not count bytes.

/// The maximum of operators in one tag, and of `elif` in one template.
const MOST: usize = 250;

/// Operators that are words.
const WORDS: [&str; 7] = ["not", "and", "or", "in", "is", "if", "else"];

/// The filter that [`guarded`] puts after the left operand of `+`.
pub const JOINED: &str = "__joined";

/// The filter that it puts after both operands of `~`, which converts everything to a string.
pub const JOINED_AS_TEXT: &str = "__joined_as_text";

/// Checks that a template does not have more than that.
///
/// # Errors
///
/// The line of the tag with too many, and a message.
pub fn check(text: &str) -> Result<(), (usize, String)> {
    let mut branches = 0;
    for (start, pieces) in tags(text) {
        let (operators, elifs) = count(&pieces);
        branches += elifs;
        let what = match (operators > MOST, branches > MOST) {
            (true, _) => "operators in a tag",
            (_, true) => "`elif` in a template",
            _ => continue,
        };
        let line = text.get(..start).unwrap_or_default().matches('\n').count();
        let message = format!("expected at most {MOST} {what}, found more; split the tag");
        return Err((line + 1, message));
    }
    Ok(())
}

/// The same template, in which the operands of `~` and `+` are counted when they are joined.
pub fn guarded(text: &str) -> String {
    let mut calls: Vec<(usize, &str)> = Vec::new();
    for (start, pieces) in tags(text) {
        let offset = |at: usize| start + pieces.iter().take(at).map(|one| one.len()).sum::<usize>();
        let mut before = "";
        for (at, piece) in pieces.iter().enumerate() {
            // At the end of a tag, a `+` keeps the newline after it.
            let joins = matches!(*piece, "~" | "+") && at + 1 < pieces.len();
            if joins && before.ends_with(ends_operand) {
                let filter = if *piece == "~" { JOINED_AS_TEXT } else { JOINED };
                calls.push((offset(at), filter));
                let right = end_of_operand(&pieces, at + 1).filter(|_| *piece == "~");
                calls.extend(right.map(|right| (offset(right), filter)));
            }
            before = if piece.trim().is_empty() { before } else { piece };
        }
    }
    calls.sort_unstable();
    calls.dedup();
    let (mut out, mut written) = (String::with_capacity(text.len()), 0);
    for (at, filter) in calls {
        out += text.get(written..at).unwrap_or_default();
        out += &format!("|{filter}");
        written = at;
    }
    out + text.get(written..).unwrap_or_default()
}

/// The end of the operand that begins at a piece: a value with its `.`, `[…]`, `(…)` and filters.
fn end_of_operand(pieces: &[&str], mut at: usize) -> Option<usize> {
    let is_space = |piece: &&str| piece.trim().is_empty();
    let skipped =
        |at: usize| at + pieces.iter().skip(at).take_while(|piece| is_space(piece)).count();
    at = skipped(at);
    while matches!(*pieces.get(at)?, "-" | "not") {
        at = skipped(at + 1);
    }
    let mut end = behind(pieces, at)?;
    loop {
        at = skipped(end);
        end = match pieces.get(at).copied() {
            Some("." | "|") => behind(pieces, skipped(at + 1))?,
            Some("(" | "[") => behind(pieces, at)?,
            _ => return Some(end),
        };
    }
}

/// The index after the piece at `start`; if that opens brackets, after the closing one.
fn behind(pieces: &[&str], start: usize) -> Option<usize> {
    let mut open = 0;
    for (at, piece) in pieces.iter().enumerate().skip(start) {
        open += isize::from(matches!(*piece, "(" | "[" | "{"))
            - isize::from(matches!(*piece, ")" | "]" | "}"));
        if open <= 0 {
            return Some(at + 1);
        }
    }
    None
}

/// The original source of a template that is guarded.
pub fn unguarded(text: &str) -> String {
    [JOINED_AS_TEXT, JOINED]
        .iter()
        .fold(text.to_owned(), |text, name| text.replace(&format!("|{name}"), ""))
}

fn ends_operand(letter: char) -> bool {
    is_of_word(letter) || "\"')]}".contains(letter)
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The tags of a template, each with the offset of its first piece. Comments and raw blocks are
/// skipped.
fn tags(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let open = rest.match_indices('{').find_map(|(open, _)| {
                let sign = rest.as_bytes().get(open + 1)?;
                matches!(sign, b'{' | b'%' | b'#').then_some((open, *sign))
            });
            let (open, sign) = open?;
            let start = at + open + 2;
            let inner = text.get(start..)?;
            if sign == b'#' {
                at = start + inner.find("#}")? + 2;
                continue;
            }
            let pieces = pieces(inner, if sign == b'{' { "}}" } else { "%}" });
            at = start + pieces.iter().map(|piece| piece.len()).sum::<usize>();
            let said = pieces.iter().filter(|piece| !matches!(piece.trim(), "" | "-" | "+"));
            if sign == b'%' && said.eq(&["raw"]) {
                at += end_of_raw(text.get(at..)?)?;
            }
            return Some((start, pieces));
        }
    })
}

/// The start of the tag that ends a raw block.
fn end_of_raw(text: &str) -> Option<usize> {
    let mut tags = text.match_indices("{%").map(|(at, _)| at);
    tags.find(|at| {
        let tag = text.get(at + 2..).unwrap_or_default();
        let word = tag.strip_prefix(['-', '+']).unwrap_or(tag).trim_start();
        let end = word.strip_prefix("endraw").map(str::trim_start);
        end.is_some_and(|end| end.strip_prefix(['-', '+']).unwrap_or(end).starts_with("%}"))
    })
}

/// The pieces of a tag up to its end: strings, words, spaces and punctuation.
fn pieces<'t>(tag: &'t str, end: &str) -> Vec<&'t str> {
    let (mut pieces, mut open, mut rest) = (Vec::new(), 0, tag);
    while let Some(first) = rest.chars().next() {
        if open == 0 && rest.starts_with(end) {
            break;
        }
        let other = |is: fn(char) -> bool| rest.find(|letter| !is(letter)).unwrap_or(rest.len());
        let length = match first {
            '"' | '\'' => quoted(rest, first),
            '0'..='9' => number(rest),
            letter if is_of_word(letter) => other(is_of_word),
            letter if letter.is_whitespace() => other(char::is_whitespace),
            sign => {
                open += isize::from("([{".contains(sign)) - isize::from(")]}".contains(sign));
                sign.len_utf8()
            }
        };
        let (piece, behind) = rest.split_at(length);
        pieces.push(piece);
        rest = behind;
    }
    pieces
}

/// The number of operators in a tag, and of `elif`.
fn count(pieces: &[&str]) -> (usize, usize) {
    let is_operator = |piece: &&&str| {
        let sign = piece.len() == 1 && "+-*/%~|.<>=!([{".contains(**piece);
        sign || WORDS.contains(*piece)
    };
    let elifs = pieces.iter().filter(|piece| **piece == "elif");
    (pieces.iter().filter(is_operator).count(), elifs.count())
}

/// The length of the number at the start of a string; it may have an exponent with a sign.
fn number(text: &str) -> usize {
    let mut before = ' ';
    let ends = |&(_, letter): &(usize, char)| {
        let is_sign = matches!(letter, '+' | '-') && matches!(before, 'e' | 'E');
        before = letter;
        !(is_of_word(letter) || is_sign)
    };
    text.char_indices().find(ends).map_or(text.len(), |(at, _)| at)
}

/// The length of the string literal at the start of a string.
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
    use super::{JOINED, JOINED_AS_TEXT, count, guarded, tags, unguarded};

    fn counted(text: &str) -> Vec<(usize, usize)> {
        tags(text).map(|(_, pieces)| count(&pieces)).collect()
    }

    #[test]
    fn operators_stand_outside_of_strings() {
        assert_eq!(counted("{{ a }} - {{ not -a.b|f(\"- - \\\" -\", '.') }} --"), [(0, 0), (5, 0)]);
        assert_eq!(counted("{% elif a and b %}x-y{% else %}"), [(1, 1), (1, 0)]);
        assert_eq!(counted("{{ \"open"), [(0, 0)]);
        assert_eq!(counted("{{ {'a': {'b': 1}} }}{# {{ - }} #}{{ \"{{ -\" }}"), [(2, 0), (0, 0)]);
    }

    #[test]
    fn what_is_joined_is_guarded() {
        for (text, expected) in [
            ("{% set s = s ~ s %}", "{% set s = s |T~ s|T %}"),
            ("{{ f(a)+b['x'] ~'y' }}", "{{ f(a)|J+b['x'] |T~'y'|T }}"),
            (
                "{{ a ~ -b.c [1] | f(2) . d ~ [e, (f)] }}",
                "{{ a |T~ -b.c [1] | f(2) . d|T |T~ [e, (f)]|T }}",
            ),
            ("{{ 1e+5 + 2.5e+1+x }}", "{{ 1e+5 |J+ 2.5e+1|J+x }}"),
            ("a ~ b {# {{ a ~ b }} #}", "a ~ b {# {{ a ~ b }} #}"),
            (
                "{%+ if a +%}{{ '{{ a ~ b' ~ b }}{%+ endif %}",
                "{%+ if a +%}{{ '{{ a ~ b' |T~ b|T }}{%+ endif %}",
            ),
            (
                "{% raw %}# endraw {{ a ~ b }}{%- endraw -%}{{ a~b }}",
                "{% raw %}# endraw {{ a ~ b }}{%- endraw -%}{{ a|T~b|T }}",
            ),
            ("{{ a ~ }}", "{{ a |T~ }}"),
        ] {
            let expected = expected.replace("|T", &format!("|{JOINED_AS_TEXT}"));
            let expected = expected.replace("|J", &format!("|{JOINED}"));
            assert_eq!(guarded(text), expected);
            assert_eq!(unguarded(&expected), text);
        }
    }
}
