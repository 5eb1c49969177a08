//! Source to tokens. The lexer knows which braces belong to a template, so that a template can
//! hold expressions which hold templates; it never recurses.

use super::error::{MAX_ERRORS, SyntaxError};
use super::ident;
use super::span::Span;
use super::token::{Token, TokenKind};

/// ASCII bytes that can continue an identifier.
const IN_IDENT: [bool; 256] = table(b"-_", true);
/// Bytes at which a literal run in a quoted template may end.
pub(super) const ENDS_QUOTED: [bool; 256] = table(b"\"\\$%\r\n", false);
/// Bytes at which a literal run in a heredoc may end.
pub(super) const ENDS_HEREDOC: [bool; 256] = table(b"$%\r\n", false);

/// Marks `bytes`, and letters and digits if `alphanumeric` is set.
const fn table(bytes: &[u8], alphanumeric: bool) -> [bool; 256] {
    let mut marks = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        marks[byte] = alphanumeric && (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < bytes.len() {
        marks[bytes[at] as usize] = true;
        at += 1;
    }
    marks
}

/// The construct that the current byte is part of.
#[derive(Clone, Copy)]
pub(super) enum Mode {
    /// Expressions and bodies.
    Main,
    /// A quoted template.
    Quoted,
    /// A heredoc, which a line with only `marker` ends; `fresh` is set at the start of a line.
    Heredoc { marker: Span, fresh: bool },
    /// A whole input that is a template.
    Bare,
}

pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    pub(super) tokens: &'t mut Vec<Token>,
    pub(super) errors: &'t mut Vec<SyntaxError>,
    /// Enclosing modes, innermost last.
    modes: Vec<Mode>,
    pub(super) mode: Mode,
    braces: i64,
    /// The brace depth at which the innermost template sequence closes, and so on outwards.
    sequences: Vec<i64>,
    /// Up to where the line of the last error is known to go on.
    said: usize,
}

/// The maximum number of tokens of an input, about those of 20 MB: a tree takes much more memory
/// than its source.
const MOST_TOKENS: usize = 4_000_000;

/// Writes the tokens of `text`; none if its offsets do not fit in 32 bits.
pub(super) fn tokenize(
    text: &str,
    mode: Mode,
    tokens: &mut Vec<Token>,
    errors: &mut Vec<SyntaxError>,
) {
    tokens.clear();
    if u32::try_from(text.len()).is_err() {
        errors.push(SyntaxError::new(Span::new(0, 0), "the input is larger than 4 GiB", ""));
        return;
    }
    lex(text, mode, tokens, errors);
}

/// Appends the tokens of `text`, the last of which is [`TokenKind::End`], and what is wrong with them.
fn lex(text: &str, mode: Mode, tokens: &mut Vec<Token>, errors: &mut Vec<SyntaxError>) {
    tokens.reserve(text.len() / 5 + 8);
    let mut lexer = Lexer::new(text, mode, tokens, errors);
    while lexer.at < lexer.bytes.len() && lexer.tokens.len() < MOST_TOKENS {
        lexer.step();
    }
    if lexer.at < lexer.bytes.len() {
        let here = Span::new(lexer.at as u32, lexer.at as u32);
        let message = format!("expected at most {MOST_TOKENS} tokens in a file, found more");
        lexer.errors.push(SyntaxError::new(here, message, "split the file"));
    }
    lexer.push(TokenKind::End, text.len());
}

/// Appends the tokens of the template sequence at the start of `text`, and returns whether there
/// is one that ends.
pub(super) fn sequence(text: &str, tokens: &mut Vec<Token>) -> bool {
    let mut errors = Vec::new();
    let mut lexer = Lexer::new(text, Mode::Bare, tokens, &mut errors);
    lexer.step();
    while !lexer.sequences.is_empty() && lexer.at < lexer.bytes.len() {
        lexer.step();
    }
    lexer.sequences.is_empty()
        && tokens.first().is_some_and(|token| token.kind == TokenKind::Interpolation)
}

impl<'t> Lexer<'t> {
    fn new(
        text: &'t str,
        mode: Mode,
        tokens: &'t mut Vec<Token>,
        errors: &'t mut Vec<SyntaxError>,
    ) -> Self {
        let bytes = text.as_bytes();
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let (modes, sequences) = (Vec::new(), Vec::new());
        Self { text, bytes, at, tokens, errors, modes, mode, braces: 0, sequences, said: 0 }
    }

    /// Goes on in the mode at hand.
    fn step(&mut self) {
        match self.mode {
            Mode::Main => self.expression(),
            Mode::Quoted => self.quoted(),
            Mode::Heredoc { marker, fresh } => self.heredoc(marker, fresh),
            Mode::Bare => self.bare(),
        }
    }
}

