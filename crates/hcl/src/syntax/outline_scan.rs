//! Tokens to the attributes and blocks of an outline.

use super::parser::MAX_DEPTH;
use super::span::Span;
use super::token::{Token, TokenKind};

/// An attribute or a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The block that it is in.
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

/// The kind of an entry, with its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// `name = value`
    Attribute {
        /// The value after the `=`, without the space around it.
        value: Span,
    },
    /// `keyword "label" { … }`
    Block {
        /// The content between the braces.
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

    /// The content between the braces of a block.
    #[must_use]
    pub fn body(&self) -> Option<Span> {
        match self.kind {
            EntryKind::Block { body, .. } => Some(body),
            EntryKind::Attribute { .. } | EntryKind::Begun => None,
        }
    }
}

/// The attributes and blocks of a source with these tokens, each before its content; `sound` if it
/// has no errors.
pub(super) fn scan(text: &str, tokens: &[Token], sound: bool) -> Vec<Entry> {
    let scan = |by_layout| {
        let mut scan = Scan::new(text, tokens, sound, by_layout);
        scan.run();
        scan
    };
    let plain = scan(false);
    // Where braces come in pairs, they say what is in what. Where one is missing, the layout says which.
    if sound || plain.balanced { plain.entries } else { scan(true).entries }
}

/// Deeper nesting is ignored, as by the parser.
pub(super) const DEEPEST: usize = MAX_DEPTH as usize;

/// The kinds of brackets and blocks that can be open.
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
    /// Whether blocks end where the layout says so.
    by_layout: bool,
    /// Whether each brace has its other one, so far.
    balanced: bool,
    /// Whether any line of the source is indented.
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
    fn new(text: &'s str, tokens: &'s [Token], sound: bool, by_layout: bool) -> Self {
        Self {
            text,
            tokens,
            sound,
            by_layout,
            balanced: true,
            indented: by_layout && (text.contains("\n ") || text.contains("\n\t")),
            at: 0,
            entries: Vec::new(),
            open: Vec::new(),
            attribute: None,
            last: 0,
        }
    }

    fn kind(&self, at: usize) -> TokenKind {
        self.tokens.get(at).map_or(TokenKind::End, |token| token.kind)
    }

    fn span(&self, at: usize) -> Span {
        self.tokens.get(at).map(|token| token.span()).unwrap_or_default()
    }

    /// The next token after this one that is not a comment within its line.
    fn behind(&self, at: usize) -> usize {
        let mut next = at + 1;
        while self.kind(next) == TokenKind::Comment {
            next += 1;
        }
        next
    }

    fn run(&mut self) {
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
                self.balanced = false;
                self.end_block(at, self.text.len() as u32, end, false);
            }
        }
    }

    /// At a name in a body: what it begins.
    fn begin(&mut self) {
        let name = self.span(self.at);
        let parent = self.block();
        let mut entry =
            Entry { parent, name, labels: Vec::new(), kind: EntryKind::Begun, span: name };
        self.at = self.behind(self.at);
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
            self.at = self.behind(self.at - 1);
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

    /// A label, if there is one here; with syntax errors, its closing quote may be missing.
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

    /// Ignores what is nested deeper than [`DEEPEST`]: real files are not, and each closing brace
    /// searches all that is open.
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
        let Some(at) = self.open.iter().rposition(closes) else {
            self.balanced = false;
            return;
        };
        let closed = self.open.get(at).copied();
        self.open.truncate(at);
        if let Some(Open::Block(block)) = closed {
            self.end_attribute();
            let brace = self.span(self.at);
            self.end_block(block, brace.start, brace.end, true);
        }
    }

    /// At the first token of a line, with syntax errors: ends what cannot continue here.
    fn recover(&mut self) {
        let closes = matches!(self.kind(self.at), TokenKind::BraceClose | TokenKind::SequenceEnd);
        let begins = self.begins_entry();
        if !closes && begins.is_none() {
            return;
        }
        // In an object, `name = value` is an entry of it; in brackets there are no entries.
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
        // A block ends where a line is indented like its own, and what is in it with it; a brace there is its own.
        let aligned = if self.by_layout { self.aligned(self.column(self.at)) } else { None };
        // There is no attribute beside a job.
        let aligned = aligned.filter(|at| *at > 0 || begins != Some(Begins::Attribute));
        if let Some(at) = aligned {
            let keep = if closes { at + 1 } else { at };
            let line = self.line_start(self.span(self.at).start);
            while self.open.len() > keep {
                self.end_attribute();
                if let Some(Open::Block(block)) = self.open.pop() {
                    self.end_block(block, line, self.last, false);
                }
            }
        }
        // What the lexer took for the end of an unclosed sequence is a brace.
        if self.kind(self.at) == TokenKind::SequenceEnd {
            self.close_brace();
        }
    }

    /// The open block with this indentation, if all open blocks in it are indented further.
    fn aligned(&self, column: u32) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().rev() {
            let Open::Block(block) = open else { return None };
            let start = self.entries.get(*block).map_or(0, |entry| entry.name.start);
            let own = self.indentation(start);
            if own <= column {
                return (own == column && self.indents(*block)).then_some(at);
            }
        }
        None
    }

    /// Whether a block is indented as nested blocks are.
    fn indents(&self, block: usize) -> bool {
        let Some(entry) = self.entries.get(block) else { return false };
        match entry.parent.and_then(|parent| self.entries.get(parent)) {
            Some(parent) => {
                self.indentation(parent.name.start) < self.indentation(entry.name.start)
            }
            None => self.indented,
        }
    }

    /// The only thing that the line which begins here can be.
    fn begins_entry(&self) -> Option<Begins> {
        if self.kind(self.at) != TokenKind::Ident {
            return None;
        }
        let mut next = self.behind(self.at);
        if self.kind(next) == TokenKind::Equal {
            return Some(Begins::Attribute);
        }
        while matches!(self.kind(next), TokenKind::Ident | TokenKind::PlainString) {
            next = self.behind(next);
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
