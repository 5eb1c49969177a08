//! The outline of a text, sound or broken: its attributes and blocks with their places, as an editor needs them while
//! somebody types.
//!
//! It is made of the tokens alone. Of a sound text it has what the tree has. Of a broken one it has what can be told: an
//! attribute ends where a line begins that can only be another one, and a block that was never closed ends where a line
//! begins that is indented like the block itself.
//!
//! ```
//! use jobwright_hcl::syntax::{EntryKind, Outline};
//!
//! let outline = Outline::of("job \"web\" {\n  group \"web\" {\n    count = [1\n  meta {}\n}\n");
//! let names: Vec<&str> = outline.entries.iter().map(|entry| outline.text_of(entry.name)).collect();
//! assert_eq!(names, ["job", "group", "count", "meta"]);
//! let meta = outline.entries.last().ok_or("an entry")?;
//! assert_eq!(meta.parent, Some(0), "it stands in the job");
//! assert!(matches!(meta.kind, EntryKind::Block { closed: true, .. }));
//! # Ok::<(), &str>(())
//! ```

use super::lexer::{Mode, tokenize};
use super::parser::{MAX_DEPTH, Parser};
use super::span::Span;
use super::token::{Token, TokenKind};

/// The attributes and blocks of a text.
#[derive(Debug)]
pub struct Outline<'t> {
    /// The text.
    pub text: &'t str,
    /// Whether the text is sound.
    pub sound: bool,
    /// All attributes and blocks, each before what is in it.
    pub entries: Vec<Entry>,
    pub(super) tokens: Vec<Token>,
}

/// An attribute or a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The block that it stands in.
    pub parent: Option<usize>,
    /// The name of an attribute, the keyword of a block.
    pub name: Span,
    /// The labels of a block, with their quotes.
    pub labels: Vec<Span>,
    /// What it is.
    pub kind: EntryKind,
    /// All of it.
    pub span: Span,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// `name = value`
    Attribute {
        /// What stands behind the `=`, without the space around it.
        value: Span,
    },
    /// `keyword "label" { … }`
    Block {
        /// What stands between the braces.
        body: Span,
        /// Whether there is a closing brace.
        closed: bool,
    },
    /// A name, perhaps with labels, that is not yet either.
    Begun,
}

impl Entry {
    /// The value of an attribute.
    #[must_use]
    pub fn value(&self) -> Option<Span> {
        match self.kind {
            EntryKind::Attribute { value } => Some(value),
            EntryKind::Block { .. } | EntryKind::Begun => None,
        }
    }

    /// What stands between the braces of a block.
    #[must_use]
    pub fn body(&self) -> Option<Span> {
        match self.kind {
            EntryKind::Block { body, .. } => Some(body),
            EntryKind::Attribute { .. } | EntryKind::Begun => None,
        }
    }
}

impl<'t> Outline<'t> {
    /// The outline of a text.
    #[must_use]
    pub fn of(text: &'t str) -> Self {
        let (mut tokens, mut errors) = (Vec::new(), Vec::new());
        tokenize(text, Mode::Main, &mut tokens, &mut errors);
        if errors.is_empty() {
            let _tree = Parser::new(text, &tokens, &mut errors).file();
        }
        let sound = errors.is_empty();
        let entries = Scan::new(text, &tokens, sound).entries();
        Self { text, sound, entries, tokens }
    }

