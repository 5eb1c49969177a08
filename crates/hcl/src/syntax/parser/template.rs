//! Templates with sequences: pieces first, then the directives that enclose them.

use std::borrow::Cow;

use crate::syntax::ast::{Expr, ExprKind, ForDirective, IfDirective, Part, Template};
use crate::syntax::error::SyntaxError;
use crate::syntax::heredoc;
use crate::syntax::span::Span;
use crate::syntax::token::{Token, TokenKind};

use super::shell;
use super::text::{heredoc_text, indent_of, skip_clusters};
use super::{MAX_DEPTH, Parsed, Parser};

/// A token of the template language.
enum Piece<'a> {
    Text { text: Cow<'a, str>, span: Span },
    Value { value: Expr<'a>, span: Span },
    If { condition: Expr<'a>, span: Span },
    Else(Span),
    EndIf(Span),
    For { key: Option<&'a str>, value: &'a str, collection: Expr<'a>, span: Span },
    EndFor(Span),
}

/// A directive that waits for its end, and the pieces before it.
struct Open<'a> {
    directive: Directive<'a>,
    span: Span,
    outer: Vec<Part<'a>>,
}

enum Directive<'a> {
    If { condition: Expr<'a>, then: Option<Vec<Part<'a>>> },
    For { key: Option<&'a str>, value: &'a str, collection: Expr<'a> },
}

const DIRECTIVES: &str =
    "use `if`, `else`, `endif`, `for` or `endfor`; write `%%{` for a literal `%{`";

impl<'a> Parser<'a, '_> {
    /// A quoted template or a heredoc.
    pub(super) fn template(&mut self) -> Parsed<Expr<'a>> {
        let open = self.next();
        let end = match open.kind {
            TokenKind::QuoteOpen => TokenKind::QuoteClose,
            _ => TokenKind::HeredocClose,
        };
        let flush = open.text(self.text).starts_with("<<-");
        let kind = self.template_until(end, open.span(), flush)?;
        Ok(Self::expr(kind, open.start, self.last_end))
    }

    pub(super) fn template_until(
        &mut self,
        end: TokenKind,
        open: Span,
        flush: bool,
    ) -> Parsed<ExprKind<'a>> {
        let mut height = 0;
        let mut pieces = self.pieces(end, open, &mut height)?;
        if flush {
            take_indent_off(&mut pieces);
        }
        let mut parts = self.structure(pieces, &mut height)?;
        self.height = height + 1;
        let heredoc = end == TokenKind::HeredocClose;
        if let [Part::Literal { text, .. }] = parts.as_mut_slice() {
            return Ok(ExprKind::String { text: std::mem::take(text), heredoc });
        }
        if parts.is_empty() {
            return Ok(ExprKind::String { text: Cow::Borrowed(""), heredoc });
        }
        Ok(ExprKind::Template(Box::new(Template { parts, heredoc })))
    }

    fn pieces(&mut self, end: TokenKind, open: Span, height: &mut u32) -> Parsed<Vec<Piece<'a>>> {
        let mut pieces: Vec<Piece<'a>> = Vec::new();
        let (mut trim, mut failed, mut runaway) = (false, false, false);
        loop {
            let token = self.next();
            let span = token.span();
            let trim_this = std::mem::take(&mut trim);
            match token.kind {
                kind if kind == end => return if failed { Err(super::Failed) } else { Ok(pieces) },
                TokenKind::QuotedText | TokenKind::HeredocText => {
                    let text = if token.kind == TokenKind::QuotedText {
                        self.quoted_text(token)
                    } else {
                        heredoc_text(token.text(self.text))
                    };
                    let text = if trim_this { trimmed(text, str::trim_start) } else { text };
                    pieces.push(Piece::Text { text, span });
                }
                TokenKind::Interpolation | TokenKind::Directive => {
                    if token.text(self.text).ends_with('~')
                        && let Some(Piece::Text { text, .. }) = pieces.last_mut()
                    {
                        *text = trimmed(std::mem::take(text), str::trim_end);
                    }
                    let start = self.at;
                    match self.with_newlines(false, |parser| parser.sequence(token)) {
                        Ok((piece, trims)) => {
                            *height = (*height).max(self.height);
                            trim = trims;
                            pieces.push(piece);
                        }
                        // The other sequences of the heredoc have mistakes of their own.
                        Err(error) => {
                            failed = true;
                            let from = token.end as usize;
                            if !self.skip_sequence(token, start, open) {
                                return Err(error);
                            }
                            let skipped = self.text.get(from..self.last_end as usize);
                            runaway |= skipped.is_some_and(|text| text.contains('\n'));
                        }
                    }
                }
                TokenKind::End => {
                    return Err(self.unclosed_text(open, runaway));
                }
                _ => {
                    return Err(self.fail(
                        token,
                        "in a string",
                        "close the string, or the sequence in it, first",
                    ));
                }
            }
        }
    }

    /// A string or heredoc that goes on to the end of the file: what it swallowed is not another
    /// mistake. `runaway` says that a sequence of it went on over the end of its line, perhaps over
    /// the marker, and is the cause.
    fn unclosed_text(&mut self, open: Span, runaway: bool) -> super::Failed {
        if runaway {
            self.unclosed = true;
        } else if open.of(self.text).starts_with("<<") {
            self.errors.retain(|error| error.span.start < open.start);
            self.errors.push(heredoc::unclosed(self.text, open));
            self.unclosed = true;
        } else {
            self.error(open, "unclosed string", "close it with `\"` on its line");
        }
        super::Failed
    }

    /// Resumes after a sequence that has failed, whose tokens begin at `start`; returns false if
    /// it never ends. It has one error, however much of it is invalid.
    fn skip_sequence(&mut self, open: Token, start: usize, text: Span) -> bool {
        let mut depth = 1_usize;
        let mut at = start;
        let end = loop {
            let Some(&token) = self.tokens.get(at) else { break None };
            at += 1;
            match token.kind {
                TokenKind::End => break None,
                TokenKind::Interpolation | TokenKind::Directive => depth += 1,
                TokenKind::SequenceEnd => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break Some(token.end);
            }
        };
        let span = Span::new(open.start, end.unwrap_or(self.text.len() as u32));
        let inside = |error: &SyntaxError| (span.start..span.end).contains(&error.span.start);
        let of_shell = shell::is_of_shell(span.of(self.text));
        let mut first =
            self.errors.extract_if(.., |error| inside(error)).min_by_key(|error| error.span.start);
        if let (Some(error), true) = (&mut first, of_shell) {
            error.help = shell::help(span.of(self.text)).into();
        }
        let runs_away = of_shell && span.of(self.text).contains('\n');
        if let (Some(error), true) = (&mut first, runs_away) {
            error.message = "unclosed template sequence at the end of the line".into();
            error.span = open.span();
        }
        self.errors.extend(first);
        if runs_away && let Some(marker) = heredoc::marker(text.of(self.text)) {
            self.swallowed(span, marker);
        }
        if end.is_some() {
            self.at = at;
            self.last_end = span.end;
        } else {
            self.unclosed = true;
        }
        end.is_some()
    }

    /// Reports the sequences of a shell in the lines of a heredoc that one before them went on over.
    fn swallowed(&mut self, runaway: Span, marker: &str) {
        let mut at = runaway.start as usize;
        for (number, line) in runaway.of(self.text).split_inclusive('\n').enumerate() {
            if line.trim() == marker {
                break;
            }
            if number > 0 {
                for (column, error) in shell::mistakes(line) {
                    // An offset in an input of at most 4 GiB.
                    let start = (at + column) as u32;
                    let span = Span::new(start + error.span.start, start + error.span.end);
                    self.error(span, error.message, error.help);
                }
            }
            at += line.len();
        }
    }

    /// A sequence up to its `}`, and whether that one trims the space after it.
    fn sequence(&mut self, open: Token) -> Parsed<(Piece<'a>, bool)> {
        self.height = 0;
        let mut piece = if open.kind == TokenKind::Interpolation {
            Piece::Value { value: self.expression()?, span: open.span() }
        } else {
            self.directive(open)?
        };
        let Some(close) = self.take(TokenKind::SequenceEnd) else {
            let help = "write `$${` or `%%{` for literal characters of another language, such as a \
                shell";
            return Err(self.expected("`}` to end the sequence", help));
        };
        match &mut piece {
            Piece::Text { span, .. }
            | Piece::Value { span, .. }
            | Piece::If { span, .. }
            | Piece::For { span, .. }
            | Piece::Else(span)
            | Piece::EndIf(span)
            | Piece::EndFor(span) => span.end = close.end,
        }
        Ok((piece, close.end - close.start == 2))
    }

    fn directive(&mut self, open: Token) -> Parsed<Piece<'a>> {
        let span = open.span();
        let Some(word) = self.take(TokenKind::Ident) else {
            return Err(self.expected("a directive after `%{`", DIRECTIVES));
        };
        match word.text(self.text) {
            "if" => Ok(Piece::If { condition: self.expression()?, span }),
            "else" => Ok(Piece::Else(span)),
            "endif" => Ok(Piece::EndIf(span)),
            "for" => {
                let help = "write `%{ for item in list }` or `%{ for key, item in list }`";
                let (key, value) = self.for_names(help)?;
                Ok(Piece::For { key, value, collection: self.expression()?, span })
            }
            "endfor" => Ok(Piece::EndFor(span)),
            other => {
                let message = format!("unknown directive `{other}`");
                Err(self.fail(word, message, DIRECTIVES))
            }
        }
    }

    /// Puts pieces between a directive and its end inside it.
    fn structure(&mut self, pieces: Vec<Piece<'a>>, height: &mut u32) -> Parsed<Vec<Part<'a>>> {
        let mut open: Vec<Open<'a>> = Vec::new();
        let mut parts: Vec<Part<'a>> = Vec::new();
        for piece in pieces {
            let (directive, span) = match piece {
                Piece::Text { text, span } => {
                    self.add_text(&mut parts, text, span);
                    continue;
                }
                Piece::Value { value, span } => {
                    parts.push(Part::Interpolation { value, span });
                    continue;
                }
                Piece::If { condition, span } => (Directive::If { condition, then: None }, span),
                Piece::For { key, value, collection, span } => {
                    (Directive::For { key, value, collection }, span)
                }
                Piece::Else(span) => {
                    self.switch_to_else(&mut open, &mut parts, span)?;
                    continue;
                }
                Piece::EndIf(span) => {
                    parts = self.end_directive(open.pop(), parts, span, "endif")?;
                    continue;
                }
                Piece::EndFor(span) => {
                    parts = self.end_directive(open.pop(), parts, span, "endfor")?;
                    continue;
                }
            };
            open.push(Open { directive, span, outer: std::mem::take(&mut parts) });
            if open.len() as u32 + *height + self.depth >= MAX_DEPTH {
                self.error(span, format!("nested more than {MAX_DEPTH} levels deep"), "split it");
                return Err(super::Failed);
            }
            *height += 1;
        }
        match open.pop() {
            Some(unclosed) => Err(self.never_ended(&unclosed)),
            None => Ok(parts),
        }
    }

    fn never_ended(&mut self, open: &Open<'a>) -> super::Failed {
        let help = match open.directive {
            Directive::If { .. } => "add `%{ endif }`",
            Directive::For { .. } => "add `%{ endfor }`",
        };
        self.error(open.span, "unclosed directive", help);
        super::Failed
    }

    fn switch_to_else(
        &mut self,
        open: &mut [Open<'a>],
        parts: &mut Vec<Part<'a>>,
        span: Span,
    ) -> Parsed<()> {
        if let Some(Open { directive: Directive::If { then: then @ None, .. }, .. }) =
            open.last_mut()
        {
            *then = Some(std::mem::take(parts));
            return Ok(());
        }
        self.error(span, "`else` without an `if`", "duplicate `else` in an `if`");
        Err(super::Failed)
    }

    /// The pieces before the directive, and the directive.
    fn end_directive(
        &mut self,
        open: Option<Open<'a>>,
        parts: Vec<Part<'a>>,
        span: Span,
        word: &'static str,
    ) -> Parsed<Vec<Part<'a>>> {
        let (mut outer, directive) = match open {
            Some(Open { directive: Directive::If { condition, then }, span: start, outer })
                if word == "endif" =>
            {
                let (then, otherwise) = match then {
                    Some(then) => (then, parts),
                    None => (parts, Vec::new()),
                };
                let span = start.to(span);
                (outer, Part::If(Box::new(IfDirective { condition, then, otherwise, span })))
            }
            Some(Open {
                directive: Directive::For { key, value, collection },
                span: start,
                outer,
            }) if word == "endfor" => {
                let (body, span) = (parts, start.to(span));
                (outer, Part::For(Box::new(ForDirective { key, value, collection, body, span })))
            }
            _ => {
                let message = format!("`{word}` without an open directive");
                self.error(span, message, "close directives in the reverse order of opening");
                return Err(super::Failed);
            }
        };
        outer.push(directive);
        Ok(outer)
    }

    /// Appends literal characters, to the literal part before them if there is one.
    fn add_text(&self, parts: &mut Vec<Part<'a>>, text: Cow<'a, str>, span: Span) {
        let Some(Part::Literal { text: before, span: whole }) = parts.last_mut() else {
            parts.push(Part::Literal { text, span });
            return;
        };
        whole.end = span.end;
        if let (Cow::Borrowed(first), Cow::Borrowed(second)) = (&*before, &text) {
            let base = self.text.as_ptr() as usize;
            let start = first.as_ptr() as usize;
            let end = second.as_ptr() as usize;
            if start + first.len() == end && start >= base {
                let range = start - base..end - base + second.len();
                if let Some(joined) = self.text.get(range) {
                    *before = Cow::Borrowed(joined);
                    return;
                }
            }
        }
        before.to_mut().push_str(&text);
    }
}

