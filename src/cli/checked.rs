//! The registry, before anything is made of it.

use super::print::{self, MessageFormat};
use crate::error::Error;
use crate::generate::{Catalogue, has_errors};
use crate::lint::Level;
use crate::registry::Registry;

/// The registry's definitions, checked. What the rules find is printed; errors among it end the command, with nothing
/// `undone`.
pub fn checked(
    registry: Registry,
    undone: &str,
    format: MessageFormat,
) -> Result<Option<Catalogue>, Error> {
    let catalogue = Catalogue::of(&registry);
    // What may well be meant, `lint` says: it would cost every `gen` its time.
    let findings = catalogue.lint_at_least(Level::Error).findings;
    print::findings(&findings, undone, format);
    if has_errors(&findings) {
        return Ok(None);
    }
    Ok(Some(catalogue))
}