    /// The text of a place.
    #[must_use]
    pub fn text_of(&self, span: Span) -> &'t str {
        span.of(self.text)
    }

    /// What stands right in a block, or in the file.
    pub fn inside(&self, parent: Option<usize>) -> impl Iterator<Item = (usize, &Entry)> {
        let first = parent.map_or(0, |parent| parent + 1);
        let block = parent.and_then(|parent| self.entries.get(parent));
        let end = block.map_or(u32::MAX, |block| block.span.end);
        let all = self.entries.iter().enumerate().skip(first);
        let within = all.take_while(move |(_, entry)| entry.span.start < end);
        within.filter(move |(_, entry)| entry.parent == parent)
    }

    /// The innermost attribute or block that holds a place.
    #[must_use]
    pub fn innermost(&self, span: Span) -> Option<usize> {
        let before = self.entries.partition_point(|entry| entry.span.start <= span.start);
        let last = before.checked_sub(1)?;
        let holds = |at: &usize| self.entries.get(*at).is_some_and(|one| span.end <= one.span.end);
        std::iter::once(last).chain(self.around(last)).find(holds)
    }

    /// The attribute of a name right in a block.
    #[must_use]
    pub fn attribute(&self, parent: Option<usize>, name: &str) -> Option<&Entry> {
        let mut inside = self.inside(parent).map(|(_, entry)| entry);
        inside.find(|entry| entry.value().is_some() && self.text_of(entry.name) == name)
    }

    /// The blocks around an entry, the innermost first.
    pub fn around(&self, entry: usize) -> impl Iterator<Item = usize> {
        let parent = |at: usize| self.entries.get(at).and_then(|entry| entry.parent);
        std::iter::successors(parent(entry), move |at| parent(*at))
    }

    /// A label as it is meant, without its quotes.
    #[must_use]
    pub fn label(&self, entry: &Entry, index: usize) -> Option<&'t str> {
        self.label_span(entry, index).map(|span| self.text_of(span))
    }

    /// Where that stands.
    #[must_use]
    pub fn label_span(&self, entry: &Entry, index: usize) -> Option<Span> {
        entry.labels.get(index).map(|span| unquoted(self.text, *span))
    }

    /// The text that a value is, where that is nothing but one string without escapes.
    #[must_use]
    pub fn string(&self, value: Span) -> Option<&'t str> {
        self.string_span(value).map(|span| self.text_of(span))
    }

    /// Where that text stands.
    #[must_use]
    pub fn string_span(&self, value: Span) -> Option<Span> {
        let token = self.tokens.get(self.first_token(value.start))?;
        let is_all = token.span() == value && token.kind == TokenKind::PlainString;
        (is_all && !token.escaped).then(|| unquoted(self.text, value))
    }

    /// The strings without escapes in a place, such as a list's.
    pub fn strings(&self, within: Span) -> impl Iterator<Item = Span> {
        let from = self.first_token(within.start);
        let tokens = self.tokens.get(from..).unwrap_or_default().iter();
        let inside = tokens.take_while(move |token| token.end <= within.end);
        let plain = inside.filter(|token| token.kind == TokenKind::PlainString && !token.escaped);
        plain.map(|token| unquoted(self.text, token.span()))
    }

    /// Whether a place holds nothing but strings, numbers, lists and words: nothing that must be worked out.
    #[must_use]
    pub fn is_literal(&self, within: Span) -> bool {
        let tokens = self.tokens.get(self.first_token(within.start)..).unwrap_or_default().iter();
        let mut inside = tokens.take_while(|token| token.end <= within.end);
        inside.all(|token| {
            matches!(
                token.kind,
                TokenKind::PlainString
                    | TokenKind::PlainHeredoc
                    | TokenKind::Number
                    | TokenKind::BracketOpen
                    | TokenKind::BracketClose
                    | TokenKind::Comma
                    | TokenKind::Newline
                    | TokenKind::LineComment
                    | TokenKind::Comment
            )
        })
    }

    /// The comments.
    pub fn comments(&self) -> impl Iterator<Item = Span> {
        let is_comment = |kind| matches!(kind, TokenKind::LineComment | TokenKind::Comment);
        self.tokens.iter().filter(move |token| is_comment(token.kind)).map(|token| token.span())
    }

    /// Whether an offset is in a comment.
    #[must_use]
    pub fn is_comment(&self, offset: u32) -> bool {
        let token = self.tokens.get(self.tokens.partition_point(|token| token.end <= offset));
        let is_comment = |kind| matches!(kind, TokenKind::LineComment | TokenKind::Comment);
        token.is_some_and(|token| is_comment(token.kind) && token.start <= offset)
    }

    /// The texts of heredocs, in pieces where there are sequences in them.
    pub fn heredocs(&self) -> impl Iterator<Item = Span> {
        let is_text = |kind| matches!(kind, TokenKind::PlainHeredoc | TokenKind::HeredocText);
        self.tokens.iter().filter(move |token| is_text(token.kind)).map(|token| token.span())
    }

    /// What stands in brackets, braces or a heredoc, with these: what is never closed is not among it.
    #[must_use]
    pub fn enclosed(&self) -> Vec<Span> {
        let (mut open, mut found): (Vec<&Token>, _) = (Vec::new(), Vec::new());
        for token in &self.tokens {
            let opens = match token.kind {
                TokenKind::BracketClose => TokenKind::BracketOpen,
                TokenKind::ParenClose => TokenKind::ParenOpen,
                TokenKind::HeredocClose => TokenKind::HeredocOpen,
                TokenKind::BraceClose => TokenKind::BraceOpen,
                TokenKind::PlainHeredoc => {
                    found.push(token.span());
                    continue;
                }
                TokenKind::BracketOpen
                | TokenKind::ParenOpen
                | TokenKind::HeredocOpen
                | TokenKind::BraceOpen => {
                    if open.len() < DEEPEST {
                        open.push(token);
                    }
                    continue;
                }
                _ => continue,
            };
            if let Some(at) = open.iter().rposition(|token| token.kind == opens) {
                found.extend(open.get(at).map(|start| Span::new(start.start, token.end)));
                open.truncate(at);
            }
        }
        found
    }

    /// Names with what is taken from them by points, such as `var.image`: root and first step.
    pub fn references(&self) -> impl Iterator<Item = (Span, Span)> {
        self.tokens.windows(3).enumerate().filter_map(|(at, three)| {
            let [root, dot, step] = three else { return None };
            let is_chain = root.kind == TokenKind::Ident
                && dot.kind == TokenKind::Dot
                && step.kind == TokenKind::Ident;
            let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
            let is_step = before.is_some_and(|before| before.kind == TokenKind::Dot);
            (is_chain && !is_step).then(|| (root.span(), step.span()))
        })
    }

    /// The first token that does not end before an offset.
    pub(super) fn first_token(&self, offset: u32) -> usize {
        self.tokens.partition_point(|token| token.end <= offset && token.start < offset)
    }
}

