//! What must hold of every text and what is made of it; the fuzz target checks the same.

use jobwright::fmt::LaidOut;
use jobwright::syntax::{self, SyntaxError};

/// What keeps formatting from being sound: it changes the tree, or a second time changes the text.
pub fn unsound(text: &str, formatted: &str) -> Option<String> {
    match jobwright::fmt::format(formatted) {
        Ok(twice) if twice == formatted => {}
        Ok(_) => return Some("formatting twice is not formatting once".to_owned()),
        Err(errors) => return Some(format!("the result is refused: {errors:?}")),
    }
    match same_tree(text, formatted) {
        Ok(true) => None,
        Ok(false) => Some("the tree has changed".to_owned()),
        Err(errors) => Some(format!("refused when parsed: {errors:?}")),
    }
}

/// Whether both say the same.
pub fn same_tree(one: &str, other: &str) -> Result<bool, Vec<SyntaxError>> {
    let (mut one, mut other) = (syntax::parse(one)?, syntax::parse(other)?);
    one.erase_spans();
    other.erase_spans();
    Ok(one == other)
}

/// What is wrong with a text that is laid out and parsed from the same tokens, if there is anything to say: it is not
/// what is laid out otherwise, or has another tree or other errors than when it is lexed again. That the tokens are the
/// same is asserted where they are parsed.
pub fn unlike(text: &str, formatted: Option<&str>) -> Option<String> {
    let laid_out = match (LaidOut::of(text), formatted) {
        (Ok(laid_out), Some(formatted)) if laid_out.text() != formatted => {
            return Some("it is laid out otherwise when it is parsed".to_owned());
        }
        (Ok(laid_out), _) => laid_out,
        (Err(errors), Some(_)) => return Some(format!("it has no tokens: {errors:?}")),
        (Err(_), None) => return None,
    };
    (laid_out.parse() != syntax::parse(laid_out.text()))
        .then(|| "its tokens make another tree".to_owned())
}
