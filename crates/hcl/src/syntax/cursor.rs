//! The context of an offset in an outline: the blocks around it, and what is being written there.

use super::outline::{Outline, unquoted};
use super::outline_scan::{Entry, EntryKind};
use super::span::Span;
use super::token::{Token, TokenKind};

/// An offset in a source, with its context.
///
/// ```
/// use jobwright_hcl::syntax::{Cursor, Outline, Written};
///
/// let text = "task \"web\" {\n  driver = \"dock";
/// let outline = Outline::of(text);
/// let cursor = Cursor::at(&outline, text.len() as u32);
/// let Written::Value { attribute, string: Some(typed), .. } = cursor.written else { panic!("a string") };
/// assert_eq!(outline.text_of(outline.entries[attribute].name), "driver");
/// assert_eq!(outline.text_of(typed), "dock");
/// assert_eq!(cursor.block, Some(0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The innermost block whose braces are around it.
    pub block: Option<usize>,
    /// What is being written there.
    pub written: Written,
}

/// The part of a file that is being written at an offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// The name of an attribute or block, as far as it is there, which may be empty.
    Name(Span),
    /// A label of an entry, without its quotes.
    Label {
        /// The entry.
        entry: usize,
        /// The index of the label.
        index: usize,
        /// The location of the label, without its quotes.
        span: Span,
    },
    /// The value of an attribute.
    Value {
        /// The attribute.
        attribute: usize,
        /// The string that the offset is in, without its quotes; `None` in an expression.
        string: Option<Span>,
        /// The names and dots directly before and after the offset, such as `var.image`, outside
        /// of strings or in a `${…}`.
        path: Option<Span>,
        /// Whether it is in a `${…}` or `%{…}`.
        sequence: bool,
        /// Whether it is in a list, an object or a call.
        nested: bool,
    },
    /// A comment, or a location where nothing can be written that has a name.
    Nothing,
}

impl Cursor {
    /// The cursor at an offset.
    #[must_use]
    pub fn at(outline: &Outline<'_>, offset: u32) -> Self {
        let block = outline.entries.iter().rposition(|entry| holds(outline, entry, offset));
        let written = written(outline, block, offset);
        Self { block, written }
    }
}

/// Whether an offset is between the braces of a block. The end of an unclosed block is outside of
/// it, unless it is the end of the file.
fn holds(outline: &Outline<'_>, entry: &Entry, offset: u32) -> bool {
    let EntryKind::Block { body, closed } = entry.kind else { return false };
    let takes_end = closed || body.end as usize == outline.text.len();
    body.start <= offset && (offset < body.end || takes_end && offset == body.end)
}

fn written(outline: &Outline<'_>, block: Option<usize>, offset: u32) -> Written {
    let is_comment = |token: &Token| match token.kind {
        // After the newline that ends it, the next line begins.
        TokenKind::LineComment => token.start < offset && offset < token.end,
        TokenKind::Comment => token.start < offset && offset <= token.end,
        _ => false,
    };
    let near = outline.first_token(offset);
    let around = near.checked_sub(1).unwrap_or(near);
    let tokens = outline.tokens.get(around..=near).unwrap_or_default();
    if tokens.iter().any(is_comment) {
        return Written::Nothing;
    }
    let inside = |(_, entry): &(usize, &Entry)| entry.name.start <= offset;
    let Some((at, entry)) = outline.inside(block).filter(inside).last() else {
        return blank(outline, offset);
    };
    if offset <= entry.name.end {
        return Written::Name(entry.name);
    }
    let on_line = |from: u32| {
        let between = outline.text.get(from as usize..offset as usize).unwrap_or_default();
        !between.contains('\n')
    };
    match entry.kind {
        EntryKind::Attribute { value } => {
            let is_in = value.start <= offset && offset < value.end;
            // After the `=`, and after a value on its line, the value is still being written.
            if is_in || on_line(entry.name.end.max(value.end.min(offset))) {
                return value_at(outline, at, offset);
            }
            blank(outline, offset)
        }
        EntryKind::Block { body, .. } if body.start <= offset => blank(outline, offset),
        EntryKind::Block { .. } | EntryKind::Begun if on_line(entry.name.end) => {
            label_at(outline, at, entry, offset)
        }
        EntryKind::Block { .. } | EntryKind::Begun => blank(outline, offset),
    }
}