/// A place without the quotes at its ends.
pub(super) fn unquoted(text: &str, span: Span) -> Span {
    let said = span.of(text);
    let Some(inside) = said.strip_prefix('"') else { return span };
    let end = if inside.ends_with('"') { span.end - 1 } else { span.end };
    Span::new(span.start + 1, end)
}

/// What is deeper is not looked at, as by the parser.
const DEEPEST: usize = MAX_DEPTH as usize;

/// What is open where the scan is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Block(usize),
    /// `{` in a value.
    Brace,
    Bracket,
    Paren,
    /// `${` or `%{`.
    Sequence,
}

struct Scan<'s> {
    text: &'s str,
    tokens: &'s [Token],
    sound: bool,
    /// Whether a line of the text is indented.
    indented: bool,
    at: usize,
    entries: Vec<Entry>,
    open: Vec<Open>,
    /// The attribute that the scan is in.
    attribute: Option<usize>,
    /// The end of the last token that is neither space nor comment.
    last: u32,
}

impl<'s> Scan<'s> {
    fn new(text: &'s str, tokens: &'s [Token], sound: bool) -> Self {
        let (entries, open) = (Vec::new(), Vec::new());
        let indented = !sound && (text.contains("\n ") || text.contains("\n\t"));
        let attribute = None;
        Self { text, tokens, sound, indented, at: 0, entries, open, attribute, last: 0 }
    }

