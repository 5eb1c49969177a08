//! Expressions: operators and terms.

use std::borrow::Cow;

use crate::syntax::ast::{
    Binary, BinaryOperator, Call, Conditional, Expr, ExprKind, Traversal, Unary, UnaryOperator,
};
use crate::syntax::span::Span;
use crate::syntax::token::{Token, TokenKind};

use super::{Parsed, Parser};

/// The operator that a token is, and how tightly it binds.
fn operator(kind: TokenKind) -> Option<(BinaryOperator, u8)> {
    Some(match kind {
        TokenKind::Or => (BinaryOperator::Or, 1),
        TokenKind::And => (BinaryOperator::And, 2),
        TokenKind::EqualEqual => (BinaryOperator::Equal, 3),
        TokenKind::NotEqual => (BinaryOperator::NotEqual, 3),
        TokenKind::Less => (BinaryOperator::Less, 4),
        TokenKind::LessEqual => (BinaryOperator::LessEqual, 4),
        TokenKind::Greater => (BinaryOperator::Greater, 4),
        TokenKind::GreaterEqual => (BinaryOperator::GreaterEqual, 4),
        TokenKind::Plus => (BinaryOperator::Add, 5),
        TokenKind::Minus => (BinaryOperator::Subtract, 5),
        TokenKind::Star => (BinaryOperator::Multiply, 6),
        TokenKind::Slash => (BinaryOperator::Divide, 6),
        TokenKind::Percent => (BinaryOperator::Modulo, 6),
        _ => return None,
    })
}

/// The left operand of an operator whose right operand is not yet complete.
struct Waiting<'a> {
    left: Expr<'a>,
    height: u32,
    operator: BinaryOperator,
    level: u8,
}

