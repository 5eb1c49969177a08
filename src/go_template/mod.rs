//! The language of a Nomad template, which is that of Go's package `text/template`: its tokens.

mod mistake;
mod token;

pub use mistake::Mistake;
pub use token::{Token, TokenKind, Tokens, is_space, unquoted};