    fn kind(&self, at: usize) -> TokenKind {
        self.tokens.get(at).map_or(TokenKind::End, |token| token.kind)
    }

    fn span(&self, at: usize) -> Span {
        self.tokens.get(at).map(|token| token.span()).unwrap_or_default()
    }

    fn entries(mut self) -> Vec<Entry> {
        let mut begins_line = true;
        while self.kind(self.at) != TokenKind::End && self.at < self.tokens.len() {
            let kind = self.kind(self.at);
            if matches!(kind, TokenKind::Newline | TokenKind::LineComment) {
                if matches!(self.open.last(), None | Some(Open::Block(_))) {
                    self.end_attribute();
                }
                begins_line = true;
                self.at += 1;
                continue;
            }
            if kind == TokenKind::Comment {
                self.at += 1;
                continue;
            }
            if begins_line && !self.sound {
                self.recover();
            }
            begins_line = false;
            let in_body = matches!(self.open.last(), None | Some(Open::Block(_)));
            if in_body && self.attribute.is_none() && kind == TokenKind::Ident {
                self.begin();
                continue;
            }
            self.bracket(kind);
            self.last = self.span(self.at).end;
            self.at += 1;
        }
        self.end_attribute();
        let end = self.last;
        while let Some(open) = self.open.pop() {
            if let Open::Block(at) = open {
                self.end_block(at, self.text.len() as u32, end, false);
            }
        }
        self.entries
    }

    /// At a name in a body: what it begins.
    fn begin(&mut self) {
        let name = self.span(self.at);
        let parent = self.block();
        let mut entry =
            Entry { parent, name, labels: Vec::new(), kind: EntryKind::Begun, span: name };
        self.at += 1;
        if self.kind(self.at) == TokenKind::Equal {
            let start = self.span(self.at).end;
            entry.kind = EntryKind::Attribute { value: Span::new(start, start) };
            entry.span.end = start;
            self.last = start;
            self.at += 1;
            self.attribute = Some(self.entries.len());
            self.entries.push(entry);
            return;
        }
        while let Some(label) = self.label() {
            entry.span.end = label.end;
            entry.labels.push(label);
        }
        self.last = entry.span.end;
        if self.kind(self.at) == TokenKind::BraceOpen && self.open.len() < DEEPEST {
            let start = self.span(self.at).end;
            entry.kind = EntryKind::Block { body: Span::new(start, start), closed: false };
            self.last = start;
            self.open.push(Open::Block(self.entries.len()));
            self.at += 1;
        }
        self.entries.push(entry);
    }

    /// A label, if one stands here; in a broken text, it may lack its closing quote.
    fn label(&mut self) -> Option<Span> {
        match self.kind(self.at) {
            TokenKind::Ident | TokenKind::PlainString => {
                self.at += 1;
                Some(self.span(self.at - 1))
            }
            TokenKind::QuoteOpen => {
                let start = self.span(self.at).start;
                let mut end = self.at;
                while matches!(
                    self.kind(end),
                    TokenKind::QuoteOpen | TokenKind::QuotedText | TokenKind::Invalid
                ) {
                    end += 1;
                }
                if self.kind(end) == TokenKind::QuoteClose {
                    end += 1;
                }
                self.at = end;
                Some(Span::new(start, self.span(end - 1).end))
            }
            _ => None,
        }
    }

    /// Nobody writes as deep as this, and each brace that closes looks through what is open.
    fn push(&mut self, open: Open) {
        if self.open.len() < DEEPEST {
            self.open.push(open);
        }
    }

