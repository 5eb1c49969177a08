//! What must hold of every text and what is made of it; the fuzz target checks the same.

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
