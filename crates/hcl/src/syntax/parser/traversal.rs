//! Steps from an expression: attributes, indexes and splats.

use crate::syntax::ast::{Access, Expr, ExprKind, Index, Key, Splat, Step};
use crate::syntax::span::Span;
use crate::syntax::token::{Token, TokenKind};

use super::{Parsed, Parser};

impl<'a> Parser<'a, '_> {
    /// All steps that follow on `from`.
    pub(super) fn steps(&mut self, from: Expr<'a>) -> Parsed<Expr<'a>> {
        let mut result = from;
        loop {
            match self.peek().kind {
                TokenKind::Dot => {
                    let dot = self.next();
                    result = self.dot(result, dot)?;
                }
                TokenKind::BracketOpen => {
                    let open = self.next();
                    result = match self.take(TokenKind::Star) {
                        Some(_) => self.full_splat(result, open)?,
                        None => self.index(result, open)?,
                    };
                }
                _ => return Ok(result),
            }
        }
    }

    fn dot(&mut self, from: Expr<'a>, dot: Token) -> Parsed<Expr<'a>> {
        match self.peek().kind {
            TokenKind::Star => {
                let star = self.next();
                self.attribute_splat(from, dot, star)
            }
            TokenKind::Ident | TokenKind::Number => {
                let step = self.dotted(dot);
                self.add_step(from, step)
            }
            _ => Err(self.expected("a name after the dot", "write `.name`, `[0]` or `[\"name\"]`")),
        }
    }

    /// The name or number after a dot.
    fn dotted(&mut self, dot: Token) -> Step<'a> {
        let token = self.next();
        let text = token.text(self.text);
        let key = if token.kind == TokenKind::Ident {
            Key::Attribute(text)
        } else if text.contains('.') {
            let indexes: String = text.split('.').map(|index| format!("[{index}]")).collect();
            let help = format!("write `{indexes}`");
            self.error(token.span(), "two indexes cannot be chained with dots", help);
            Key::Number(text)
        } else {
            Key::Number(self.number(token))
        };
        Step { key, span: Span::new(dot.start, token.end) }
    }

    /// Adds a constant step to `from`.
    fn add_step(&mut self, mut from: Expr<'a>, step: Step<'a>) -> Parsed<Expr<'a>> {
        let end = step.span.end;
        match &mut from.kind {
            ExprKind::Traversal(traversal) => traversal.steps.push(step),
            ExprKind::Access(access) => access.steps.push(step),
            _ => {
                self.check_depth(self.height + 1)?;
                let start = from.span.start;
                let access = Access { source: from, steps: vec![step] };
                return Ok(Self::expr(ExprKind::Access(Box::new(access)), start, end));
            }
        }
        from.span.end = end;
        Ok(from)
    }

    fn index(&mut self, from: Expr<'a>, open: Token) -> Parsed<Expr<'a>> {
        let height = self.height;
        let key = self.with_newlines(false, |parser| {
            let key = parser.expression()?;
            match parser.take(TokenKind::BracketClose) {
                Some(_) => Ok(key),
                None => Err(parser.expected("`]`", "close the index")),
            }
        })?;
        let span = Span::new(open.start, self.last_end);
        let constant = match key.kind {
            ExprKind::String { text, .. } => Key::String(text),
            ExprKind::Number(number) => Key::Number(number),
            ExprKind::Bool(value) => Key::Bool(value),
            ExprKind::Null => Key::Null,
            _ => {
                self.check_depth(height.max(self.height) + 1)?;
                let start = from.span.start;
                let index = Index { collection: from, key };
                return Ok(Self::expr(ExprKind::Index(Box::new(index)), start, span.end));
            }
        };
        self.height = height;
        self.add_step(from, Step { key: constant, span })
    }

    /// `[*]`, which applies to all following steps.
    fn full_splat(&mut self, source: Expr<'a>, open: Token) -> Parsed<Expr<'a>> {
        if self.take(TokenKind::BracketClose).is_none() {
            return Err(self.expected("`]` after `[*`", "write `[*]`"));
        }
        let height = self.height;
        let item = Self::expr(ExprKind::SplatItem, open.start, self.last_end);
        let each = self.deeper(|parser| parser.steps(item))?;
        self.splat(Splat { source, each, full: true }, height)
    }

    /// `.*`, which applies only to attributes and to numbers after dots.
    fn attribute_splat(&mut self, source: Expr<'a>, dot: Token, star: Token) -> Parsed<Expr<'a>> {
        let height = self.height;
        self.height = 0;
        let mut each = Self::expr(ExprKind::SplatItem, dot.start, star.end);
        while let Some(dot) = self.take(TokenKind::Dot) {
            match self.peek().kind {
                TokenKind::Ident | TokenKind::Number => {
                    let step = self.dotted(dot);
                    each = self.add_step(each, step)?;
                }
                TokenKind::Star => {
                    return Err(self.expected("a name", "use `[*]` for a splat inside a splat"));
                }
                _ => return Err(self.expected("a name after the dot", "write `.*.name`")),
            }
        }
        self.splat(Splat { source, each, full: false }, height)
    }

    fn splat(&mut self, splat: Splat<'a>, source_height: u32) -> Parsed<Expr<'a>> {
        self.check_depth(source_height.max(self.height) + 1)?;
        let (start, end) = (splat.source.span.start, splat.each.span.end);
        Ok(Self::expr(ExprKind::Splat(Box::new(splat)), start, end))
    }
}