    /// What a token opens or closes.
    fn bracket(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::BraceOpen if self.attribute.is_some() => self.push(Open::Brace),
            TokenKind::BracketOpen => self.push(Open::Bracket),
            TokenKind::ParenOpen => self.push(Open::Paren),
            TokenKind::Interpolation | TokenKind::Directive => self.push(Open::Sequence),
            TokenKind::BracketClose => self.close(Open::Bracket),
            TokenKind::ParenClose => self.close(Open::Paren),
            TokenKind::SequenceEnd => self.close(Open::Sequence),
            TokenKind::BraceClose => self.close_brace(),
            _ => {}
        }
    }

    /// Closes the innermost of a kind, and what was left open in it, unless a body is in between.
    fn close(&mut self, kind: Open) {
        let inside = self.open.iter().rev();
        let left = inside.take_while(|open| !matches!(open, Open::Block(_)));
        if let Some(at) = left.clone().position(|open| *open == kind) {
            self.open.truncate(self.open.len() - at - 1);
        }
    }

    fn close_brace(&mut self) {
        let closes = |open: &Open| matches!(open, Open::Brace | Open::Block(_));
        let Some(at) = self.open.iter().rposition(closes) else { return };
        let closed = self.open.get(at).copied();
        self.open.truncate(at);
        if let Some(Open::Block(block)) = closed {
            self.end_attribute();
            let brace = self.span(self.at);
            self.end_block(block, brace.start, brace.end, true);
        }
    }

    /// At the first token of a line of a broken text: ends what cannot go on here.
    fn recover(&mut self) {
        let closes = matches!(self.kind(self.at), TokenKind::BraceClose | TokenKind::SequenceEnd);
        let begins = self.begins_entry();
        if !closes && begins.is_none() {
            return;
        }
        // In an object, `name = value` is an entry of it; in brackets there is none.
        let stays = |open: &Open| match open {
            Open::Block(_) => true,
            Open::Brace => closes || begins == Some(Begins::Attribute),
            Open::Bracket | Open::Paren | Open::Sequence => false,
        };
        let keep = self.open.iter().rposition(stays).map_or(0, |at| at + 1);
        if keep < self.open.len() {
            let end = self.last;
            self.open.truncate(keep);
            if matches!(self.open.last(), None | Some(Open::Block(_))) {
                self.last = end;
                self.end_attribute();
            }
        }
        // A block ends where a line is indented like its own, unless whoever wrote it indents nothing.
        let column = self.column(self.at);
        while let Some(Open::Block(block)) = self.open.last().copied() {
            let start = self.entries.get(block).map_or(0, |entry| entry.name.start);
            let own = self.indentation(start);
            let ends = if closes { column < own } else { column <= own };
            if !ends || !self.indents(block) {
                break;
            }
            self.open.pop();
            self.end_attribute();
            let line = self.line_start(self.span(self.at).start);
            self.end_block(block, line, self.last, false);
        }
        // What lexing took for the end of a sequence that was never closed is a brace.
        if self.kind(self.at) == TokenKind::SequenceEnd {
            self.close_brace();
        }
    }

    /// Whether a block is indented as what stands in others is.
    fn indents(&self, block: usize) -> bool {
        let Some(entry) = self.entries.get(block) else { return false };
        match entry.parent.and_then(|parent| self.entries.get(parent)) {
            Some(parent) => {
                self.indentation(parent.name.start) < self.indentation(entry.name.start)
            }
            None => self.indented,
        }
    }

    /// What the line can only be that begins here.
    fn begins_entry(&self) -> Option<Begins> {
        if self.kind(self.at) != TokenKind::Ident {
            return None;
        }
        let mut next = self.at + 1;
        if self.kind(next) == TokenKind::Equal {
            return Some(Begins::Attribute);
        }
        while matches!(self.kind(next), TokenKind::Ident | TokenKind::PlainString) {
            next += 1;
        }
        let is_last = self.kind(next) == TokenKind::BraceOpen
            && matches!(
                self.kind(next + 1),
                TokenKind::Newline
                    | TokenKind::LineComment
                    | TokenKind::BraceClose
                    | TokenKind::End
            );
        is_last.then_some(Begins::Block)
    }

    fn line_start(&self, offset: u32) -> u32 {
        let before = self.text.get(..offset as usize).unwrap_or_default();
        before.rfind('\n').map_or(0, |at| at as u32 + 1)
    }

    fn column(&self, at: usize) -> u32 {
        let start = self.span(at).start;
        start - self.line_start(start)
    }

    /// How far the line of an offset is indented.
    fn indentation(&self, offset: u32) -> u32 {
        let line = self.line_start(offset) as usize;
        let rest = self.text.get(line..).unwrap_or_default();
        (rest.len() - rest.trim_start_matches([' ', '\t']).len()) as u32
    }

    fn block(&self) -> Option<usize> {
        self.open.iter().rev().find_map(|open| match open {
            Open::Block(at) => Some(*at),
            _ => None,
        })
    }

    fn end_attribute(&mut self) {
        let Some(entry) = self.attribute.take().and_then(|at| self.entries.get_mut(at)) else {
            return;
        };
        if let EntryKind::Attribute { value } = &mut entry.kind {
            value.end = self.last.max(value.start);
            let said = value.of(self.text);
            value.start += (said.len() - said.trim_start().len()) as u32;
            value.start = value.start.min(value.end);
            entry.span.end = value.end;
        }
    }

    fn end_block(&mut self, at: usize, inner: u32, end: u32, is_closed: bool) {
        let Some(entry) = self.entries.get_mut(at) else { return };
        if let EntryKind::Block { body, closed } = &mut entry.kind {
            body.end = inner.max(body.start);
            *closed = is_closed;
            entry.span.end = end.max(body.start);
        }
    }
}

