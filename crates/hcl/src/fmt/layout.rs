//! Lines: their indentation, and what is aligned from line to line.

use crate::syntax::token::{Token, TokenKind};
use crate::syntax::{Span, grapheme};

use super::spacing::{between, bracket_change, dot_joins_number};

/// A line and its cells, each a range of tokens: `start..assign` leads, `assign..comment` is `=` and what follows when both
/// are on this line as a whole, `comment..end` is the comment at its end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    // There is one for each line, and an input of 8 MiB may be nothing but newlines.
    assign: u32,
    comment: u32,
    end: u32,
    /// The width of the lead.
    lead: u32,
    /// The width from the `=` on, without the space before it.
    value: u32,
}

impl Line {
    /// A line of these tokens, not measured yet.
    fn new(assign: usize, comment: usize, end: usize) -> Self {
        // The bytes of an input are counted by 32 bits, and so are its tokens.
        let [assign, comment, end] = [assign, comment, end].map(|at| at as u32);
        Self { assign, comment, end, lead: 0, value: 0 }
    }

    fn assign(&self) -> usize {
        self.assign as usize
    }

    fn comment(&self) -> usize {
        self.comment as usize
    }

    /// The first token of the next line.
    pub(super) fn end(&self) -> usize {
        self.end as usize
    }

    fn assigns(&self) -> bool {
        self.assign < self.comment
    }
}

/// Fills `spaces` with the number of spaces before each token.
pub(super) fn arrange(text: &str, tokens: &[Token], spaces: &mut Vec<u32>, lines: &mut Vec<Line>) {
    spaces.clear();
    spaces.reserve(tokens.len() + 1);
    lines.clear();
    // Most lines are a name, `=`, a value and a newline.
    lines.reserve(tokens.len() / 4);
    let text = Text { text, narrow: text.is_ascii() && !text.contains('\r') };
    let mut indents = Indents::default();
    let mut start = 0;
    loop {
        if let Some(line) = assignment(&text, tokens, start, &indents, spaces) {
            lines.push(line);
            start = line.end();
            continue;
        }
        let Some(mut line) = line_at(tokens, start) else { break };
        let own = tokens.get(start..line.end()).unwrap_or_default();
        let lead = own.get(..line.assign() - start).unwrap_or_default();
        let indent = match own.first().map(|token| token.kind) {
            Some(TokenKind::Newline) => 0,
            _ => indents.before(lead),
        };
        space(&text, own, start, indent, &mut line, spaces);
        lines.push(line);
        start = line.end();
    }
    align(lines, spaces);
    let last_end = start.checked_sub(1).and_then(|last| tokens.get(last)).map_or(0, |t| t.end);
    spaces.push(tokens.last().map_or(0, |end| end.start - last_end));
}

/// The line whose first token is at `start` if it is a name, `=` and one token, as most lines are: what [`line_at`] and
/// [`space`] find, at once.
fn assignment(
    text: &Text<'_>,
    tokens: &[Token],
    start: usize,
    indents: &Indents,
    spaces: &mut Vec<u32>,
) -> Option<Line> {
    let [name, equal, value, newline, ..] = tokens.get(start..)? else { return None };
    let is_one = name.kind == TokenKind::Ident
        && equal.kind == TokenKind::Equal
        && matches!(
            value.kind,
            TokenKind::PlainString | TokenKind::Number | TokenKind::Ident | TokenKind::PlainHeredoc
        )
        && newline.kind == TokenKind::Newline;
    if !is_one {
        return None;
    }
    let indent = indents.current();
    spaces.extend([indent, 0, 1, 0]);
    let columns = |token: &Token| columns(text, *token);
    Some(Line {
        lead: indent + columns(name),
        value: columns(equal) + 1 + columns(value) + columns(newline),
        ..Line::new(start + 1, start + 4, start + 4)
    })
}

/// The line whose first token is at `start`, unless that is the end of the file.
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
    Some(Line::new(assign, comment, end))
}

/// What leads a line that begins with this token.
pub(super) fn lead(tokens: &[Token], (start, line): (usize, &Line)) -> Option<Span> {
    let own = tokens.get(start..line.assign())?;
    Some(Span::new(own.first()?.start, own.last()?.end))
}

/// The source, and whether each of its bytes is one column wide.
struct Text<'t> {
    text: &'t str,
    narrow: bool,
}

/// The spaces before each token of a line, without alignment, and the widths that alignment needs. A comment at the
/// end is a cell of its own.
fn space(
    text: &Text<'_>,
    own: &[Token],
    start: usize,
    indent: u32,
    line: &mut Line,
    spaces: &mut Vec<u32>,
) {
    let measured = line.assigns() || line.comment < line.end;
    let (lead, comment) = (line.assign() - start, line.comment() - start);
    let (mut before, mut this): (Option<TokenKind>, Option<&Token>) = (None, None);
    let mut width = 0;
    for (at, after) in own.iter().enumerate() {
        let gap = match this {
            None => indent,
            Some(_) if at == lead => {
                this = None;
                line.lead = width;
                width = 0;
                0
            }
            Some(subject) => {
                let joins = after.kind == TokenKind::Dot
                    && subject.kind == TokenKind::Number
                    && own.get(at + 1).is_some_and(|&next| dot_joins_number(text.text, next));
                u32::from(joins || between(text.text, before, subject, after.kind))
            }
        };
        spaces.push(gap);
        before = this.map(|token| token.kind);
        this = Some(after);
        if measured && at < comment {
            width += gap + columns(text, *after);
        }
    }
    if line.assigns() {
        line.value = width;
    }
}

/// The width of a token. The library that Nomad uses cuts strings in pieces at `$` and `%`, and a
/// combining mark at the beginning of a piece does not join the character before it.
fn columns(text: &Text<'_>, token: Token) -> u32 {
    if text.narrow {
        return token.end - token.start;
    }
    let shown = token.text(text.text);
    if token.kind != TokenKind::PlainString || shown.is_ascii() {
        return grapheme::count(shown) as u32;
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
        columns += grapheme::count(piece) as u32;
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
            if let Some(space) = spaces.get_mut(line.assign()) {
                *space = gap;
            }
            line.lead += gap + line.value;
        }
    }
    let commented = |line: &Line| line.comment < line.end;
    for run in lines.chunk_by_mut(|a, b| commented(a) && commented(b)) {
        let widest = run.iter().map(|line| line.lead).max().unwrap_or(0);
        for line in run.iter().filter(|line| commented(line)) {
            if let Some(space) = spaces.get_mut(line.comment()) {
                *space = widest - line.lead + 1;
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
        let indent = self.current();
        if net > 0 {
            self.open.push(net);
        }
        indent
    }

    /// The indentation of a line that neither opens nor closes anything.
    fn current(&self) -> u32 {
        2 * self.open.len() as u32
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
