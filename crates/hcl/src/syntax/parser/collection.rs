//! Lists, objects and `for` expressions.

use std::borrow::Cow;

use crate::syntax::ast::{Expr, ExprKind, For, ObjectItem};
use crate::syntax::token::{Token, TokenKind};

use super::{Parsed, Parser};

const FOR_HELP: &str =
    "write `[for item in list : value]` or `{for key, item in list : key => value}`";

impl<'a> Parser<'a, '_> {
    pub(super) fn tuple(&mut self) -> Parsed<Expr<'a>> {
        let open = self.next();
        self.with_newlines(false, |parser| {
            if parser.is_word(parser.peek(), "for") {
                return parser.for_expression(open);
            }
            let mut items = Vec::new();
            let mut height = 0;
            while parser.take(TokenKind::BracketClose).is_none() {
                items.push(parser.expression()?);
                height = height.max(parser.height);
                if parser.take(TokenKind::Comma).is_some() {
                    continue;
                }
                if parser.take(TokenKind::BracketClose).is_none() {
                    return Err(parser.unclosed_or(
                        "`,` or `]`",
                        open,
                        "separate items with commas",
                    ));
                }
                break;
            }
            parser.height = height + 1;
            Ok(Self::expr(ExprKind::Tuple(items), open.start, parser.last_end))
        })
    }

    pub(super) fn object(&mut self) -> Parsed<Expr<'a>> {
        let open = self.next();
        let is_for = self.with_newlines(false, |parser| parser.is_word(parser.peek(), "for"));
        if is_for {
            return self.with_newlines(false, |parser| parser.for_expression(open));
        }
        self.with_newlines(true, |parser| {
            let items = parser.object_items(open)?;
            Ok(Self::expr(ExprKind::Object(items), open.start, parser.last_end))
        })
    }

    fn object_items(&mut self, open: Token) -> Parsed<Vec<ObjectItem<'a>>> {
        let mut items = Vec::new();
        let mut height = 0;
        loop {
            if self.take(TokenKind::Newline).is_some() {
                continue;
            }
            if self.take(TokenKind::BraceClose).is_some() {
                break;
            }
            let key = self.expression()?;
            height = height.max(self.height);
            match self.peek().kind {
                TokenKind::Equal | TokenKind::Colon => {
                    self.next();
                }
                _ => {
                    let help = match (key.as_keyword(), self.peek().kind) {
                        (Some(name), TokenKind::BraceOpen) => {
                            format!("write `{name} = {{`: a value cannot hold blocks").into()
                        }
                        _ => Cow::Borrowed(
                            "write `key = value`; quote a key that is not an identifier",
                        ),
                    };
                    return Err(self.unclosed_or("`=` after the key", open, help));
                }
            }
            let value = self.expression()?;
            height = height.max(self.height);
            items.push(ObjectItem { key, value });
            match self.peek().kind {
                TokenKind::BraceClose => {}
                TokenKind::Comma | TokenKind::Newline => {
                    self.next();
                }
                _ => {
                    let help = "separate entries with newlines or commas";
                    return Err(self.unclosed_or("a newline, `,` or `}`", open, help));
                }
            }
        }
        self.height = height + 1;
        Ok(items)
    }

    /// Fails at the next token, or, at the end of the input, for the unclosed bracket.
    fn unclosed_or(
        &mut self,
        what: &str,
        open: Token,
        help: impl Into<Cow<'static, str>>,
    ) -> super::Failed {
        if self.peek().kind == TokenKind::End {
            let message = format!("unclosed `{}`", open.text(self.text));
            return self.fail(open, message, "the brackets after it do not match");
        }
        self.expected(what, help)
    }

    /// After the opening bracket, at the word `for`.
    fn for_expression(&mut self, open: Token) -> Parsed<Expr<'a>> {
        let object = open.kind == TokenKind::BraceOpen;
        let close = if object { TokenKind::BraceClose } else { TokenKind::BracketClose };
        self.next();
        let (key_name, value_name) = self.for_names(FOR_HELP)?;
        let collection = self.expression()?;
        let mut height = self.height;
        if self.take(TokenKind::Colon).is_none() {
            return Err(self.expected("`:` after the collection", FOR_HELP));
        }
        let mut value = self.expression()?;
        height = height.max(self.height);
        let arrow = self.peek();
        let mut key = None;
        if arrow.kind == TokenKind::FatArrow {
            self.next();
            key = Some(std::mem::replace(&mut value, self.expression()?));
            height = height.max(self.height);
        }
        let ellipsis = self.take(TokenKind::Ellipsis);
        let mut condition = None;
        if self.is_word(self.peek(), "if") {
            self.next();
            condition = Some(self.expression()?);
            height = height.max(self.height);
        }
        if self.take(close).is_none() {
            let what = if object { "`}`" } else { "`]`" };
            return Err(self.expected(what, FOR_HELP));
        }
        if object && key.is_none() {
            self.fail(arrow, "expected `key => value` in a `for` that makes an object", FOR_HELP);
        }
        if !object && key.is_some() {
            self.fail(arrow, "expected no key in a `for` that makes a list", FOR_HELP);
        }
        if let (false, Some(token)) = (object, ellipsis) {
            self.fail(token, "expected no `...` in a `for` that makes a list", FOR_HELP);
        }
        self.height = height + 1;
        let group = ellipsis.is_some();
        let whole = For { key_name, value_name, collection, key, value, condition, group };
        Ok(Self::expr(ExprKind::For(Box::new(whole)), open.start, self.last_end))
    }

    /// `item in` or `key, item in`.
    pub(super) fn for_names(&mut self, help: &'static str) -> Parsed<(Option<&'a str>, &'a str)> {
        let mut key = None;
        let mut value = self.for_name(help)?;
        if self.take(TokenKind::Comma).is_some() {
            key = Some(value);
            value = self.for_name(help)?;
        }
        if !self.is_word(self.peek(), "in") {
            return Err(self.expected("`in` after the names", help));
        }
        self.next();
        Ok((key, value))
    }

    fn for_name(&mut self, help: &'static str) -> Parsed<&'a str> {
        match self.take(TokenKind::Ident) {
            Some(token) => Ok(token.text(self.text)),
            None => Err(self.expected("the name of a variable", help)),
        }
    }
}