impl<'a> Parser<'a, '_> {
    pub(super) fn expression(&mut self) -> Parsed<Expr<'a>> {
        self.deeper(Self::conditional)
    }

    fn conditional(&mut self) -> Parsed<Expr<'a>> {
        let condition = self.binary()?;
        if self.take(TokenKind::Question).is_none() {
            return Ok(condition);
        }
        let mut height = self.height;
        let then = self.expression()?;
        height = height.max(self.height);
        if self.take(TokenKind::Colon).is_none() {
            let help = "write `condition ? value : other value`";
            return Err(self.expected("`:`", help));
        }
        let otherwise = self.expression()?;
        self.height = height.max(self.height) + 1;
        let (start, end) = (condition.span.start, otherwise.span.end);
        let conditional = Conditional { condition, then, otherwise };
        Ok(Self::expr(ExprKind::Conditional(Box::new(conditional)), start, end))
    }

    /// Terms joined by operators. Those that wait for a tighter one are kept in a list, not on the stack.
    fn binary(&mut self) -> Parsed<Expr<'a>> {
        let mut waiting: Vec<Waiting<'a>> = Vec::new();
        let mut right = self.operand()?;
        loop {
            let next = operator(self.peek().kind);
            let level = next.map_or(0, |(_, level)| level);
            while let Some(before) = waiting.pop_if(|before| before.level >= level) {
                right = self.join(before, right)?;
            }
            let Some((operator, level)) = next else { return Ok(right) };
            self.next();
            waiting.push(Waiting { left: right, height: self.height, operator, level });
            right = self.operand()?;
        }
    }

    fn join(&mut self, before: Waiting<'a>, right: Expr<'a>) -> Parsed<Expr<'a>> {
        self.check_depth(before.height.max(self.height) + 1)?;
        let Waiting { left, operator, .. } = before;
        let (start, end) = (left.span.start, right.span.end);
        Ok(Self::expr(ExprKind::Binary(Box::new(Binary { operator, left, right })), start, end))
    }

    /// A term and the steps from it.
    fn operand(&mut self) -> Parsed<Expr<'a>> {
        let term = self.term()?;
        match self.peek().kind {
            TokenKind::Dot | TokenKind::BracketOpen => self.steps(term),
            _ => Ok(term),
        }
    }

    fn term(&mut self) -> Parsed<Expr<'a>> {
        let token = self.peek();
        match token.kind {
            TokenKind::PlainString => {
                self.next();
                self.height = 0;
                let text = self.plain_string(token);
                let kind = ExprKind::String { text, heredoc: false };
                Ok(Self::expr(kind, token.start, token.end))
            }
            TokenKind::Number => {
                self.next();
                self.height = 0;
                let number = self.number(token);
                Ok(Self::expr(ExprKind::Number(number), token.start, token.end))
            }
            TokenKind::Ident => self.named(),
            TokenKind::PlainHeredoc => {
                self.next();
                self.height = 0;
                let text = self.plain_heredoc(token);
                let kind = ExprKind::String { text, heredoc: true };
                Ok(Self::expr(kind, token.start, token.end))
            }
            TokenKind::QuoteOpen | TokenKind::HeredocOpen => self.template(),
            TokenKind::BracketOpen => self.tuple(),
            TokenKind::BraceOpen => self.object(),
            TokenKind::ParenOpen => self.parens(),
            TokenKind::Minus => self.unary(UnaryOperator::Negate),
            TokenKind::Bang => self.unary(UnaryOperator::Not),
            _ => Err(self.expected("a value", "write a string, a number, a list or an expression")),
        }
    }

    /// A word: a constant, a variable or a call.
    fn named(&mut self) -> Parsed<Expr<'a>> {
        let token = self.next();
        if matches!(self.peek().kind, TokenKind::ParenOpen | TokenKind::DoubleColon) {
            return self.call(token);
        }
        self.height = 0;
        let kind = match token.text(self.text) {
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "null" => ExprKind::Null,
            root => ExprKind::Traversal(Box::new(Traversal { root, steps: Vec::new() })),
        };
        Ok(Self::expr(kind, token.start, token.end))
    }

    fn parens(&mut self) -> Parsed<Expr<'a>> {
        let open = self.next();
        self.with_newlines(false, |parser| {
            let inner = parser.expression()?;
            if parser.take(TokenKind::ParenClose).is_none() {
                return Err(parser.expected("`)`", "close the parenthesis"));
            }
            parser.height += 1;
            Ok(Self::expr(ExprKind::Parens(Box::new(inner)), open.start, parser.last_end))
        })
    }

    fn unary(&mut self, operator: UnaryOperator) -> Parsed<Expr<'a>> {
        let token = self.next();
        let operand = self.deeper(Self::operand)?;
        self.height += 1;
        let end = operand.span.end;
        let unary = Unary { operator, operand };
        Ok(Self::expr(ExprKind::Unary(Box::new(unary)), token.start, end))
    }

    fn call(&mut self, first: Token) -> Parsed<Expr<'a>> {
        let mut name_span = first.span();
        let mut joined: Option<String> = None;
        while self.take(TokenKind::DoubleColon).is_some() {
            let Some(part) = self.take(TokenKind::Ident) else {
                return Err(self.expected(
                    "the name of a function after `::`",
                    "write `provider::name(…)`, or the name alone",
                ));
            };
            let name = joined.get_or_insert_with(|| first.text(self.text).to_owned());
            name.push_str("::");
            name.push_str(part.text(self.text));
            name_span = Span::new(first.start, part.end);
        }
        if self.take(TokenKind::ParenOpen).is_none() {
            return Err(self.expected("`(`", "`::` is only allowed in the name of a function"));
        }
        let written = name_span.of(self.text);
        let name = match joined {
            Some(name) if name != written => Cow::Owned(name),
            _ => Cow::Borrowed(written),
        };
        let (args, expand) = self.with_newlines(false, Self::arguments)?;
        let call = Call { name, name_span, args, expand };
        Ok(Self::expr(ExprKind::Call(Box::new(call)), first.start, self.last_end))
    }

    /// Arguments and the closing parenthesis, and whether the last argument is expanded by `...`.
    fn arguments(&mut self) -> Parsed<(Vec<Expr<'a>>, bool)> {
        let mut args = Vec::new();
        let mut height = 0;
        let mut expand = false;
        while self.take(TokenKind::ParenClose).is_none() {
            args.push(self.expression()?);
            height = height.max(self.height);
            if self.take(TokenKind::Comma).is_some() {
                continue;
            }
            expand = self.take(TokenKind::Ellipsis).is_some();
            if self.take(TokenKind::ParenClose).is_none() {
                let help = "separate arguments with commas and close the call";
                let what = if expand { "`)`" } else { "`,` or `)`" };
                return Err(self.expected(what, help));
            }
            break;
        }
        self.height = height + 1;
        Ok((args, expand))
    }
}
