//! What `gen` does with the fleet.

use std::path::Path;

use jobwright::generate::{Catalogue, Format, read_again};
use jobwright::lint::Level;
use jobwright::out::OutFolder;
use jobwright::render::Renderer;

/// Which of the commands runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// `gen`.
    Gen,
    /// The same without asking the rules, which shows what those cost.
    Unlinted,
    /// `gen --check`.
    Check,
}

/// Generates the fleet, and returns how many files that has changed; none of them may be stale to a check.
pub fn run(way: Way, out: &Path) -> Result<usize, String> {
    let catalogue = Catalogue::of(&super::FLEET, super::site());
    if way != Way::Unlinted {
        let findings = catalogue.lint_at_least(Level::Error).findings;
        assert_eq!(findings.first(), None, "the fleet is sound");
    }
    let renderer = Renderer::new(Default::default()).map_err(|error| error.to_string())?;
    let files = catalogue.render(&renderer, |_| true).map_err(|error| error.to_string())?;
    let folder = OutFolder::at(out).map_err(|error| error.to_string())?;
    if way == Way::Check {
        assert_eq!(read_again(&catalogue, &files).first(), None, "it reads as the definitions");
        let stale = folder.compare(files, Format::Hcl.suffixes()).map_err(|e| e.to_string())?;
        assert!(stale.changes.is_empty(), "the folder is what `gen` writes");
        return Ok(0);
    }
    let written = folder.update(files, Format::Hcl.suffixes());
    Ok(written.map_err(|error| error.to_string())?.changes.len())
}