fn trimmed<'a>(text: Cow<'a, str>, trim: fn(&str) -> &str) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
    }
}

/// Takes the smallest indentation of any line off all lines, as `<<-` asks for. A line that begins with a sequence
/// has none; a blank line does not count.
fn take_indent_off(pieces: &mut [Piece<'_>]) {
    let mut smallest = usize::MAX;
    let mut line_start = true;
    let mut indented: Vec<usize> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let text = if let Piece::Text { text, .. } = piece { Some(text) } else { None };
        if std::mem::take(&mut line_start) {
            match text.map(|text| indent_of(text)) {
                None => smallest = 0,
                Some(None) => {}
                Some(Some(indent)) => {
                    smallest = smallest.min(indent);
                    indented.push(at);
                }
            }
        }
        line_start = text.is_some_and(|text| text.ends_with('\n'));
    }
    for at in indented {
        if let Some(Piece::Text { text, span }) = pieces.get_mut(at) {
            let cut = skip_clusters(text, smallest);
            span.start += cut as u32;
            *text = match std::mem::take(text) {
                Cow::Borrowed(text) => Cow::Borrowed(text.get(cut..).unwrap_or_default()),
                Cow::Owned(text) => Cow::Owned(text.get(cut..).unwrap_or_default().to_owned()),
            };
        }
    }
}
