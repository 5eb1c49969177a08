//! Lines: their indentation, and what is aligned from line to line.

use crate::syntax::grapheme;
use crate::syntax::token::{Token, TokenKind};

use super::spacing::{between, bracket_change, dot_joins_number};

/// A line and its cells, each a range of tokens: `start..assign` leads, `assign..comment` is `=` and what follows when both
/// are on this line as a whole, `comment..end` is the comment at its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    assign: usize,
    comment: usize,
    end: usize,
    /// The width of the lead.
    lead: usize,
    /// The width from the `=` on, without the space before it.
    value: usize,
}

impl Line {
    fn assigns(&self) -> bool {
        self.assign < self.comment
    }
}

/// Fills `spaces` with the number of spaces before each token.
pub(super) fn arrange(text: &str, tokens: &[Token], spaces: &mut Vec<u32>, lines: &mut Vec<Line>) {
    spaces.clear();
    spaces.reserve(tokens.len());
    lines.clear();
    let mut indents = Indents::default();
    let mut start = 0;
    while let Some(line) = line_at(tokens, start) {
        let first = tokens.get(start).map(|token| token.kind);
        let own = tokens.get(start..line.end).unwrap_or_default();
        let lead = line.assign - start;
        let indent = match first {
            Some(TokenKind::Newline) => 0,
            _ => indents.before(own.get(..lead).unwrap_or_default()),
        };
        space(text, own, lead, indent, spaces);
        lines.push(measure(text, own, spaces.get(start..).unwrap_or_default(), line, start));
        start = line.end;
    }
    align(lines, spaces);
    let last_end = start.checked_sub(1).and_then(|last| tokens.get(last)).map_or(0, |t| t.end);
    spaces.push(tokens.last().map_or(0, |end| end.start - last_end));
}

/// The line whose first token is at `start`, unless that is the end of the text.
fn line_at(tokens: &[Token], start: usize) -> Option<Line> {
    let mut end = start;
    let mut assign = None;
    let mut net = 0;
    let mut last = TokenKind::End;
    while let Some(token) = tokens.get(end) {
        if token.kind == TokenKind::End {
            break;
        }
        last = token.kind;
        if last == TokenKind::Equal && assign.is_none() && end > start {
            assign = Some(end);
            net = 0;
        }
        net += bracket_change(last);
        end += 1;
        if matches!(last, TokenKind::Newline | TokenKind::LineComment) {
            break;
        }
    }
    if end == start {
        return None;
    }
    let commented = end - start > 1 && matches!(last, TokenKind::LineComment | TokenKind::Comment);
    let comment = if commented { end - 1 } else { end };
    let assign = assign.filter(|_| net == 0).unwrap_or(comment);
    Some(Line { assign, comment, end, lead: 0, value: 0 })
}

/// The spaces before each token of a line, without alignment. A comment at the end is a cell of its own.
fn space(text: &str, own: &[Token], lead: usize, indent: u32, spaces: &mut Vec<u32>) {
    let mut before = None;
    let mut this: Option<Token> = None;
    for (at, &after) in own.iter().enumerate() {
        let Some(subject) = this else {
            spaces.push(indent);
            this = Some(after);
            continue;
        };
        if at == lead {
            spaces.push(1);
            before = None;
        } else {
            let joins = after.kind == TokenKind::Dot
                && subject.kind == TokenKind::Number
                && own.get(at + 1).is_some_and(|&next| dot_joins_number(text, next));
            spaces.push(u32::from(joins || between(text, before, subject, after)));
            before = this;
        }
        this = Some(after);
    }
}

/// The line with its widths, as far as alignment needs them.
fn measure(text: &str, own: &[Token], spaces: &[u32], line: Line, start: usize) -> Line {
    let (mut lead, mut value) = (0, 0);
    let commented = line.comment < line.end;
    if line.assigns() || commented {
        lead = width(text, own, spaces, 0, line.assign - start);
    }
    if line.assigns() && commented {
        value = width(text, own, spaces, line.assign - start, line.comment - start);
        value -= spaces.get(line.assign - start).map_or(0, |&gap| gap as usize);
    }
    Line { lead, value, ..line }
}

fn width(text: &str, own: &[Token], spaces: &[u32], from: usize, to: usize) -> usize {
    let cells = own.iter().zip(spaces).take(to).skip(from);
    cells.map(|(&token, &gap)| gap as usize + columns(text, token)).sum()
}

/// How wide a token is. The library that Nomad uses cuts strings in pieces at `$` and `%`, and
/// a mark that stands at the beginning of a piece does not join what is before it.
fn columns(text: &str, token: Token) -> usize {
    let shown = token.text(text);
    if token.kind != TokenKind::PlainString || shown.is_ascii() {
        return grapheme::count(shown);
    }
    let mut columns = 2;
    let mut rest = shown.get(1..shown.len() - 1).unwrap_or_default();
    while !rest.is_empty() {
        let piece = match *rest.as_bytes() {
            [b'$', b'$', b'{', b'~', ..] | [b'%', b'%', b'{', b'~', ..] => 4,
            [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => 3,
            [b'$' | b'%', ..] => 1,
            _ => rest.find(['$', '%']).unwrap_or(rest.len()),
        };
        let (piece, behind) = rest.split_at(piece);
        columns += grapheme::count(piece);
        rest = behind;
    }
    columns
}

/// Aligns the `=` of consecutive lines that have one, then the comments of consecutive lines that end in one.
fn align(lines: &mut [Line], spaces: &mut [u32]) {
    for run in lines.chunk_by_mut(|a, b| a.assigns() && b.assigns()) {
        let widest = run.iter().map(|line| line.lead).max().unwrap_or(0);
        for line in run.iter_mut().filter(|line| line.assigns()) {
            let gap = widest - line.lead + 1;
            if let Some(space) = spaces.get_mut(line.assign) {
                *space = gap as u32;
            }
            line.lead += gap + line.value;
        }
    }
    let commented = |line: &Line| line.comment < line.end;
    for run in lines.chunk_by_mut(|a, b| commented(a) && commented(b)) {
        let widest = run.iter().map(|line| line.lead).max().unwrap_or(0);
        for line in run.iter().filter(|line| commented(line)) {
            if let Some(space) = spaces.get_mut(line.comment) {
                *space = (widest - line.lead + 1) as u32;
            }
        }
    }
}

/// How many brackets each level of indentation has opened: a line that opens several indents by one level only.
#[derive(Default)]
struct Indents {
    open: Vec<i32>,
}

impl Indents {
    /// The indentation of the line that `lead` leads. The part from the `=` on, when it is a cell of its own, changes nothing.
    fn before(&mut self, lead: &[Token]) -> u32 {
        let mut net = 0;
        for token in lead {
            net += bracket_change(token.kind);
            if matches!(token.kind, TokenKind::HeredocOpen | TokenKind::PlainHeredoc) {
                break;
            }
        }
        if net < 0 {
            self.close(-net);
        }
        let indent = 2 * self.open.len() as u32;
        if net > 0 {
            self.open.push(net);
        }
        indent
    }

    fn close(&mut self, mut brackets: i32) {
        while let Some(level) = self.open.last_mut() {
            if brackets < *level {
                *level -= brackets;
                return;
            }
            brackets -= *level;
            self.open.pop();
            if brackets == 0 {
                return;
            }
        }
    }
}
