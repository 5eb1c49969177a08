//! The grammar of what is in an action: values, and functions that are called with them.

use jobwright_hcl::nearest::nearest;

use super::literal::{bad_escape, is_character, is_complex, is_number};
use super::parser::{MOST, Parser, Result, mistake};
use super::unexpected::{is_keyword, operator};
use crate::go_template::{Mistake, Token, TokenKind, unquoted};

/// A pipeline that is being read: that of an action, or one in parentheses.
#[derive(Debug)]
struct Pipeline {
    /// What it is a value for.
    context: &'static str,
    close: TokenKind,
    /// How many commands it has.
    commands: usize,
    /// The first command behind a `|` that is a value, and no function.
    value: Option<Token>,
}

/// Where in a pipeline the next token is.
#[derive(Clone, Copy)]
enum Next {
    /// Before a command.
    Command,
    /// Before an argument.
    Operand,
    /// Behind an argument; whether that is a literal.
    Behind { literal: bool },
}

impl Parser<'_> {
    /// Reads a pipeline up to the end of its action.
    pub fn pipeline(&mut self, context: &'static str) -> Result {
        let mut outer: Vec<Pipeline> = Vec::new();
        let mut pipeline = self.begin(context, TokenKind::Close)?;
        let mut next = Next::Command;
        loop {
            match next {
                Next::Command => {
                    let token = self.next_behind_space();
                    if token.kind == pipeline.close {
                        self.complete(&pipeline, token)?;
                        let Some(around) = outer.pop() else { return Ok(()) };
                        pipeline = around;
                        next = Next::Behind { literal: false };
                    } else if self.begins_operand(token) {
                        self.at -= 1;
                        pipeline.commands += 1;
                        if pipeline.commands > 1 && pipeline.value.is_none() && self.is_value(token)
                        {
                            pipeline.value = Some(token);
                        }
                        next = Next::Operand;
                    } else {
                        let expected =
                            if pipeline.commands == 0 { "a value" } else { "a function" };
                        return Err(self.unexpected(token, expected));
                    }
                }
                Next::Operand => {
                    let token = self.peek_behind_space();
                    if token.kind == TokenKind::LeftParenthesis {
                        self.at += 1;
                        let inner = self.begin("parentheses", TokenKind::RightParenthesis)?;
                        outer.push(std::mem::replace(&mut pipeline, inner));
                        next = Next::Command;
                    } else if self.begins_operand(token) {
                        self.at += 1;
                        self.term(token);
                        let literal = self.is_value(token);
                        next = Next::Behind { literal };
                    } else {
                        next = Next::Behind { literal: false };
                    }
                }
                Next::Behind { literal } => {
                    if self.peek().kind == TokenKind::Field && literal {
                        let help = "put a space before it, or remove it";
                        return Err(mistake("a field of a literal", help, self.peek()));
                    }
                    while self.peek().kind == TokenKind::Field {
                        self.at += 1;
                    }
                    let token = self.next();
                    next = match token.kind {
                        TokenKind::Space => Next::Operand,
                        TokenKind::Pipe => Next::Command,
                        TokenKind::Close | TokenKind::RightParenthesis => {
                            self.at -= 1;
                            Next::Command
                        }
                        _ => {
                            let is_apart = self.is_behind_space(token);
                            let more = if is_apart { "an argument" } else { "a space" };
                            let expected = format!("{more}, `|` or `{}`", self.right);
                            return Err(self.unexpected(token, &expected));
                        }
                    };
                }
            }
        }
    }

    /// Begins a pipeline with the variables that it declares.
    fn begin(&mut self, context: &'static str, close: TokenKind) -> Result<Pipeline> {
        let pipeline = Pipeline { context, close, commands: 0, value: None };
        let mut declared = 0;
        loop {
            let variable = self.peek_behind_space();
            if variable.kind != TokenKind::Variable {
                return Ok(pipeline);
            }
            let before = self.at;
            self.at += 1;
            let next = self.peek_behind_space();
            let comma = next.kind == TokenKind::Other && self.of(next) == ",";
            if !comma && !matches!(next.kind, TokenKind::Assign | TokenKind::Declare) {
                self.at = before;
                return Ok(pipeline);
            }
            self.at += 1;
            self.declared.entry(self.of(variable)).or_default().push(self.variables.len());
            self.variables.push(self.of(variable));
            if !comma {
                return Ok(pipeline);
            }
            declared += 1;
            if context != "range" || declared > 1 {
                let message = match context {
                    "range" => "a `range` declares more than two variables",
                    _ => "only a `range` declares two variables",
                };
                return Err(mistake(message, "declare one variable after the other", variable));
            }
            let second = self.peek_behind_space();
            let may_follow = [TokenKind::Variable, TokenKind::Close, TokenKind::RightParenthesis];
            if !may_follow.contains(&second.kind) {
                return Err(self.unexpected(second, "a second variable after `,`"));
            }
        }
    }

    /// Judges a pipeline whose end is here.
    fn complete(&mut self, pipeline: &Pipeline, close: Token) -> Result {
        if pipeline.commands == 0 {
            let (message, help) = match pipeline.context {
                "an action" => {
                    ("an action without a value".to_owned(), "set a value, or remove it".to_owned())
                }
                "parentheses" => (
                    "parentheses without a value".to_owned(),
                    "set a value, or remove them".to_owned(),
                ),
                word => {
                    (format!("`{word}` without a value"), format!("set a value after `{word}`"))
                }
            };
            return Err(mistake(message, help, close));
        }
        if let Some(value) = pipeline.value {
            let message = format!("expected a function after `|`, found {}", self.found(value));
            self.note(message, "pass the value as an argument of a function", value);
        }
        Ok(())
    }

    fn begins_operand(&self, token: Token) -> bool {
        match token.kind {
            TokenKind::Word => !is_keyword(self.of(token)),
            TokenKind::Field
            | TokenKind::Dot
            | TokenKind::Variable
            | TokenKind::Number
            | TokenKind::Complex
            | TokenKind::Character
            | TokenKind::String
            | TokenKind::RawString
            | TokenKind::LeftParenthesis => true,
            _ => false,
        }
    }

    /// Whether this can be no function, and has no fields.
    fn is_value(&self, token: Token) -> bool {
        match token.kind {
            TokenKind::Word => matches!(self.of(token), "true" | "false" | "nil"),
            TokenKind::Dot
            | TokenKind::Number
            | TokenKind::Complex
            | TokenKind::Character
            | TokenKind::String
            | TokenKind::RawString => true,
            _ => false,
        }
    }

    /// Judges an argument by itself.
    fn term(&mut self, token: Token) {
        match token.kind {
            TokenKind::Word if !self.is_value(token) => self.parsed.functions.push(token),
            TokenKind::Variable => self.variable(token),
            _ => self.literal(token),
        }
    }

    fn variable(&mut self, token: Token) {
        if self.parsed.mistakes.len() >= MOST {
            return;
        }
        let name = self.of(token);
        let last = self.declared.get(name).and_then(|places| places.last());
        if name == "$" || last.is_some_and(|last| *last >= self.tree.first) {
            return;
        }
        let known = self.variables.get(self.tree.first..).unwrap_or_default();
        let help = match nearest(name, known.iter().rev().take(MOST).copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "declare it before, in the same block: `{}`; to render `{}` itself, set \
                 `left_delimiter` and `right_delimiter`",
                self.action_of(&format!("{name} := …")),
                self.left
            ),
        };
        self.misplaced(format!("unknown variable `{name}`"), help, token);
    }

    pub fn literal(&mut self, token: Token) {
        let text = self.of(token);
        let inner = unquoted(text);
        match token.kind {
            TokenKind::String => {
                let Some((offset, escape)) = bad_escape(inner, '"') else { return };
                let start = token.start + 1 + offset;
                let end = start + escape.len();
                let message = format!("invalid escape `{escape}` in a string");
                let help = "put the string into backquotes, which have no escapes";
                self.parsed.mistakes.push(Mistake::new(message, help, start, end));
            }
            TokenKind::Character if !is_character(inner) => {
                let message = "a string in single quotes, which are for one character";
                self.note(message, "put it into double quotes or backquotes", token);
            }
            TokenKind::Number if !is_number(text) => self.bad_number(token),
            TokenKind::Complex if !is_complex(text) => self.bad_number(token),
            _ => {}
        }
    }

    fn bad_number(&mut self, token: Token) {
        let text = self.of(token);
        let help = operator(text).unwrap_or("correct the number, or write it as a string");
        self.note(format!("invalid number `{text}`"), help, token);
    }
}
