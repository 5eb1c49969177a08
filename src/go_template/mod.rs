//! The language of a Nomad template, which is that of Go's package `text/template`: its tokens.

mod delimiters;
mod mistake;
mod token;

pub use delimiters::delimiters;
pub use mistake::Mistake;
pub use token::{Token, TokenKind, Tokens, is_space, unquoted};
