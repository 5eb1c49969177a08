//! The tokens of a template: text, and what is between delimiters.

use super::mistake::Mistake;

/// A part of a template, by its offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// What is rendered unchanged.
    Text,
    /// The delimiter that begins an action.
    Open,
    /// The delimiter that ends it.
    Close,
    Space,
    /// A function or a keyword.
    Word,
    /// A field of the dot, or of what is before it: `.Address`.
    Field,
    /// The dot itself.
    Dot,
    Variable,
    Number,
    /// Two numbers that are one: `1+2i`.
    Complex,
    Character,
    String,
    /// A string in backquotes.
    RawString,
    /// `=`
    Assign,
    /// `:=`
    Declare,
    Pipe,
    LeftParenthesis,
    RightParenthesis,
    /// Any other printable character of ASCII.
    Other,
    /// The end of the template.
    End,
    /// A mistake.
    Broken,
}

/// The tokens of a template.
#[derive(Debug)]
pub struct Tokens {
    /// The last one is `End` or `Broken`.
    pub all: Vec<Token>,
    /// What is wrong at each `Broken`.
    pub mistakes: Vec<Mistake>,
}

impl Tokens {
    /// Reads a template with these delimiters: behind a mistake, from the next right delimiter on.
    pub fn of(text: &str, left: &str, right: &str) -> Self {
        let tokens = Self { all: Vec::new(), mistakes: Vec::new() };
        let mut lexer = Lexer { text, left, right, at: 0, parentheses: 0, tokens };
        match lexer.template() {
            Ok(()) => lexer.push(TokenKind::End, text.len()),
            Err(mistake) => lexer.broken(mistake),
        }
        lexer.tokens
    }
}

struct Lexer<'t> {
    text: &'t str,
    left: &'t str,
    right: &'t str,
    at: usize,
    /// How many are open in this action.
    parentheses: usize,
    tokens: Tokens,
}

/// More mistakes of one template are not looked for.
const MOST: usize = 20;

