//! HCL's native syntax: source to a tree with spans, which borrows from the source.
//!
//! It accepts and refuses what the HCL library of Nomad 1.11.3 accepts and refuses, with two
//! exceptions: a tree deeper than 256 levels is refused here, and so is input that is not UTF-8
//! (Nomad lets such bytes pass in comments). The tree is the source as written; nothing is
//! evaluated, and no name has a meaning. This module knows nothing of jobs.
//!
//! ```
//! use jobwright_hcl::syntax::{self, Item};
//!
//! let body = syntax::parse("count = 2\nnetwork {}\n").map_err(|errors| errors[0].clone())?;
//! let [Item::Attribute(count), Item::Block(network)] = body.items.as_slice() else { panic!("two items") };
//! assert_eq!((count.name, network.kind), ("count", "network"));
//!
//! let errors = syntax::parse("count = \nmeta {").unwrap_err();
//! assert_eq!(errors[0].to_string(), "expected a value, found the end of the line");
//! # Ok::<(), syntax::SyntaxError>(())
//! ```

mod ast;
mod compare;
mod cursor;
mod error;
pub(crate) mod grapheme;
mod grapheme_table;
mod heredoc;
mod ident;
mod ident_table;
mod lexer;
mod lexer_template;
mod outline;
mod outline_scan;
mod parser;
mod span;
pub(crate) mod token;
pub mod visit;
#[doc(hidden)]
pub mod work;

pub use ast::{
    Access, Attribute, Binary, BinaryOperator, Block, Body, Call, Conditional, Expr, ExprKind, For,
    ForDirective, IfDirective, Index, Item, Key, Label, ObjectItem, Part, Splat, Step, Template,
    Traversal, Unary, UnaryOperator,
};
pub use compare::same_expression;
pub use cursor::{Cursor, Written};
pub use error::{NumberWithUnit, SyntaxError};
pub use ident::is_identifier;
pub use outline::Outline;
pub use outline_scan::{Entry, EntryKind};
pub use span::{Position, Span};

use error::sorted;
use lexer::{Mode, tokenize};
use parser::Parser;
use token::{Token, TokenKind};

/// Whether Nomad reads a file as HCL's JSON syntax: it looks at the first byte that is not space.
#[must_use]
pub fn is_json(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with('{')
}

/// Parses a whole file: attributes and blocks.
///
/// # Errors
///
/// All mistakes that can be told apart, in source order; at least one.
pub fn parse(text: &str) -> Result<Body<'_>, Vec<SyntaxError>> {
    parse_with(text, &mut Vec::new())
}

/// Parses an input that is one expression, such as the value of a variable on the command line.
///
/// # Errors
///
/// The mistakes that keep it from being one.
pub fn parse_expression(text: &str) -> Result<Expr<'_>, Vec<SyntaxError>> {
    let (mut tokens, mut errors) = (Vec::new(), Vec::new());
    tokenize(text, Mode::Main, &mut tokens, &mut errors);
    let value = Parser::new(text, &tokens, &mut errors).whole_expression();
    value.filter(|_| errors.is_empty()).ok_or_else(|| sorted(errors))
}

/// Parses an input that is one template without quotes around it, as Nomad reads the strings of a
/// task's `config` a second time.
///
/// # Errors
///
/// The mistakes that keep it from being one.
pub fn parse_template(text: &str) -> Result<Expr<'_>, Vec<SyntaxError>> {
    parser::whole_template(text)
}

/// A `${…}`, whether or not it holds an expression.
pub struct Sequence<'t> {
    /// The source between the braces.
    pub source: &'t str,
    /// The source after the closing brace.
    pub after: &'t str,
    /// Whether a `~` trims the space before and after it.
    pub trims: (bool, bool),
}

impl<'t> Sequence<'t> {
    /// The sequence at the start of the input, if it is closed.
    pub fn of(text: &'t str) -> Option<Self> {
        let mut tokens = Vec::new();
        if u32::try_from(text.len()).is_err() || !lexer::sequence(text, &mut tokens) {
            return None;
        }
        let (open, close) = (tokens.first()?.span(), tokens.last()?.span());
        let trims = |mark: Span| mark.of(text).contains('~');
        Some(Self {
            source: Span::new(open.end, close.start).of(text),
            after: text.get(close.range().end..)?,
            trims: (trims(open), trims(close)),
        })
    }
}

/// Like [`parse`], with the spans of all comments in source order.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_with_comments(text: &str) -> Result<(Body<'_>, Vec<Span>), Vec<SyntaxError>> {
    let mut tokens = Vec::new();
    let body = parse_with(text, &mut tokens)?;
    let is_comment = |kind| matches!(kind, TokenKind::LineComment | TokenKind::Comment);
    let comments = tokens.iter().filter(|token| is_comment(token.kind)).map(|token| token.span());
    Ok((body, comments.collect()))
}

/// Like [`parse`], and leaves the tokens of the source in `tokens`, the last of which is its end.
pub(crate) fn parse_with<'a>(
    text: &'a str,
    tokens: &mut Vec<Token>,
) -> Result<Body<'a>, Vec<SyntaxError>> {
    let mut errors = Vec::new();
    tokenize(text, Mode::Main, tokens, &mut errors);
    work::count(|done| (done.lexed, done.parsed) = (done.lexed + 1, done.parsed + 1));
    let body = Parser::new(text, tokens, &mut errors).file();
    if errors.is_empty() { Ok(body) } else { Err(sorted(errors)) }
}

/// Like [`parse`], for a source with these tokens, the last of which is its end.
pub(crate) fn parse_tokens<'a>(
    text: &'a str,
    tokens: &[Token],
) -> Result<Body<'a>, Vec<SyntaxError>> {
    debug_assert!(are_tokens(text, tokens), "other tokens than those of {text:?}");
    let mut errors = Vec::new();
    work::count(|done| done.parsed += 1);
    let body = Parser::new(text, tokens, &mut errors).file();
    if errors.is_empty() { Ok(body) } else { Err(sorted(errors)) }
}

/// Whether these are the tokens of a source without errors in them.
fn are_tokens(text: &str, tokens: &[Token]) -> bool {
    let (mut own, mut errors) = (Vec::new(), Vec::new());
    tokenize(text, Mode::Main, &mut own, &mut errors);
    errors.is_empty() && own == tokens
}

/// Leaves the tokens of the source in `tokens`, the last of which is its end.
pub(crate) fn lex(text: &str, tokens: &mut Vec<Token>) -> Result<(), Vec<SyntaxError>> {
    let mut errors = Vec::new();
    tokenize(text, Mode::Main, tokens, &mut errors);
    work::count(|done| done.lexed += 1);
    if errors.is_empty() { Ok(()) } else { Err(sorted(errors)) }
}
