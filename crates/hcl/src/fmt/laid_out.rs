//! Source in canonical layout, to be parsed without being lexed once more.

use super::formatter::Formatter;
use super::moved;
use crate::syntax::token::Token;
use crate::syntax::{self, Body, SyntaxError, lex, parse_tokens};

/// Source in canonical layout whose tree is needed as well: it is laid out by its tokens and
/// parsed from the same.
///
/// ```
/// use jobwright_hcl::fmt::LaidOut;
///
/// let laid_out = LaidOut::of("count=2").map_err(|errors| errors[0].clone())?;
/// assert_eq!(laid_out.text(), "count = 2");
/// assert_eq!(laid_out.parse().map(|body| body.items.len()), Ok(1));
/// # Ok::<(), jobwright_hcl::syntax::SyntaxError>(())
/// ```
#[derive(Clone, Debug)]
pub struct LaidOut {
    text: String,
    /// The tokens of the source, if they are known without lexing it.
    pub(super) tokens: Option<Vec<Token>>,
}

impl LaidOut {
    /// Formats the input as [`format`](super::format) does, in half the time: it refuses only what
    /// has no tokens, and leaves the rest to [`LaidOut::parse`]. Input that is not HCL can become
    /// HCL here, as `f(x . . .)` becomes `f(x...)`.
    ///
    /// # Errors
    ///
    /// The mistakes that keep the input from being lexed, or from being laid out.
    pub fn of(text: &str) -> Result<Self, Vec<SyntaxError>> {
        let mut formatter = Formatter::new();
        lex(text, &mut formatter.tokens)?;
        let mut formatted = String::new();
        formatter.write_laid_out(text, &mut formatted)?;
        let Formatter { mut tokens, spaces, .. } = formatter;
        let is_same = moved::move_to(&mut tokens, &spaces, formatted.len());
        Ok(Self { text: formatted, tokens: is_same.then_some(tokens) })
    }

    /// The source in canonical layout.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source in canonical layout.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }

    /// Parses the source, as [`syntax::parse`] does.
    ///
    /// # Errors
    ///
    /// The mistakes that keep it from being HCL.
    pub fn parse(&self) -> Result<Body<'_>, Vec<SyntaxError>> {
        match &self.tokens {
            Some(tokens) => parse_tokens(&self.text, tokens),
            None => syntax::parse(&self.text),
        }
    }
}