impl Lexer<'_> {
    /// The byte `ahead` of the current one; 0 beyond the end.
    #[inline]
    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// The offset of the first byte at or after `at` for which `stops` is true, or the end of the
    /// input.
    #[inline]
    pub(super) fn find(&self, at: usize, stops: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        at + rest.iter().position(|&byte| stops(byte)).unwrap_or(rest.len())
    }

    /// A token from the current byte up to `end`, where the lexer goes on.
    #[inline]
    pub(super) fn push(&mut self, kind: TokenKind, end: usize) {
        let (start, end32) = (self.at as u32, end as u32);
        self.tokens.push(Token { start, end: end32, kind, escaped: false });
        self.at = end;
    }

    pub(super) fn push_escaped(&mut self, kind: TokenKind, end: usize, escaped: bool) {
        let (start, end32) = (self.at as u32, end as u32);
        self.tokens.push(Token { start, end: end32, kind, escaped });
        self.at = end;
    }

    /// Reports the bytes up to `end`, which become an invalid token.
    pub(super) fn invalid(&mut self, end: usize, message: String, help: &'static str) {
        let span = Span::new(self.at as u32, end as u32);
        self.error(SyntaxError::new(span, message, help));
        self.push(TokenKind::Invalid, end);
    }

    pub(super) fn error(&mut self, error: SyntaxError) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
        }
    }

    pub(super) fn enter(&mut self, mode: Mode) {
        self.modes.push(self.mode);
        self.mode = mode;
    }

    pub(super) fn leave(&mut self) {
        self.mode = self.modes.pop().unwrap_or(Mode::Main);
    }

    /// `${` or `%{`, with `~` when it is there; what follows is an expression.
    pub(super) fn open_sequence(&mut self, kind: TokenKind) {
        let length = if self.peek(2) == b'~' { 3 } else { 2 };
        self.push(kind, self.at + length);
        self.braces += 1;
        self.sequences.push(self.braces);
        if let Mode::Heredoc { fresh, .. } = &mut self.mode {
            *fresh = false;
        }
        self.enter(Mode::Main);
    }

    fn expression(&mut self) {
        loop {
            while let Some(b' ' | b'\t') = self.bytes.get(self.at) {
                self.at += 1;
            }
            let Some(&byte) = self.bytes.get(self.at) else { return };
            match byte {
                b'\n' => self.push(TokenKind::Newline, self.at + 1),
                b'\r' if self.peek(1) == b'\n' => self.push(TokenKind::Newline, self.at + 2),
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.ident(1),
                b'0'..=b'9' => self.number(),
                b'"' => {
                    if !self.plain_string() {
                        return;
                    }
                }
                b'#' => self.line_comment(),
                b'/' => self.slash(),
                b'<' if self.peek(1) == b'<' => {
                    if !self.heredoc_open() {
                        return;
                    }
                }
                b'{' => {
                    self.braces += 1;
                    self.push(TokenKind::BraceOpen, self.at + 1);
                }
                b'}' => {
                    if self.brace_close(TokenKind::BraceClose, 1) {
                        return;
                    }
                }
                b'~' if self.peek(1) == b'}' => {
                    if self.brace_close(TokenKind::SequenceEnd, 2) {
                        return;
                    }
                }
                _ => self.symbol(byte),
            }
        }
    }

    /// An identifier whose first character is `first` bytes long.
    fn ident(&mut self, first: usize) {
        let mut end = self.at + first;
        loop {
            end = self.find(end, |byte| !IN_IDENT[usize::from(byte)]);
            if self.bytes.get(end).is_none_or(u8::is_ascii) {
                break;
            }
            let next = self.text.get(end..).and_then(|rest| rest.chars().next());
            match next.filter(|&character| ident::continues(character)) {
                Some(character) => end += character.len_utf8(),
                None => break,
            }
        }
        self.push(TokenKind::Ident, end);
    }

    /// The longest run of digits, points and exponents that does not end in a point.
    fn number(&mut self) {
        let mut at = self.at + 1;
        let mut end = at;
        let byte = |at: usize| self.bytes.get(at).copied().unwrap_or(0);
        loop {
            match byte(at) {
                b'0'..=b'9' => at += 1,
                b'.' => {
                    at += 1;
                    continue;
                }
                b'e' | b'E' if byte(at + 1).is_ascii_digit() => at += 2,
                b'e' | b'E'
                    if matches!(byte(at + 1), b'+' | b'-') && byte(at + 2).is_ascii_digit() =>
                {
                    at += 3;
                }
                _ => break,
            }
            end = at;
        }
        self.push(TokenKind::Number, end);
    }

    fn line_comment(&mut self) {
        match self.text.get(self.at..).and_then(|rest| rest.find('\n')) {
            Some(newline) => self.push(TokenKind::LineComment, self.at + newline + 1),
            None => self.push(TokenKind::Comment, self.bytes.len()),
        }
    }

    fn slash(&mut self) {
        match self.peek(1) {
            b'/' => self.line_comment(),
            b'*' => match self.text.get(self.at + 2..).and_then(|rest| rest.find("*/")) {
                Some(length) => self.push(TokenKind::Comment, self.at + 2 + length + 2),
                None => {
                    let open = Span::new(self.at as u32, self.at as u32 + 2);
                    let message = "unclosed comment";
                    self.error(SyntaxError::new(open, message, "end it with `*/`"));
                    self.push(TokenKind::Invalid, self.bytes.len());
                }
            },
            _ => self.push(TokenKind::Slash, self.at + 1),
        }
    }

    /// A `}`: whether it ends a template sequence and with it the expression.
    fn brace_close(&mut self, kind: TokenKind, length: usize) -> bool {
        let ends = self.sequences.last() == Some(&self.braces);
        self.push(if ends { TokenKind::SequenceEnd } else { kind }, self.at + length);
        self.braces -= 1;
        if ends {
            self.sequences.pop();
            self.leave();
        }
        ends
    }

    fn symbol(&mut self, byte: u8) {
        let (kind, length) = match (byte, self.peek(1)) {
            (b'=', b'=') => (TokenKind::EqualEqual, 2),
            (b'=', b'>') => (TokenKind::FatArrow, 2),
            (b'=', _) => (TokenKind::Equal, 1),
            (b'!', b'=') => (TokenKind::NotEqual, 2),
            (b'!', _) => (TokenKind::Bang, 1),
            (b'<', b'=') => (TokenKind::LessEqual, 2),
            (b'<', _) => (TokenKind::Less, 1),
            (b'>', b'=') => (TokenKind::GreaterEqual, 2),
            (b'>', _) => (TokenKind::Greater, 1),
            (b'&', b'&') => (TokenKind::And, 2),
            (b'|', b'|') => (TokenKind::Or, 2),
            (b':', b':') => (TokenKind::DoubleColon, 2),
            (b':', _) => (TokenKind::Colon, 1),
            (b'.', b'.') if self.peek(2) == b'.' => (TokenKind::Ellipsis, 3),
            (b'.', _) => (TokenKind::Dot, 1),
            (b',', _) => (TokenKind::Comma, 1),
            (b'[', _) => (TokenKind::BracketOpen, 1),
            (b']', _) => (TokenKind::BracketClose, 1),
            (b'(', _) => (TokenKind::ParenOpen, 1),
            (b')', _) => (TokenKind::ParenClose, 1),
            (b'*', _) => (TokenKind::Star, 1),
            (b'+', _) => (TokenKind::Plus, 1),
            (b'-', _) => (TokenKind::Minus, 1),
            (b'%', _) => (TokenKind::Percent, 1),
            (b'?', _) => (TokenKind::Question, 1),
            _ => return self.other(),
        };
        self.push(kind, self.at + length);
    }

    /// An identifier that begins beyond ASCII, or a character that the language does not use.
    fn other(&mut self) {
        let Some(character) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) else {
            self.at = self.bytes.len();
            return;
        };
        if ident::starts(character) {
            return self.ident(character.len_utf8());
        }
        let help = match character {
            '&' => "write `&&` for the logical operator",
            '|' => "write `||` for the logical operator",
            '~' => "write `!` for the logical operator",
            '^' => "remove it: HCL has no bitwise operators",
            '`' => "write a multi-line string as a heredoc (`<<EOT`)",
            '\'' | '“' | '”' | '‘' | '’' => "write straight double quotes around a string",
            ';' => "end an attribute with a newline; separate the items of a list with commas",
            '\r' => "end lines with `\\n` or `\\r\\n`",
            '\u{feff}' | '\u{200b}'..='\u{200f}' => "remove it: editors do not show this character",
            space if space.is_whitespace() => {
                "replace it with a plain space, which it only looks like"
            }
            _ => "put a string in double quotes, other words in a comment",
        };
        let message = match character {
            '`' => "unexpected character: a backtick".to_owned(),
            '\'' | '"' => format!("unexpected character `{character}`"),
            _ => format!("unexpected character `{}`", character.escape_debug()),
        };
        let end = self.at + character.len_utf8();
        if self.is_said(&message) {
            return self.push(TokenKind::Invalid, end);
        }
        self.invalid(end, message, help);
    }

    /// Whether the last error has the same message and is earlier on this line.
    fn is_said(&mut self, message: &str) -> bool {
        let last = self.errors.last().filter(|error| error.message == message);
        let from = last.map(|error| self.said.max(error.span.end as usize));
        let since = from.and_then(|from| self.text.get(from..self.at));
        let said = since.is_some_and(|since| !since.contains('\n'));
        if said {
            self.said = self.at;
        }
        said
    }
}