const COMMENT: (&str, &str) = ("/*", "*/");

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        self.tokens.all.push(Token { kind, start, end: self.at });
    }

    fn template(&mut self) -> Result<(), Mistake> {
        while let Some(length) = find(self.rest(), self.left) {
            let (start, open) = (self.at, self.at + length);
            self.at = open;
            if length > 0 {
                self.push(TokenKind::Text, start);
            }
            self.at += self.left.len();
            let trims = trims_left(self.rest());
            let marker = if trims { 2 } else { 0 };
            if self.rest().get(marker..).is_some_and(|rest| rest.starts_with(COMMENT.0)) {
                self.at += marker;
                self.comment(open)?;
            } else {
                self.push(TokenKind::Open, open);
                self.at += marker;
                if let Err(mistake) = self.action(open) {
                    self.resume(mistake)?;
                }
            }
        }
        let start = self.at;
        self.at = self.text.len();
        if start < self.at {
            self.push(TokenKind::Text, start);
        }
        Ok(())
    }

    fn broken(&mut self, mistake: Mistake) {
        let (start, end) = (mistake.start, mistake.end);
        self.tokens.all.push(Token { kind: TokenKind::Broken, start, end });
        self.tokens.mistakes.push(mistake);
    }

    /// Goes on behind an action with a mistake, if that ends before the template does. Unclosed strings may be read
    /// again and again, so that not all mistakes of very many are looked for.
    fn resume(&mut self, mistake: Mistake) -> Result<(), Mistake> {
        let behind = self.text.get(mistake.start..).unwrap_or_default();
        let may_go_on = self.at < self.text.len() && self.tokens.mistakes.len() < MOST;
        let Some(length) = find(behind, self.right).filter(|_| may_go_on) else {
            return Err(mistake);
        };
        let start = mistake.start + length;
        self.broken(mistake);
        self.at = start + self.right.len();
        self.push(TokenKind::Close, start);
        Ok(())
    }

    fn comment(&mut self, open: usize) -> Result<(), Mistake> {
        let start = self.at;
        let after = start + COMMENT.0.len();
        let Some(length) = self.text.get(after..).and_then(|rest| rest.find(COMMENT.1)) else {
            let message = format!(
                "unclosed comment: expected `*/{}`, found the end of the template",
                self.right
            );
            let help = format!("close it with `*/{}`", self.right);
            return Err(Mistake::new(message, help, open, after));
        };
        self.at = after + length + COMMENT.1.len();
        if self.close().is_none() {
            let message = format!("expected `{}` after the `*/` of a comment", self.right);
            let help = format!(
                "let the comment be the whole action: `{}/* … */{}`",
                self.left, self.right
            );
            return Err(Mistake::new(message, help, self.at - COMMENT.1.len(), self.at));
        }
        Ok(())
    }

    /// Goes behind the right delimiter that is here, if one is, and behind the space that it trims; gives where it began.
    fn close(&mut self) -> Option<usize> {
        let rest = self.rest();
        let trimmed = rest.strip_prefix(is_space).and_then(|rest| rest.strip_prefix('-'));
        let trimmed = trimmed.filter(|rest| rest.starts_with(self.right));
        let behind = trimmed.or(Some(rest)).and_then(|rest| rest.strip_prefix(self.right))?;
        let start = self.text.len() - behind.len() - self.right.len();
        let behind = if trimmed.is_some() { behind.trim_start_matches(is_space) } else { behind };
        self.at = self.text.len() - behind.len();
        Some(start)
    }

    /// Reads an action, whose left delimiter is behind.
    fn action(&mut self, open: usize) -> Result<(), Mistake> {
        self.parentheses = 0;
        loop {
            let (start, inner) = (self.at, self.parentheses);
            if let Some(close) = self.close() {
                let end = close + self.right.len();
                if inner > 0 {
                    let message = format!("expected `)`, found `{}`", self.right);
                    let help = "close each `(` with `)`";
                    return Err(Mistake::new(message, help, close, end));
                }
                self.tokens.all.push(Token { kind: TokenKind::Close, start: close, end });
                return Ok(());
            }
            let Some(first) = self.peek() else {
                let message = format!(
                    "unclosed action: expected `{}`, found the end of the template",
                    self.right
                );
                let help = format!("close it with `{}`", self.right);
                return Err(Mistake::new(message, help, open, open + self.left.len()));
            };
            self.at += first.len_utf8();
            let kind = match first {
                space if is_space(space) => self.space(),
                '=' => TokenKind::Assign,
                ':' if self.peek() == Some('=') => {
                    self.at += 1;
                    TokenKind::Declare
                }
                ':' => {
                    let help = "declare a variable with `:=`";
                    return Err(self.mistake("expected `:=`, found `:`", help, start));
                }
                '|' => TokenKind::Pipe,
                '"' | '\'' => self.quoted(first, start)?,
                '`' => self.raw(start)?,
                '$' => self.name(TokenKind::Variable, start)?,
                '.' if !self.peek().is_some_and(|next| next.is_ascii_digit()) => {
                    self.name(TokenKind::Field, start)?
                }
                '.' | '+' | '-' | '0'..='9' => self.number(start)?,
                letter if is_letter(letter) => self.name(TokenKind::Word, start)?,
                '(' => {
                    self.parentheses += 1;
                    TokenKind::LeftParenthesis
                }
                ')' if self.parentheses == 0 => {
                    let help = "remove it, or open it with `(`";
                    return Err(self.mistake("a `)` without its `(`", help, start));
                }
                ')' => {
                    self.parentheses -= 1;
                    TokenKind::RightParenthesis
                }
                ' '..='~' => TokenKind::Other,
                other => {
                    let message = format!("invalid character `{}` in an action", shown(other));
                    return Err(self.mistake(message, "put it into a string", start));
                }
            };
            self.push(kind, start);
        }
    }

    /// What is between the start of a token and here is wrong.
    fn mistake(
        &self,
        message: impl Into<String>,
        help: impl Into<String>,
        start: usize,
    ) -> Mistake {
        Mistake::new(message, help, start, self.at)
    }

    /// Reads the rest of a space, but not the one that belongs to a right delimiter.
    fn space(&mut self) -> TokenKind {
        loop {
            let next = self.rest();
            let marked = next.strip_prefix(is_space).and_then(|rest| rest.strip_prefix('-'));
            match self.peek() {
                Some(space) if is_space(space) => {
                    if marked.is_some_and(|rest| rest.starts_with(self.right)) {
                        return TokenKind::Space;
                    }
                    self.at += 1;
                }
                _ => return TokenKind::Space,
            }
        }
    }

    /// Reads the rest of a name, which must end where something else may begin.
    fn name(&mut self, kind: TokenKind, start: usize) -> Result<TokenKind, Mistake> {
        let letters = self.rest().find(|letter| !is_letter(letter)).unwrap_or(self.rest().len());
        self.at += letters;
        let next = self.peek();
        let ends = next.is_none_or(|next| is_space(next) || ".,|:)(".contains(next))
            || self.rest().starts_with(self.right);
        match next {
            Some(next) if !ends => Err(self.bad_name(kind, start, next)),
            _ if kind == TokenKind::Field && letters == 0 => Ok(TokenKind::Dot),
            _ => Ok(kind),
        }
    }

    fn bad_name(&mut self, kind: TokenKind, start: usize, next: char) -> Mistake {
        let name = self.text.get(start..self.at).unwrap_or_default();
        let message = format!("expected a space after `{name}`, found `{}`", shown(next));
        // As a key of a secret or of a variable is named: with `-`.
        let more = self.rest();
        let length = more.find(|letter| !is_letter(letter) && letter != '-').unwrap_or(more.len());
        let more = more.get(..length).unwrap_or_default();
        let help = match (kind, next) {
            (TokenKind::Field, '-') if more.len() > 1 => {
                let (of, key) = (self.before(start), name.trim_start_matches('.'));
                format!(
                    "read a key that is no plain name with `index`: `index {of} \"{key}{more}\"`"
                )
            }
            (_, '"' | '`') => "put a space between a function and its arguments".to_owned(),
            (TokenKind::Field | TokenKind::Variable, '[') => {
                let of = self.before(start).trim_start_matches('.').to_owned();
                let dot = if of.is_empty() || of.starts_with('$') { "" } else { "." };
                format!("read an element with `index`: `index {dot}{of}{name} 0`")
            }
            (_, '=') => "put a space before it".to_owned(),
            _ => "put a space between values; calculate with functions, such as `add` and \
                  `subtract`"
                .to_owned(),
        };
        self.at += next.len_utf8();
        Mistake::new(message, help, start, self.at)
    }

    /// What a field that begins here is a field of.
    fn before(&self, start: usize) -> &'t str {
        let mut from = start;
        for token in self.tokens.all.iter().rev() {
            if token.end != from || !matches!(token.kind, TokenKind::Field | TokenKind::Variable) {
                break;
            }
            from = token.start;
        }
        self.text.get(from..start).filter(|of| !of.is_empty()).unwrap_or(".")
    }

    /// Reads the rest of a string or of a character, whose contents are not looked at.
    fn quoted(&mut self, quote: char, start: usize) -> Result<TokenKind, Mistake> {
        let mut escaped = false;
        for (at, letter) in self.rest().char_indices() {
            match letter {
                '\n' => break,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                letter if letter == quote => {
                    self.at += at + 1;
                    return Ok(if quote == '"' { TokenKind::String } else { TokenKind::Character });
                }
                _ => {}
            }
        }
        let message = format!("unclosed string: expected `{quote}` on the same line");
        let help = match quote {
            '"' => "close it with `\"`; put a string of several lines into backquotes",
            _ => "write a string in double quotes or in backquotes",
        };
        Err(self.mistake(message, help, start))
    }

    fn raw(&mut self, start: usize) -> Result<TokenKind, Mistake> {
        let Some(length) = self.rest().find('`') else {
            let message = "unclosed string: expected a backquote, found the end of the template";
            let mistake = self.mistake(message, "close it with a backquote", start);
            self.at = self.text.len();
            return Err(mistake);
        };
        self.at += length + 1;
        Ok(TokenKind::RawString)
    }

    fn number(&mut self, start: usize) -> Result<TokenKind, Mistake> {
        self.at = start;
        let mut kind = TokenKind::Number;
        let mut reads = self.digits();
        if reads && self.rest().starts_with(['+', '-']) {
            kind = TokenKind::Complex;
            reads = self.digits() && self.text.get(..self.at).is_some_and(|all| all.ends_with('i'));
        }
        if reads {
            return Ok(kind);
        }
        let number = self.text.get(start..self.at).unwrap_or_default();
        let message = format!("invalid number `{number}`");
        Err(self.mistake(message, "put a space after it, or write it as a string", start))
    }

    /// Reads what looks like a number, and says whether a letter follows.
    fn digits(&mut self) -> bool {
        self.accept(&['+', '-']);
        let (mut digits, mut exponent): (fn(char) -> bool, &[char]) =
            (|digit| digit.is_ascii_digit() || digit == '_', &['e', 'E']);
        if self.accept(&['0']) {
            if self.accept(&['x', 'X']) {
                digits = |digit| digit.is_ascii_hexdigit() || digit == '_';
                exponent = &['p', 'P'];
            } else if self.accept(&['o', 'O']) {
                (digits, exponent) = (|digit| matches!(digit, '0'..='7' | '_'), &[]);
            } else if self.accept(&['b', 'B']) {
                (digits, exponent) = (|digit| matches!(digit, '0' | '1' | '_'), &[]);
            }
        }
        self.skip(digits);
        if self.accept(&['.']) {
            self.skip(digits);
        }
        if self.accept(exponent) {
            self.accept(&['+', '-']);
            self.skip(|digit| digit.is_ascii_digit() || digit == '_');
        }
        self.accept(&['i']);
        match self.peek() {
            Some(letter) if is_letter(letter) => {
                self.at += letter.len_utf8();
                false
            }
            _ => true,
        }
    }

    fn accept(&mut self, any: &[char]) -> bool {
        let found = self.rest().starts_with(any);
        self.at += usize::from(found);
        found
    }

    fn skip(&mut self, of: fn(char) -> bool) {
        self.at += self.rest().find(|letter| !of(letter)).unwrap_or(self.rest().len());
    }
}

/// The offset of the next delimiter: its first character is rare, and quickly found.
fn find(text: &str, delimiter: &str) -> Option<usize> {
    let first = delimiter.chars().next()?;
    let begins = |at: &usize| text.get(*at..).is_some_and(|rest| rest.starts_with(delimiter));
    text.match_indices(first).map(|(at, _)| at).find(begins)
}

/// Whether a left delimiter trims the space before it.
fn trims_left(rest: &str) -> bool {
    rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(is_space))
}

/// What is between the quotes of a string.
#[must_use]
pub fn unquoted(text: &str) -> &str {
    text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
}

/// A character in a message.
fn shown(letter: char) -> String {
    if letter.is_control() { letter.escape_default().to_string() } else { letter.to_string() }
}

pub fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n')
}

/// Whether a character is of a name: a letter, a digit or `_`, of any script.
fn is_letter(letter: char) -> bool {
    letter == '_' || letter.is_alphanumeric()
}
