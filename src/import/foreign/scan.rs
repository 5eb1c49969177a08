//! Input that may not be HCL, in pieces: what is structure, what is a string. It never fails.

use std::ops::Range;

use jobwright_hcl::syntax::Span;

/// A piece of the input.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// Where it is, without quotes.
    pub span: Span,
}

/// The kind of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Names, marks and values outside of strings.
    Structure,
    /// A string on one line.
    String,
    /// A heredoc.
    Heredoc,
    /// A comment.
    Comment,
}

/// The pieces in their order.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut at, mut start) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let found = if let Some(inner) = rest.strip_prefix('"') {
            let length = string(inner);
            let closed = inner.get(length..).is_some_and(|rest| rest.starts_with('"'));
            Some((Kind::String, at + 1, at + 1 + length, 1 + length + usize::from(closed)))
        } else if rest.starts_with('#') || rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            Some((Kind::Comment, at, at + length, length))
        } else if rest.starts_with("/*") {
            let length = rest.find("*/").map_or(rest.len(), |end| end + 2);
            Some((Kind::Comment, at, at + length, length))
        } else {
            heredoc(rest).map(|length| (Kind::Heredoc, at, at + length, length))
        };
        let Some((kind, from, to, length)) = found else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        pieces.extend(piece(Kind::Structure, start, at));
        pieces.extend(piece(kind, from, to));
        at += length;
        start = at;
    }
    pieces.extend(piece(Kind::Structure, start, text.len()));
    pieces
}

fn piece(kind: Kind, start: usize, end: usize) -> Option<Piece> {
    let (start, end) = (u32::try_from(start).ok()?, u32::try_from(end).ok()?);
    (start < end).then(|| Piece { kind, span: Span::new(start, end) })
}

/// The length of a string's contents up to its quote, or to the end of the line if it has none.
fn string(text: &str) -> usize {
    let mut open = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let inside = open.last().copied();
        match letter {
            '\n' => return at,
            '\\' if inside != Some('{') => _ = letters.next(),
            '"' if inside == Some('{') => open.push('"'),
            '"' if inside == Some('"') => _ = open.pop(),
            '"' => return at,
            '{' if inside == Some('{') => open.push('{'),
            '$' | '%' if inside != Some('{') => {
                // `$${` is not a sequence.
                let doubled = letters.next_if(|(_, next)| *next == letter).is_some();
                if letters.next_if(|(_, next)| *next == '{').is_some() && !doubled {
                    open.push('{');
                }
            }
            '}' if inside == Some('{') => _ = open.pop(),
            _ => {}
        }
    }
    text.len()
}

/// The length of the heredoc that starts here.
fn heredoc(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("<<")?;
    let (marker, _) = rest.split_once('\n')?;
    let first = marker.len() + 2;
    let marker = marker.trim_end_matches('\r').trim_matches(['-', '~', ' ', '\'', '"']);
    let named = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    if marker.is_empty() || !marker.chars().all(named) {
        return None;
    }
    let mut length = first + 1;
    for line in text.get(length..)?.split_inclusive('\n') {
        length += line.len();
        if line.trim() == marker {
            break;
        }
    }
    Some(length)
}

/// A range in a piece as a span of the input.
pub fn offset(piece: Span, at: &Range<usize>) -> Span {
    // A range in an input of at most 4 GiB.
    Span::new(piece.start + at.start as u32, piece.start + at.end as u32)
}
