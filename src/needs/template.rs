//! What a Nomad template reads when it is rendered: variables, Consul keys, Vault secrets,
//! services.
//!
//! This understands the nesting of actions, fields and calls: enough to tell which variable a `.key`
//! belongs to.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::go_template::{TokenKind, Tokens, unquoted};
use crate::house::METHODS;

/// One path or name in the cluster that a template reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The function that reads it, such as `nomadVar`.
    pub function: &'static str,
    /// Its path or name; `None` if the template computes it.
    pub path: Option<String>,
    /// The keys of it that are used, in order.
    pub keys: Vec<String>,
}

/// The functions that block until there is something to read.
const READERS: [&str; 6] = ["nomadVar", "key", "secret", "pkiCert", "service", "nomadService"];

/// Everything that a template reads, in source order.
#[must_use]
pub fn reads(text: &str, left: &str, right: &str) -> Vec<Read> {
    let mut reader = TemplateReader::default();
    for action in actions(text, left, right) {
        reader.action(&action);
    }
    reader.found
}

/// The environment variables that a template reads by name: `env "NAME"`. Those under a condition,
/// or with a fallback, may be unset.
#[must_use]
pub fn environment(text: &str, left: &str, right: &str) -> Vec<String> {
    let guards =
        ["if", "with", "or", "and", "default", "coalesce", "contains", "eq", "ne", "ternary"];
    let mut found = Vec::new();
    for action in actions(text, left, right) {
        if guards.iter().any(|guard| action.iter().any(|token| token.is(guard))) {
            continue;
        }
        for pair in action.windows(2) {
            if let [function, Token::Text(name)] = pair
                && (function.is("env") || function.is("mustEnv"))
            {
                found.push(name.clone().into_owned());
            }
        }
    }
    found
}

/// The meaning of a value: one of the reads, or unknown.
type Meaning = Option<usize>;

