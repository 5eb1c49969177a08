//! Tokens to the tree, by recursive descent of limited depth.
//!
//! A function that fails has recorded why; the body that holds the failed item continues with the
//! next one, so that the input yields one error for each mistake, as far as mistakes can be told
//! apart.

mod body;
mod braces;
mod collection;
mod expression;
mod number;
mod shell;
mod template;
mod text;
mod traversal;
mod unit;

use std::borrow::Cow;

use super::ast::{Body, Expr, ExprKind};
use super::error::{MAX_ERRORS, SyntaxError, sorted};
use super::lexer::{Mode, tokenize};
use super::span::Span;
use super::token::{Token, TokenKind, describe};

/// The maximum depth of a tree. Real files have fewer than 20 levels; users of the tree may
/// recurse without overflowing the stack.
pub(super) const MAX_DEPTH: u32 = 256;

/// The failure is on record.
struct Failed;

type Parsed<T> = Result<T, Failed>;

pub(super) struct Parser<'a, 't> {
    text: &'a str,
    tokens: &'t [Token],
    /// The next token.
    at: usize,
    /// The end of the last consumed token.
    last_end: u32,
    /// Whether a newline means something here.
    newlines: bool,
    /// How many expressions and blocks enclose the current token.
    depth: u32,
    /// The depth of the last parsed expression.
    height: u32,
    unclosed: bool,
    /// The type of the innermost block around the current token.
    block: &'a str,
    errors: &'t mut Vec<SyntaxError>,
}

/// Parses the input as one template.
pub(super) fn whole_template(text: &str) -> Result<Expr<'_>, Vec<SyntaxError>> {
    let (mut tokens, mut errors) = (Vec::new(), Vec::new());
    tokenize(text, Mode::Bare, &mut tokens, &mut errors);
    let value = Parser::new(text, &tokens, &mut errors).whole_template();
    value.filter(|_| errors.is_empty()).ok_or_else(|| sorted(errors))
}

impl<'a, 't> Parser<'a, 't> {
    pub(super) fn new(
        text: &'a str,
        tokens: &'t [Token],
        errors: &'t mut Vec<SyntaxError>,
    ) -> Self {
        Self {
            text,
            tokens,
            at: 0,
            last_end: 0,
            newlines: true,
            depth: 0,
            height: 0,
            unclosed: false,
            block: "",
            errors,
        }
    }

    /// Parses the input as a whole file.
    pub(super) fn file(mut self) -> Body<'a> {
        let span = Span::new(0, self.text.len() as u32);
        let items = self.items(TokenKind::End, span);
        Body { items, span }
    }

    /// Parses the input as one expression, over any number of lines.
    pub(super) fn whole_expression(mut self) -> Option<Expr<'a>> {
        self.newlines = false;
        let value = self.expression().ok()?;
        let next = self.peek();
        if next.kind != TokenKind::End {
            let found = describe(next, self.text);
            let message = format!("expected nothing after the expression, found {found}");
            self.fail(next, message, "write one expression, and quote it if it is a string");
            return None;
        }
        Some(value)
    }

    /// Parses the input as one template.
    fn whole_template(mut self) -> Option<Expr<'a>> {
        let span = Span::new(0, self.text.len() as u32);
        let kind = self.template_until(TokenKind::End, span, false).ok()?;
        Some(Expr { kind, span })
    }

    /// The next token that matters here, and where the one after it is.
    #[inline]
    fn find(&self) -> (Token, usize) {
        let mut at = self.at;
        while let Some(&token) = self.tokens.get(at) {
            at += 1;
            match token.kind {
                TokenKind::Newline if self.newlines => return (token, at),
                TokenKind::LineComment if self.newlines => {
                    return (Token { kind: TokenKind::Newline, ..token }, at);
                }
                TokenKind::Newline | TokenKind::LineComment | TokenKind::Comment => {}
                _ => return (token, at),
            }
        }
        let end = self.text.len() as u32;
        (Token { start: end, end, kind: TokenKind::End, escaped: false }, at)
    }

    #[inline]
    fn peek(&self) -> Token {
        self.find().0
    }

    #[inline]
    fn next(&mut self) -> Token {
        let (token, at) = self.find();
        self.at = at;
        self.last_end = token.end;
        token
    }

    /// Takes the next token if it is of this kind.
    #[inline]
    fn take(&mut self, kind: TokenKind) -> Option<Token> {
        let (token, at) = self.find();
        if token.kind != kind {
            return None;
        }
        self.at = at;
        self.last_end = token.end;
        Some(token)
    }

    fn is_word(&self, token: Token, word: &str) -> bool {
        token.kind == TokenKind::Ident && token.text(self.text) == word
    }

    /// Runs `parse` where newlines mean something or nothing.
    fn with_newlines<T>(&mut self, newlines: bool, parse: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.newlines, newlines);
        let result = parse(self);
        self.newlines = before;
        result
    }

    /// Runs `parse` one level deeper.
    fn deeper<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.check_depth(0)?;
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }

    /// Fails when a tree of this height would be too deep here.
    fn check_depth(&mut self, height: u32) -> Parsed<()> {
        self.height = height;
        if self.depth + height < MAX_DEPTH {
            return Ok(());
        }
        let message = format!("nested more than {MAX_DEPTH} levels deep");
        Err(self.fail(self.peek(), message, "split it"))
    }

    fn error(
        &mut self,
        span: Span,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) {
        self.push(SyntaxError::new(span, message, help));
    }

    fn push(&mut self, error: SyntaxError) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
        }
    }

    /// Records what is wrong with `token`, unless the lexer has already done so.
    fn fail(
        &mut self,
        token: Token,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Failed {
        if token.kind != TokenKind::Invalid {
            self.error(token.span(), message, help);
        }
        Failed
    }

    /// Fails with "expected …, found …" at the next token.
    fn expected(&mut self, what: &str, help: impl Into<Cow<'static, str>>) -> Failed {
        let token = self.peek();
        let message = format!("expected {what}, found {}", describe(token, self.text));
        self.fail(token, message, help)
    }

    fn expr(kind: ExprKind<'a>, start: u32, end: u32) -> Expr<'a> {
        Expr { kind, span: Span::new(start, end) }
    }
}
