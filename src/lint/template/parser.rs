//! The grammar of a template: its actions, and the blocks that they make. Nothing calls itself, however deep a template is
//! nested.

use std::collections::BTreeMap;

use crate::go_template::{Mistake, Token, TokenKind, Tokens, is_space, unquoted};

/// What a template consists of, as far as it can be parsed.
#[derive(Debug, Default)]
pub struct Parsed {
    /// In their order.
    pub mistakes: Vec<Mistake>,
    /// Every function that is called, whether there is one or not.
    pub functions: Vec<Token>,
}

/// Parses a template with these delimiters. Behind an action that cannot be parsed, it judges each action by itself: what is a
/// block and what is declared is not known any more.
#[must_use]
pub fn parse(text: &str, left: &str, right: &str) -> Parsed {
    let tokens = Tokens::of(text, left, right);
    let mut parser = Parser {
        text,
        left,
        right,
        tokens: &tokens,
        at: 0,
        blocks: Vec::new(),
        tree: Tree::default(),
        is_broken: false,
        variables: Vec::new(),
        declared: BTreeMap::new(),
        templates: BTreeMap::new(),
        parsed: Parsed::default(),
    };
    parser.template();
    parser.parsed
}

/// What begins a block, which `end` ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    If,
    With,
    Range,
    Define,
    Block,
}

impl Opening {
    fn word(self) -> &'static str {
        match self {
            Self::If => "if",
            Self::With => "with",
            Self::Range => "range",
            Self::Define => "define",
            Self::Block => "block",
        }
    }

    /// Whether it is a template of its own, which knows no variables of the others.
    fn is_tree(self) -> bool {
        matches!(self, Self::Define | Self::Block)
    }
}

/// A block that is still open.
#[derive(Debug)]
struct Open {
    opening: Opening,
    /// Its first word.
    token: Token,
    has_else: bool,
    /// How many variables there are outside of it.
    variables: usize,
    /// What is around a template of its own; and the name of that.
    outer: Option<(Tree, Token)>,
}

/// What a template, or one that is defined in it, has so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tree {
    /// The variables before these are not its own.
    pub first: usize,
    /// How many `range` are around.
    ranges: usize,
    /// Whether it renders anything.
    renders: bool,
}

/// A template, and how far it is read.
pub struct Parser<'t> {
    pub text: &'t str,
    pub left: &'t str,
    pub right: &'t str,
    pub tokens: &'t Tokens,
    pub at: usize,
    blocks: Vec<Open>,
    pub tree: Tree,
    /// Whether there was an action that could not be parsed.
    is_broken: bool,
    pub variables: Vec<&'t str>,
    /// Where each name is among them.
    pub declared: BTreeMap<&'t str, Vec<usize>>,
    /// The templates that are defined, and whether they render anything.
    templates: BTreeMap<&'t str, bool>,
    pub parsed: Parsed,
}

/// More mistakes of one template are not looked for.
pub const MOST: usize = 100;

/// What to do with what closes a block that is not open.
const UNOPENED: &str = "remove it, or open a block with `if`, `with` or `range` before it";

/// What an action cannot be read on from.
pub type Result<T = ()> = std::result::Result<T, Mistake>;

impl<'t> Parser<'t> {
    /// The next token, which stays; the last one does for ever.
    pub fn peek(&self) -> Token {
        let last = Token { kind: TokenKind::End, start: self.text.len(), end: self.text.len() };
        self.tokens.all.get(self.at).or(self.tokens.all.last()).copied().unwrap_or(last)
    }