#[derive(Default)]
struct TemplateReader {
    found: Vec<Read>,
    /// The index of each of them.
    index: BTreeMap<(&'static str, Option<String>), usize>,
    /// The enclosing blocks: the meaning of the dot in each, and the path that is read only if it
    /// exists.
    blocks: Vec<Frame>,
    variables: BTreeMap<String, Meaning>,
}

/// A part of a call: the function, or one of its arguments.
enum Operand<'t> {
    Word(&'t str),
    Text(&'t str),
    /// The value in parentheses.
    Value(Meaning),
}

/// Parentheses that are nested deeper are ignored.
const DEEPEST: usize = 64;

struct Frame {
    dot: Meaning,
    optional: Option<String>,
}

impl TemplateReader {
    fn dot(&self) -> Meaning {
        self.blocks.last().and_then(|frame| frame.dot)
    }

    fn action(&mut self, tokens: &[Token<'_>]) {
        let first = tokens.first().and_then(|first| match first {
            Token::Word(word) => Some(*word),
            Token::Text(_) | Token::Mark(_) => None,
        });
        match first.unwrap_or_default() {
            "end" => drop(self.blocks.pop()),
            "else" => {
                // A branch that reads a variable whose existence was tested reads it only if it
                // exists.
                let optional = self.blocks.pop().and_then(|frame| frame.optional);
                match tokens.get(1) {
                    Some(Token::Word(again)) => self.open(again, tokens.get(2..).unwrap_or(&[])),
                    _ => self.blocks.push(Frame { dot: self.dot(), optional }),
                }
            }
            "with" | "if" | "range" | "define" | "block" => {
                self.open(first.unwrap_or_default(), tokens.get(1..).unwrap_or(&[]));
            }
            _ => drop(self.pipeline(tokens)),
        }
    }

    /// Begins a block.
    fn open(&mut self, word: &str, tokens: &[Token<'_>]) {
        let exists = tokens.iter().position(|token| token.is("nomadVarExists"));
        let optional = exists.and_then(|at| tokens.get(at + 1)).and_then(Token::text);
        let meaning = self.pipeline(tokens);
        let dot = match word {
            "with" => meaning,
            "if" => self.dot(),
            _ => None,
        };
        self.blocks.push(Frame { dot, optional: optional.map(str::to_owned) });
    }

    /// Reads a pipeline, and returns the meaning of its value.
    fn pipeline(&mut self, tokens: &[Token<'_>]) -> Meaning {
        let assigned = match tokens {
            [Token::Word(name), Token::Mark(mark), ..]
                if name.starts_with('$') && matches!(*mark, ":=" | "=") =>
            {
                Some(*name)
            }
            _ => None,
        };
        // `range $key, $value := …` gives each of them something else.
        let at = tokens.iter().take(4).position(|token| matches!(token, Token::Mark(":=" | "=")));
        let value = at.and_then(|at| tokens.get(at + 1..)).unwrap_or(tokens);
        let meaning = self.expression(value);
        if let Some(name) = assigned {
            self.variables.insert(name.to_owned(), meaning);
        }
        meaning
    }

    /// Reads the calls and fields of an expression, which is one of the reads only if it consists
    /// of nothing else.
    fn expression(&mut self, tokens: &[Token<'_>]) -> Meaning {
        self.group(tokens, &mut 0, 0)
    }

    /// Reads up to the parenthesis that closes a group, or to the end, and returns the meaning of
    /// the group.
    fn group(&mut self, tokens: &[Token<'_>], at: &mut usize, depth: usize) -> Meaning {
        let mut operands: Vec<Operand<'_>> = Vec::new();
        let mut piped = false;
        while let Some(token) = tokens.get(*at) {
            *at += 1;
            match token {
                Token::Mark(")") => break,
                Token::Mark("(") if depth < DEEPEST => {
                    let inner = self.group(tokens, at, depth + 1);
                    operands.push(Operand::Value(self.fields_behind(inner, tokens, at)));
                }
                Token::Mark("|") => {
                    self.call_or_value(&operands);
                    operands.clear();
                    piped = true;
                }
                Token::Mark(_) => {}
                Token::Text(text) => operands.push(Operand::Text(text)),
                Token::Word(word) => operands.push(Operand::Word(word)),
            }
        }
        let meaning = self.call_or_value(&operands);
        meaning.filter(|_| !piped)
    }

    /// A field directly after a closing parenthesis is a field of the value in parentheses.
    fn fields_behind(&mut self, of: Meaning, tokens: &[Token<'_>], at: &mut usize) -> Meaning {
        let Some(Token::Word(word)) = tokens.get(*at) else { return of };
        if !word.starts_with('.') {
            return of;
        }
        *at += 1;
        self.field(of, split(word).1)
    }

    /// Reads what is between two pipes: a call with its arguments, or a value.
    fn call_or_value(&mut self, operands: &[Operand<'_>]) -> Meaning {
        let text = |at: usize| match operands.get(at) {
            Some(Operand::Text(text)) => Some(*text),
            _ => None,
        };
        let function = match operands.first() {
            Some(Operand::Word(word)) => *word,
            _ => "",
        };
        let values: Vec<Meaning> = operands.iter().map(|operand| self.value(operand)).collect();
        if let Some(function) = READERS.iter().find(|reader| **reader == function) {
            // `nomadService 2 "key" "name"` picks some of the instances.
            let name = if *function == "nomadService" && operands.len() > 3 { 3 } else { 1 };
            return self.call(function, text(name));
        }
        if function == "index" {
            self.key(values.get(1).copied().flatten(), text(2));
            return None;
        }
        values.first().copied().flatten().filter(|_| values.len() == 1)
    }

    fn value(&mut self, operand: &Operand<'_>) -> Meaning {
        match operand {
            Operand::Text(_) => None,
            Operand::Value(meaning) => *meaning,
            Operand::Word(word) => {
                let (head, fields) = split(word);
                let of = self.meaning(head);
                self.field(of, fields)
            }
        }
    }

    /// Takes a field of a value: for one of the reads, the first is its key.
    fn field(&mut self, of: Meaning, fields: Vec<&str>) -> Meaning {
        let is_vault =
            of.and_then(|at| self.found.get(at)).is_some_and(|read| read.function == "secret");
        let mut fields = fields.into_iter();
        let key = fields.find(|field| !is_vault || !matches!(*field, "Data" | "data"));
        let key = match key {
            None => return of,
            Some(key) => key,
        };
        if !METHODS.contains(&key) && !LEASE.contains(&key) {
            self.key(of, Some(key));
        }
        None
    }

    fn meaning(&self, head: &str) -> Meaning {
        match head {
            "" => self.dot(),
            name => self.variables.get(name).copied().flatten(),
        }
    }

    fn call(&mut self, function: &'static str, path: Option<&str>) -> Meaning {
        let path = path.map(str::to_owned);
        let optional = |frame: &Frame| frame.optional.is_some() && frame.optional == path;
        if self.blocks.iter().any(optional) {
            return None;
        }
        let at = *self.index.entry((function, path.clone())).or_insert(self.found.len());
        if at == self.found.len() {
            self.found.push(Read { function, path, keys: Vec::new() });
        }
        Some(at)
    }

    fn key(&mut self, of: Meaning, key: Option<&str>) {
        let Some((read, key)) = of.and_then(|at| self.found.get_mut(at)).zip(key) else { return };
        if matches!(read.function, "nomadVar" | "secret")
            && !read.keys.iter().any(|known| known == key)
        {
            read.keys.push(key.to_owned());
        }
    }
}

/// The fields of a Vault secret beside its data.
const LEASE: [&str; 2] = ["LeaseID", "LeaseDuration"];

/// `$v.a.b` is `$v` and its fields.
fn split(word: &str) -> (&str, Vec<&str>) {
    match word.split_once('.') {
        Some((head, fields)) => {
            (head, fields.split('.').filter(|field| !field.is_empty()).collect())
        }
        None => (word, Vec::new()),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token<'t> {
    /// A name, a field or a number.
    Word(&'t str),
    /// A string.
    Text(Cow<'t, str>),
    /// Punctuation.
    Mark(&'static str),
}

impl Token<'_> {
    fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(one) if *one == word)
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The actions of a template, as tokens.
fn actions<'t>(text: &'t str, left: &str, right: &str) -> Vec<Vec<Token<'t>>> {
    let mut found: Vec<Vec<Token<'t>>> = Vec::new();
    let mut word = None;
    for token in Tokens::of(text, left, right).all {
        let of = |start: usize| text.get(start..token.end).unwrap_or_default();
        // `$v.a.b` is one word.
        let goes_on = word.filter(|(_, end)| token.kind == TokenKind::Field && *end == token.start);
        let made = match token.kind {
            TokenKind::Open => {
                found.push(Vec::new());
                None
            }
            TokenKind::Field if goes_on.is_some() => {
                found.last_mut().and_then(Vec::pop);
                goes_on.map(|(start, _)| Token::Word(of(start)))
            }
            TokenKind::Word
            | TokenKind::Field
            | TokenKind::Dot
            | TokenKind::Variable
            | TokenKind::Number
            | TokenKind::Complex => Some(Token::Word(of(token.start))),
            TokenKind::String | TokenKind::Character => {
                Some(Token::Text(unescaped(unquoted(of(token.start)))))
            }
            TokenKind::RawString => Some(Token::Text(Cow::Borrowed(unquoted(of(token.start))))),
            TokenKind::Assign => Some(Token::Mark("=")),
            TokenKind::Declare => Some(Token::Mark(":=")),
            TokenKind::Pipe => Some(Token::Mark("|")),
            TokenKind::LeftParenthesis => Some(Token::Mark("(")),
            TokenKind::RightParenthesis => Some(Token::Mark(")")),
            TokenKind::Other if of(token.start) == "," => Some(Token::Mark(",")),
            _ => None,
        };
        word = match made {
            Some(Token::Word(_)) => {
                Some((goes_on.map_or(token.start, |(start, _)| start), token.end))
            }
            _ => None,
        };
        if let Some((action, made)) = found.last_mut().zip(made) {
            action.push(made);
        }
    }
    found
}

/// The same without the `\\` before what is escaped.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut said = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        said.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    Cow::Owned(said)
}

#[cfg(test)]
mod tests {
    use super::reads;

    /// `FUNCTION PATH [KEY …]` of each.
    fn shown(text: &str) -> Vec<String> {
        let line = |read: &super::Read| {
            let path = read.path.as_deref().unwrap_or("?");
            [&[read.function, path], &*read.keys.iter().map(String::as_str).collect::<Vec<_>>()]
                .concat()
                .join(" ")
        };
        reads(text, "{{", "}}").iter().map(line).collect()
    }

    #[test]
    fn keys_belong_to_the_variable_around_them() {
        let text = r#"
            {{- with nomadVar "a" -}} {{ .x }} {{ with nomadVar "b" }}{{ .y.Value | toJSON }}{{ end }}{{ .z }}
            {{ if .maybe }}{{ .w }}{{ else }}{{ index . "db-password" }}{{ end }} {{ end }} {{ .none }}"#;
        assert_eq!(shown(text), ["nomadVar a x z maybe w db-password", "nomadVar b y"]);
    }

    #[test]
    fn variables_and_brackets_keep_what_they_hold() {
        let text = r#"{{ $v := nomadVar `a` }}{{ $v.x }}{{ (nomadVar "b").y }}{{ with $s := secret "kv/data/web" }}{{ .Data.data.pw }}{{ end }}
            {{ range $k, $i := (nomadVar "c").Tuples }}{{ .K }}{{ end }}{{ (index (nomadVar "d") "k").Value }}"#;
        assert_eq!(
            shown(text),
            ["nomadVar a x", "nomadVar b y", "secret kv/data/web pw", "nomadVar c", "nomadVar d k"]
        );
    }

    #[test]
    fn what_is_read_only_if_it_is_there_is_not_needed() {
        let text = r#"{{ if nomadVarExists "a" }}{{ with nomadVar "a" }}{{ .x }}{{ end }}{{ end }}{{ keyOrDefault "k" "1" }}
            {{ if not (nomadVarExists "b") }}{{ else }}{{ with nomadVar "b" }}{{ .x }}{{ end }}{{ end }}
            {{ key "config/web" }}{{ range service "db" }}{{ .Address }}{{ end }}{{ range nomadService "cache" }}{{ .Port }}{{ end }}
            {{ range $i, $s := service "mail" }}{{ $s.Port }}{{ end }}{{ range $i := nomadService 1 $id "queue" }}{{ end }}"#;
        assert_eq!(
            shown(text),
            [
                "key config/web",
                "service db",
                "nomadService cache",
                "service mail",
                "nomadService queue"
            ]
        );
    }

    #[test]
    fn comments_and_strings_are_no_calls() {
        let text = r#"nomadVar "out" {{/* nomadVar "a" */}}{{ "nomadVar \"b\" }}" }}{{ with nomadVar (printf "nomad/jobs/%s" (env "NOMAD_JOB_ID")) }}{{ .x }}{{ end }}{{"#;
        assert_eq!(shown(text), ["nomadVar ? x"]);
        assert_eq!(reads("[[ key \"a\" ]] {{ key \"b\" }}", "[[", "]]").len(), 1);
    }
}
