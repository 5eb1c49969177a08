//! Bodies: attributes and blocks.

use std::borrow::Cow;

use crate::syntax::ast::{Attribute, Block, Body, Item, Label};
use crate::syntax::is_identifier;
use crate::syntax::span::Span;
use crate::syntax::token::{Token, TokenKind};

use super::{Failed, MAX_ERRORS, Parsed, Parser, braces};

/// Bodies with more attributes than this are sorted to find a name that occurs twice.
const FEW: usize = 16;

/// Longer source is not repeated in a message.
const LONG: u32 = 80;

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
                        let help = self.braces(true, "close it, or a block inside it, with `}`");
                        self.error(open, "unclosed block", help);
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
            TokenKind::PlainString if token.end - token.start < LONG => {
                let written = token.text(self.text);
                let name = written.trim_matches('"');
                let message = format!("expected a name without quotes, found `{written}`");
                let help = if is_identifier(name) {
                    format!("write `{name}`: the names of attributes and blocks are not quoted")
                } else {
                    format!("put quoted keys into an object: `name = {{ {written} = … }}`")
                };
                self.fail(token, message, help);
                return;
            }
            TokenKind::PlainString | TokenKind::QuoteOpen => (
                "a name without quotes",
                "put computed keys into an object: `name = { \"${…}\" = … }`".into(),
            ),
            TokenKind::BraceClose => (
                "an attribute or a block",
                self.braces(
                    false,
                    "remove the brace: no block is open \
                    here",
                ),
            ),
            _ => ("an attribute or a block", "write `name = value` or `name { … }`".into()),
        };
        self.expected(what, help);
    }

    /// What to do about braces that do not match.
    fn braces(&self, missing: bool, otherwise: &'static str) -> Cow<'static, str> {
        if !self.errors.is_empty() {
            return otherwise.into();
        }
        braces::suspect(self.text, self.tokens, missing).map_or(otherwise.into(), Cow::Owned)
    }

    /// Resumes after the item that begins at token `start` and has failed: after its line, or
    /// after the last line of what it opens, but not outside the enclosing block.
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
                if self.is_unit() {
                    return Err(self.number_with_unit(attribute.name));
                }
                self.end_of_line("the value", "end an attribute with its line")?;
                Ok(Item::Attribute(attribute))
            }
            TokenKind::PlainString
            | TokenKind::QuoteOpen
            | TokenKind::BraceOpen
            | TokenKind::Ident => {
                let block = self.deeper(|parser| parser.block(name))?;
                self.end_of_line("the block", "end a block with its line")?;
                Ok(Item::Block(block))
            }
            TokenKind::Dot => Err(self.dotted_name(name)),
            _ => {
                let name = name.text(self.text);
                let help =
                    format!("write `{name} = …` for an attribute, `{name} {{ … }}` for a block");
                Err(self.expected("`=` or `{`", help))
            }
        }
    }

    /// `a.b = 1`, which HCL 1 took for a name.
    fn dotted_name(&mut self, name: Token) -> Failed {
        let rest = self.text.get(name.start as usize..).unwrap_or_default();
        let named = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
        let length = rest.find(|letter| !named(letter)).unwrap_or(rest.len());
        let whole = rest.get(..length).unwrap_or_default();
        let message = format!("invalid name `{whole}`: a name has no dots");
        let help = format!("put quoted keys into an object: `name = {{ \"{whole}\" = … }}`");
        // A part of an input that is known to be short enough.
        self.error(Span::new(name.start, name.start + length as u32), message, help);
        Failed
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
                let help = "separate attributes with newlines, not with commas";
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
                    let help = "remove the `=` of a block, or the label of an attribute";
                    return Err(self.expected("a label or `{`", help));
                }
                TokenKind::Dot if labels.last().is_some_and(|label| !label.quoted) => {
                    return Err(self.bare_reference(kind, &labels));
                }
                _ => {
                    let help = "put the opening brace of a block on the line of its name";
                    return Err(self.expected("a label or `{`", help));
                }
            }
        };
        let outer = std::mem::replace(&mut self.block, kind.text(self.text));
        let items = match self.peek().kind {
            TokenKind::Newline | TokenKind::End | TokenKind::BraceClose => {
                Ok(self.items(TokenKind::BraceClose, open.span()))
            }
            _ => self.single(kind, open).map(|item| vec![item]),
        };
        self.block = outer;
        let items = items?;
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
    fn single(&mut self, kind: Token, open: Token) -> Parsed<Item<'a>> {
        let help = "put only one attribute into a block on one line; write more on lines of their \
            own";
        let Some(name) = self.take(TokenKind::Ident) else {
            let next = self.peek();
            let name = next.text(self.text).trim_matches('"');
            let help = match next.kind {
                TokenKind::PlainString if is_identifier(name) => {
                    format!("write `{name}` without quotes, and more than one attribute on lines of their own").into()
                }
                TokenKind::PlainString => {
                    let kind = kind.text(self.text);
                    format!("put quoted keys into an object: `{kind} = {{ \"…\" = … }}`").into()
                }
                _ => Cow::Borrowed(help),
            };
            return Err(self.expected("the name of an attribute", help));
        };
        let next = self.peek();
        match next.kind {
            TokenKind::Equal => {}
            TokenKind::PlainString
            | TokenKind::QuoteOpen
            | TokenKind::BraceOpen
            | TokenKind::Ident => {
                let found = name.text(self.text);
                let message = format!("expected an attribute, found the block `{found}`");
                let help = "start a nested block on a line of its own: break the line after the \
                    first `{`";
                self.error(name.span().to(next.span()), message, help);
                return Err(Failed);
            }
            _ => return Err(self.expected("`=`", help)),
        }
        let attribute = self.attribute(name)?;
        if self.is_unit() {
            return Err(self.number_with_unit(attribute.name));
        }
        if self.take(TokenKind::BraceClose).is_none() {
            if self.peek().kind == TokenKind::End {
                self.unclosed = true;
                self.error(open.span(), "unclosed block", "close it with `}`");
                return Err(Failed);
            }
            let help = match self.peek().kind {
                TokenKind::Newline => {
                    "close the block on this line, or start a new line after its `{`"
                }
                _ => help,
            };
            return Err(self.expected("`}`", help));
        }
        Ok(Item::Attribute(attribute))
    }

    /// `job var.name {`: a label that is worked out, without quotes.
    fn bare_reference(&mut self, kind: Token, labels: &[Label<'_>]) -> Failed {
        let kind = kind.text(self.text);
        let start = labels.last().map_or(self.last_end, |label| label.span.start);
        let rest = self.text.get(start as usize..).unwrap_or_default();
        let named = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
        let length = rest.find(|letter| !named(letter)).unwrap_or(rest.len());
        // A part of an input that is known to be short enough.
        let span = Span::new(start, start + length as u32);
        let found = span.of(self.text);
        let reference = found.starts_with("var.") || found.starts_with("local.");
        if span.end - span.start > LONG || !reference {
            let help = "quote the label: it is a constant string";
            return self.expected("a label or `{`", help);
        }
        let message = format!(
            "expected a constant as the label of a `{kind}` block, found \
            `{found}`"
        );
        self.error(span, message, "write the label as a quoted constant");
        Failed
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
                    let help = "write `$${` or `%%{` for the literal characters: a label is a constant \
                         string";
                    let message = "a label cannot hold a template sequence";
                    return self.fail(token, message, help);
                }
                _ => {
                    return self.fail(token, "unclosed label", "close it with `\"`");
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
        let message = format!("duplicate attribute `{name}`: it is already set on line {line}");
        let help = format!("remove this line or line {line}");
        self.error(span, message, help);
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
