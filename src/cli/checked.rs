//! The registry, before anything is made of it.

use super::print::{self, MessageFormat};
use crate::error::Error;
use crate::generate::{Catalogue, has_errors, lint_all, of_sites};
use crate::lint::Level;
use crate::registry::Registry;

/// The registry's definitions for the sites that are named, or for all, checked. What the rules find is printed; errors among it end the command, with nothing
/// `undone`.
pub fn checked(
    registry: Registry,
    sites: &[String],
    undone: &str,
    format: MessageFormat,
) -> Result<Option<Vec<Catalogue>>, Error> {
    let catalogues = of_sites(&registry, sites)?;
    // What may well be meant, `lint` says: it would cost every `gen` its time.
    let findings = lint_all(&catalogues, Level::Error).findings;
    print::findings(&findings, undone, format);
    if has_errors(&findings) {
        return Ok(None);
    }
    Ok(Some(catalogues))
}