/// An offset without an entry: a name can be written after nothing but space on its line, or after
/// a brace.
fn blank(outline: &Outline<'_>, offset: u32) -> Written {
    let before = outline.text.get(..offset as usize).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let said = before.get(line..).unwrap_or_default().trim_start_matches('\u{feff}').trim_end();
    if said.is_empty() || said.ends_with('{') {
        return Written::Name(Span::new(offset, offset));
    }
    Written::Nothing
}

fn label_at(outline: &Outline<'_>, at: usize, entry: &Entry, offset: u32) -> Written {
    let labels = entry.labels.iter().map(|label| unquoted(outline.text, *label));
    let mut labels = labels.enumerate();
    match labels.find(|(_, span)| span.start <= offset && offset <= span.end) {
        Some((index, span)) => Written::Label { entry: at, index, span },
        None => Written::Nothing,
    }
}

fn value_at(outline: &Outline<'_>, attribute: usize, offset: u32) -> Written {
    let start = outline.entries.get(attribute).map_or(0, |entry| entry.name.end);
    let first = outline.first_token(start);
    let tokens = outline.tokens.get(first..).unwrap_or_default();
    // What is open before the offset.
    let (mut open, mut last): (Vec<&Token>, Option<&Token>) = (Vec::new(), None);
    for token in tokens.iter().take_while(|token| token.start < offset) {
        last = Some(token);
        let is_whole = token.end <= offset;
        match token.kind {
            TokenKind::QuoteOpen
            | TokenKind::HeredocOpen
            | TokenKind::Interpolation
            | TokenKind::Directive
            | TokenKind::BraceOpen
            | TokenKind::BracketOpen
            | TokenKind::ParenOpen
                if is_whole =>
            {
                open.push(token);
            }
            TokenKind::QuoteClose
            | TokenKind::HeredocClose
            | TokenKind::SequenceEnd
            | TokenKind::BraceClose
            | TokenKind::BracketClose
            | TokenKind::ParenClose
                if is_whole =>
            {
                open.pop();
            }
            _ => {}
        }
    }
    let is_open = |kinds: &[TokenKind]| open.iter().any(|token| kinds.contains(&token.kind));
    let sequence = is_open(&[TokenKind::Interpolation, TokenKind::Directive]);
    let nested = is_open(&[TokenKind::BraceOpen, TokenKind::BracketOpen, TokenKind::ParenOpen]);
    let value = |string, path| Written::Value { attribute, string, path, sequence, nested };
    // A whole string without a `${`, or a heredoc.
    if let Some(plain) = last.filter(|token| token.end > offset) {
        match plain.kind {
            TokenKind::PlainString => {
                return value(Some(unquoted(outline.text, plain.span())), None);
            }
            TokenKind::PlainHeredoc => {
                let text = heredoc(outline.text, plain);
                let is_in = text.start <= offset && offset <= text.end;
                return if is_in { value(Some(text), None) } else { Written::Nothing };
            }
            _ => {}
        }
    }
    match open.last().map(|token| token.kind) {
        Some(TokenKind::QuoteOpen | TokenKind::HeredocOpen) => {
            let from = open.last().map_or(offset, |token| token.end);
            let rest = tokens.iter().skip_while(|token| token.start < from);
            let is_text = |token: &&Token| {
                matches!(token.kind, TokenKind::QuotedText | TokenKind::HeredocText)
            };
            let end = rest.take_while(is_text).last().map_or(from, |token| token.end);
            value(Some(Span::new(from, end.max(offset))), None)
        }
        _ => value(None, Some(path(outline.text, offset))),
    }
}