    pub fn next(&mut self) -> Token {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn skip_space(&mut self) {
        while self.peek().kind == TokenKind::Space {
            self.at += 1;
        }
    }

    pub fn peek_behind_space(&mut self) -> Token {
        self.skip_space();
        self.peek()
    }

    pub fn next_behind_space(&mut self) -> Token {
        self.skip_space();
        self.next()
    }

    pub fn of(&self, token: Token) -> &'t str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }

    pub fn is_behind_space(&self, token: Token) -> bool {
        self.text.get(..token.start).is_some_and(|before| before.ends_with(is_space))
    }

    /// Notes a mistake behind which reading goes on.
    pub fn note(&mut self, message: impl Into<String>, help: impl Into<String>, token: Token) {
        self.parsed.mistakes.push(mistake(message, help, token));
    }

    /// Notes that something is not where it belongs, which is known only where all before it could be parsed.
    pub fn misplaced(&mut self, message: impl Into<String>, help: impl Into<String>, token: Token) {
        if !self.is_broken {
            self.note(message, help, token);
        }
    }

    fn template(&mut self) {
        loop {
            let token = self.next();
            let read = match token.kind {
                TokenKind::Text => {
                    self.tree.renders |= !self.of(token).trim().is_empty();
                    Ok(())
                }
                TokenKind::Open => self.action(),
                TokenKind::End => break,
                _ => Err(self.unexpected(token, "an action")),
            };
            if let Err(mistake) = read {
                self.parsed.mistakes.push(mistake);
                self.is_broken = true;
                if !self.skip_action() {
                    break;
                }
            }
            if self.parsed.mistakes.len() >= MOST {
                return;
            }
        }
        for open in std::mem::take(&mut self.blocks) {
            let (word, end) = (open.opening.word(), self.action_of("end"));
            let message =
                format!("unclosed `{word}`: expected `{end}`, found the end of the template");
            self.misplaced(message, format!("close it with `{end}`"), open.token);
        }
    }

    /// Goes behind the action that is being read, if that ends.
    fn skip_action(&mut self) -> bool {
        let from = self.at.saturating_sub(1);
        let rest = self.tokens.all.get(from..).unwrap_or_default();
        let close = rest.iter().position(|token| token.kind == TokenKind::Close);
        self.at = close.map_or(self.tokens.all.len(), |close| from + close + 1);
        close.is_some()
    }

    /// An action as it is written in this template.
    pub fn action_of(&self, words: &str) -> String {
        format!("{} {words} {}", self.left, self.right)
    }

    fn action(&mut self) -> Result {
        let token = self.next_behind_space();
        let word = if token.kind == TokenKind::Word { self.of(token) } else { "" };
        match word {
            "if" => self.open(Opening::If, token),
            "with" => self.open(Opening::With, token),
            "range" => self.open(Opening::Range, token),
            "define" => self.open_tree(Opening::Define, token),
            "block" => self.open_tree(Opening::Block, token),
            "else" => self.other(token),
            "end" => self.end(token),
            "break" | "continue" => {
                self.close(word)?;
                if self.tree.ranges == 0 {
                    let help = "remove it, or put it into a `range`";
                    self.misplaced(format!("`{word}` outside of a `range`"), help, token);
                }
                Ok(())
            }
            "template" => {
                self.tree.renders = true;
                self.template_name(word)?;
                if self.peek_behind_space().kind == TokenKind::Close {
                    self.at += 1;
                    return Ok(());
                }
                self.pipeline("template")
            }
            _ => {
                self.tree.renders = true;
                self.at -= 1;
                self.pipeline("an action")
            }
        }
    }

    fn open(&mut self, opening: Opening, token: Token) -> Result {
        self.tree.renders = true;
        let variables = self.variables.len();
        self.pipeline(opening.word())?;
        self.tree.ranges += usize::from(opening == Opening::Range);
        self.blocks.push(Open { opening, token, has_else: false, variables, outer: None });
        Ok(())
    }

    fn open_tree(&mut self, opening: Opening, token: Token) -> Result {
        if opening == Opening::Define && !self.blocks.is_empty() {
            let help = "move it out of its block";
            self.misplaced("a `define` inside of a block", help, token);
        }
        let name = self.template_name(opening.word())?;
        if opening == Opening::Block {
            self.tree.renders = true;
            self.pipeline("block")?;
        } else {
            self.close("the name of a template")?;
        }
        let variables = self.variables.len();
        let outer = std::mem::replace(&mut self.tree, Tree { first: variables, ..Tree::default() });
        let outer = Some((outer, name));
        self.blocks.push(Open { opening, token, has_else: false, variables, outer });
        Ok(())
    }

    fn other(&mut self, token: Token) -> Result {
        let next = self.peek_behind_space();
        let again = match if next.kind == TokenKind::Word { self.of(next) } else { "" } {
            "if" => Some(Opening::If),
            "with" => Some(Opening::With),
            _ => None,
        };
        let open = self.blocks.last().filter(|open| !open.opening.is_tree());
        match (open.map(|open| (open.opening, open.has_else)), again) {
            (None, _) => self.misplaced("an `else` without its `if`", UNOPENED, token),
            (Some((opening, true)), _) => {
                let message = format!("a second `else` of one `{}`", opening.word());
                self.misplaced(message, "close the block with `end` before it", token);
            }
            (Some((opening, false)), Some(again)) if again != opening => {
                let (word, around) = (again.word(), opening.word());
                let message = format!("an `else {word}` of a `{around}`");
                let help = format!("open the `{word}` in an action of its own, after the `else`");
                self.misplaced(message, help, next);
            }
            _ => {}
        }
        if let Some(again) = again {
            self.at += 1;
            return self.pipeline(again.word());
        }
        if let Some(open) = self.blocks.last_mut().filter(|open| !open.has_else) {
            open.has_else = true;
            let ranges = usize::from(open.opening == Opening::Range);
            self.tree.ranges = self.tree.ranges.saturating_sub(ranges);
        }
        self.close("else")
    }

    fn end(&mut self, token: Token) -> Result {
        self.close("end")?;
        let Some(open) = self.blocks.pop() else {
            self.misplaced("an `end` without its `if`, `with` or `range`", UNOPENED, token);
            return Ok(());
        };
        let kept = open.variables.min(self.variables.len());
        for name in self.variables.drain(kept..) {
            self.declared.get_mut(name).and_then(Vec::pop);
        }
        if open.opening == Opening::Range && !open.has_else {
            self.tree.ranges = self.tree.ranges.saturating_sub(1);
        }
        let Some((outer, name)) = open.outer else { return Ok(()) };
        let own = std::mem::replace(&mut self.tree, outer);
        let name_of = unquoted(self.of(name));
        let known = self.templates.entry(name_of).or_default();
        let is_twice = *known && own.renders;
        *known |= own.renders;
        if is_twice {
            let message = format!("duplicate template `{name_of}`");
            self.misplaced(message, "give one of them another name", name);
        }
        Ok(())
    }

    /// The end of an action, behind this.
    fn close(&mut self, behind: &str) -> Result {
        let token = self.next_behind_space();
        if token.kind == TokenKind::Close {
            return Ok(());
        }
        let behind = if behind.contains(' ') { behind.to_owned() } else { format!("`{behind}`") };
        Err(self.unexpected(token, &format!("`{}` after {behind}", self.right)))
    }

    fn template_name(&mut self, word: &str) -> Result<Token> {
        let token = self.next_behind_space();
        if !matches!(token.kind, TokenKind::String | TokenKind::RawString) {
            return Err(self
                .unexpected(token, &format!("the name of a template after `{word}`, in quotes")));
        }
        self.literal(token);
        Ok(token)
    }
}

pub fn mistake(message: impl Into<String>, help: impl Into<String>, token: Token) -> Mistake {
    Mistake::new(message, help, token.start, token.end)
}
