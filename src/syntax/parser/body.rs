//! Bodies: attributes and blocks.

use std::borrow::Cow;

use crate::syntax::ast::{Attribute, Block, Body, Item, Label};
use crate::syntax::span::Span;
use crate::syntax::token::{Token, TokenKind};

use super::{Failed, MAX_ERRORS, Parsed, Parser};

/// Bodies with more attributes than this are sorted to find a name that occurs twice.
const FEW: usize = 16;

impl<'a> Parser<'a, '_> {
    /// The items up to `end`, which is taken; `open` is what an error about a missing end points at.
    pub(super) fn items(&mut self, end: TokenKind, open: Span) -> Vec<Item<'a>> {
        let mut items = Vec::new();
        loop {
            let token = self.peek();
            match token.kind {
                TokenKind::Newline => {
                    self.next();
                }
                TokenKind::Ident => {
                    let start = self.at;
                    match self.item() {
                        Ok(item) => items.push(item),
                        Err(Failed) => self.skip_item(start),
                    }
                }
                kind if kind == end => {
                    self.next();
                    break;
                }
                TokenKind::End => {
                    if !std::mem::replace(&mut self.unclosed, true) {
                        let help = "the braces of this block, or of one inside it, do not match";
                        self.error(open, "this block is never closed", help);
                    }
                    break;
                }
                kind => {
                    self.no_item(token);
                    let start = self.at;
                    if matches!(kind, TokenKind::BraceClose) {
                        self.next();
                    } else {
                        self.skip_item(start);
                    }
                }
            }
        }
        self.check_names(&items);
        items
    }

    fn no_item(&mut self, token: Token) {
        let (what, help) = match token.kind {
            TokenKind::PlainString | TokenKind::QuoteOpen => (
                "a name without quotes",
                "names of attributes and blocks are not quoted; quoted keys belong in an object, `name = { \"key\" = … }`",
            ),
            TokenKind::BraceClose => ("an attribute or a block", "no block is open here"),
            _ => ("an attribute or a block", "write `name = value` or `name { … }`"),
        };
        self.expected(what, help);
    }

    /// Goes on after the item that begins at token `start` and has failed: behind its line, or behind the last line of
    /// what it opens, but not out of the enclosing block.
    fn skip_item(&mut self, start: usize) {
        let mut open: Vec<TokenKind> = Vec::new();
        self.at = start;
        while let Some(&token) = self.tokens.get(self.at) {
            match token.kind {
                TokenKind::End => break,
                TokenKind::Newline | TokenKind::LineComment if open.is_empty() => {
                    self.at += 1;
                    break;
                }
                kind => {
                    if let Some(closer) = closer(kind) {
                        open.push(closer);
                    } else if is_closer(kind) {
                        match open.iter().rposition(|&wanted| wanted == kind) {
                            Some(level) => open.truncate(level),
                            None if kind == TokenKind::BraceClose && self.at > start => break,
                            None => {}
                        }
                    }
                }
            }
            self.at += 1;
        }
    }

    fn item(&mut self) -> Parsed<Item<'a>> {
        let name = self.next();
        match self.peek().kind {
            TokenKind::Equal => {
                let attribute = self.attribute(name)?;
                self.end_of_line("the value", "an attribute ends with its line")?;
                Ok(Item::Attribute(attribute))
            }
            TokenKind::PlainString
            | TokenKind::QuoteOpen
            | TokenKind::BraceOpen
            | TokenKind::Ident => {
                let block = self.deeper(|parser| parser.block(name))?;
                self.end_of_line("the block", "a block ends with its line")?;
                Ok(Item::Block(block))
            }
            _ => {
                let help = "write `name = value` for an attribute, `name { … }` for a block";
                Err(self.expected("`=` or `{`", help))
            }
        }
    }

    fn attribute(&mut self, name: Token) -> Parsed<Attribute<'a>> {
        self.next();
        let value = self.expression()?;
        Ok(Attribute {
            name: name.text(self.text),
            name_span: name.span(),
            value,
            span: Span::new(name.start, self.last_end),
        })
    }

    fn end_of_line(&mut self, what: &str, help: &'static str) -> Parsed<()> {
        match self.peek().kind {
            TokenKind::Newline | TokenKind::End => {
                self.next();
                Ok(())
            }
            TokenKind::Comma => {
                let help = "attributes are separated by newlines, not by commas";
                Err(self.expected(&format!("a newline after {what}"), help))
            }
            _ => Err(self.expected(&format!("a newline after {what}"), help)),
        }
    }

    fn block(&mut self, kind: Token) -> Parsed<Block<'a>> {
        let mut labels = Vec::new();
        let open = loop {
            match self.peek().kind {
                TokenKind::BraceOpen => break self.next(),
                TokenKind::Ident => {
                    let token = self.next();
                    let text = Cow::Borrowed(token.text(self.text));
                    labels.push(Label { text, span: token.span(), quoted: false });
                }
                TokenKind::PlainString => {
                    let token = self.next();
                    let text = self.plain_string(token);
                    labels.push(Label { text, span: token.span(), quoted: true });
                }
                TokenKind::QuoteOpen => return Err(self.label_with_sequence()),
                TokenKind::Equal => {
                    let help = "a block has no `=`; an attribute has no label";
                    return Err(self.expected("a label or `{`", help));
                }
                _ => {
                    let help = "the opening brace of a block stands on the line of its name";
                    return Err(self.expected("a label or `{`", help));
                }
            }
        };
        let items = match self.peek().kind {
            TokenKind::Newline | TokenKind::End | TokenKind::BraceClose => {
                self.items(TokenKind::BraceClose, open.span())
            }
            _ => vec![self.single(open)?],
        };
        let close = if self.unclosed { self.last_end } else { self.last_end - 1 };
        Ok(Block {
            kind: kind.text(self.text),
            kind_span: kind.span(),
            labels,
            body: Body { items, span: Span::new(open.end, close) },
            span: Span::new(kind.start, self.last_end),
        })
    }

    /// The only attribute of a block on one line, and the brace.
    fn single(&mut self, open: Token) -> Parsed<Item<'a>> {
        let help = "a block on one line holds one attribute; write more on lines of their own";
        let Some(name) = self.take(TokenKind::Ident) else {
            return Err(self.expected("the name of an attribute", help));
        };
        let next = self.peek();
        match next.kind {
            TokenKind::Equal => {}
            TokenKind::PlainString
            | TokenKind::QuoteOpen
            | TokenKind::BraceOpen
            | TokenKind::Ident => {
                let help = "put it on a line of its own; an attribute is `name = value`";
                let message = "a block on one line cannot hold another block";
                self.error(name.span().to(next.span()), message, help);
                return Err(Failed);
            }
            _ => return Err(self.expected("`=`", help)),
        }
        let attribute = self.attribute(name)?;
        if self.take(TokenKind::BraceClose).is_none() {
            if self.peek().kind == TokenKind::End {
                self.unclosed = true;
                self.error(open.span(), "this block is never closed", "close it with `}`");
                return Err(Failed);
            }
            return Err(self.expected("`}`", help));
        }
        Ok(Item::Attribute(attribute))
    }

    fn label_with_sequence(&mut self) -> Failed {
        self.next();
        loop {
            let token = self.next();
            match token.kind {
                TokenKind::QuotedText => {
                    self.quoted_text(token);
                }
                TokenKind::Interpolation | TokenKind::Directive => {
                    let help =
                        "a label is fixed text; write `$${` or `%%{` for the characters themselves";
                    let message = "a label cannot hold a template sequence";
                    return self.fail(token, message, help);
                }
                _ => {
                    return self.fail(token, "this label is never closed", "close it with `\"`");
                }
            }
        }
    }

    fn check_names(&mut self, items: &[Item<'a>]) {
        let names = items.iter().filter_map(|item| match item {
            Item::Attribute(attribute) => Some((attribute.name, attribute.name_span)),
            Item::Block(_) => None,
        });
        let mut seen: Vec<(&str, Span)> = Vec::new();
        if items.len() > FEW {
            seen.extend(names);
            seen.sort_unstable();
            for pair in seen.windows(2) {
                if let [(name, first), (again, span)] = pair
                    && name == again
                {
                    self.duplicate(name, *first, *span);
                }
            }
            return;
        }
        for (place, item) in items.iter().enumerate() {
            let Item::Attribute(attribute) = item else { continue };
            let first = items.iter().take(place).find_map(|earlier| match earlier {
                Item::Attribute(earlier) if earlier.name == attribute.name => {
                    Some(earlier.name_span)
                }
                _ => None,
            });
            if let Some(first) = first {
                self.duplicate(attribute.name, first, attribute.name_span);
            }
        }
    }

    fn duplicate(&mut self, name: &str, first: Span, span: Span) {
        if self.errors.len() >= MAX_ERRORS {
            return;
        }
        let line = crate::syntax::Position::of(self.text, first.start).line;
        let message = format!("`{name}` is already set on line {line}");
        self.error(span, message, "remove one of the two");
    }
}

fn closer(kind: TokenKind) -> Option<TokenKind> {
    Some(match kind {
        TokenKind::BraceOpen => TokenKind::BraceClose,
        TokenKind::BracketOpen => TokenKind::BracketClose,
        TokenKind::ParenOpen => TokenKind::ParenClose,
        TokenKind::QuoteOpen => TokenKind::QuoteClose,
        TokenKind::HeredocOpen => TokenKind::HeredocClose,
        TokenKind::Interpolation | TokenKind::Directive => TokenKind::SequenceEnd,
        _ => return None,
    })
}

fn is_closer(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::BraceClose
            | TokenKind::BracketClose
            | TokenKind::ParenClose
            | TokenKind::QuoteClose
            | TokenKind::HeredocClose
            | TokenKind::SequenceEnd
    )
}