/// The contents of a heredoc.
fn heredoc(text: &str, token: &Token) -> Span {
    let said = token.text(text);
    let start = said.find('\n').map_or(0, |at| at + 1);
    let end = said.rfind('\n').map_or(said.len(), |at| at + 1).max(start);
    Span::new(token.start + start as u32, token.start + end as u32)
}

/// The names and dots around an offset.
fn path(text: &str, offset: u32) -> Span {
    let offset = offset as usize;
    let goes_on = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let (before, after) =
        (text.get(..offset).unwrap_or_default(), text.get(offset..).unwrap_or_default());
    let start = before.trim_end_matches(goes_on).len();
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-');
    let end = offset + (after.len() - after.trim_start_matches(is_word).len());
    Span::new(start as u32, end as u32)
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Outline, Written};

    /// The construct that is written at the `|` of a source, with the type of the block around it.
    fn at(text: &str) -> String {
        let offset = text.find('|').expect("a cursor");
        let text = text.replacen('|', "", 1);
        let outline = Outline::of(&text);
        let cursor = Cursor::at(&outline, u32::try_from(offset).expect("a short text"));
        let of = |span| outline.text_of(span);
        let name = |at: usize| of(outline.entries[at].name);
        let written = match cursor.written {
            Written::Name(span) => format!("name `{}`", of(span)),
            Written::Label { entry, index, span } => {
                format!("label {index} `{}` of {}", of(span), name(entry))
            }
            Written::Value { attribute, string, path, sequence, nested } => format!(
                "value of {}{}{}{}{}",
                name(attribute),
                string.map(|span| format!(" in the string `{}`", of(span))).unwrap_or_default(),
                path.map(|span| format!(" at `{}`", of(span))).unwrap_or_default(),
                if sequence { " in a sequence" } else { "" },
                if nested { " nested" } else { "" },
            ),
            Written::Nothing => "nothing".to_owned(),
        };
        format!("{}: {written}", cursor.block.map_or("file", name))
    }

    #[test]
    fn what_is_written_is_told() {
        for (text, expected) in [
            ("|", "file: name ``"),
            ("jo|b", "file: name `job`"),
            ("job \"a|\" {}", "file: label 0 `a` of job"),
            ("job \"a|", "file: label 0 `a` of job"),
            ("job \"a\" {\n  |\n}\n", "job: name ``"),
            ("job \"a\" {\n  gr|\n}\n", "job: name `gr`"),
            ("job \"a\" {\n  gr|", "job: name `gr`"),
            ("job \"a\" {|", "job: name ``"),
            ("job \"a\" {}|", "file: nothing"),
            ("a = |", "file: value of a at ``"),
            ("a = tr|\nb = 1", "file: value of a at `tr`"),
            ("a = \"x|\"", "file: value of a in the string `x`"),
            ("a = \"x|\nb = 1", "file: value of a in the string `x`"),
            ("a = \"x ${va|\nb = 1", "file: value of a at `va` in a sequence"),
            ("a = \"x ${var.a|b} y\"", "file: value of a at `var.ab` in a sequence"),
            ("a = [\"x\", \"y|\"]", "file: value of a in the string `y` nested"),
            ("a = [\"x\", |", "file: value of a at `` nested"),
            ("a = <<EOT\nx|\nEOT\n", "file: value of a in the string `x\n`"),
            ("a = 1\n|", "file: name ``"),
            ("a = 1\n|\nb = 2", "file: name ``"),
            ("# a |b\nb = 1", "file: nothing"),
            ("# a\n|", "file: name ``"),
            ("b {\n  a = {\n    c = |\n  }\n}", "b: value of a at `` nested"),
            ("b {\n  x = 1\n}\n|", "file: name ``"),
            ("b {\n  x = [\n  c {\n    |\n  }\n}", "c: name ``"),
        ] {
            assert_eq!(at(text), expected, "{text}");
        }
    }
}