/// What a line begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    Attribute,
    Block,
}

#[cfg(test)]
mod tests {
    use super::{EntryKind, Outline};

    /// The entries of a text, each in the ones around it.
    fn shown(text: &str) -> String {
        let outline = Outline::of(text);
        let mut shown = String::new();
        for (at, entry) in outline.entries.iter().enumerate() {
            let depth = outline.around(at).count();
            let labels = entry.labels.iter().map(|label| format!(" {}", outline.text_of(*label)));
            let rest = match entry.kind {
                EntryKind::Attribute { value } => format!(" = {}", outline.text_of(value)),
                EntryKind::Block { closed, .. } => if closed { " {}" } else { " {" }.to_owned(),
                EntryKind::Begun => " …".to_owned(),
            };
            let name = outline.text_of(entry.name);
            shown += &format!("{}{name}{}{rest}\n", "  ".repeat(depth), labels.collect::<String>());
        }
        shown
    }

    #[test]
    fn broken_texts_have_what_can_be_told() {
        for (text, expected) in [
            ("a {\n  b = 1\n  c {\n    d = 2\n  }\n}\n", "a {}\n  b = 1\n  c {}\n    d = 2\n"),
            ("a {\n  b = [1,\n  c \"x\" {\n  }\n}\n", "a {}\n  b = [1,\n  c \"x\" {}\n"),
            ("a {\n  b = f(\n  c = 2\n}\n", "a {}\n  b = f(\n  c = 2\n"),
            ("a {\n  b = \"${x\n  c = 2\n}\nd {\n}\n", "a {}\n  b = \"${x\n  c = 2\nd {}\n"),
            ("a {\n  b {\n    c = 1\n\n  d {\n  }\n}\n", "a {}\n  b {\n    c = 1\n  d {}\n"),
            ("a {\n  b = \"x\n  c = 2\n}\n", "a {}\n  b = \"x\n  c = 2\n"),
            ("a {\n  b\n  c =\n  d = 1\n}\n", "a {}\n  b …\n  c = \n  d = 1\n"),
            ("a \"x {\n}\n", "a \"x { …\n"),
            ("a {\n  b = {\n    c = 1\n  }\n  d =\n}", "a {}\n  b = {\n    c = 1\n  }\n  d = \n"),
            ("}}}\na = 1", "a = 1\n"),
            ("a {\nb {\nc = 1\nd {\n", "a {\n  b {\n    c = 1\n    d {\n"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
