//! What `gen` does with the fleet.

use std::path::Path;

use jobwright::error::Error;
use jobwright::generate::{Asked, Format, Run, Target};
use jobwright::out::OutFolder;
use jobwright::render::Renderer;

use crate::registry::FLEET;

/// Which of the commands runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// `gen`.
    Gen,
    /// `gen --check`.
    Check,
}

/// Generates the fleet, and returns how many files that has changed; none of them may be stale to a check.
pub fn run(way: Way, out: &Path) -> Result<usize, String> {
    let renderer = Renderer::new(Default::default()).map_err(|error| error.to_string())?;
    generate(way, out, &renderer).map_err(|error| error.to_string())
}

fn generate(way: Way, out: &Path, renderer: &Renderer) -> Result<usize, Error> {
    let folder = OutFolder::at(out)?;
    let target = match way {
        Way::Gen => Target::Written(folder.begin()?),
        Way::Check => Target::Compared(&folder),
    };
    let run = Run { registry: &FLEET, sites: &[], jobs: &[], asked: &Asked::Hcl, renderer };
    let mut prepared = run.prepare(&target, &|| ())?;
    assert_eq!(prepared.findings.first(), None, "the fleet is sound");
    let mut ready = prepared.choose()?;
    for file in prepared.catalogues.iter().filter_map(|one| one.order_file(Format::Hcl)) {
        prepared.add(file, &mut ready)?;
    }
    drop(prepared);
    assert_eq!(ready.findings.first(), None, "it reads as the definitions");
    let suffixes = Format::Hcl.suffixes();
    match target {
        Target::Written(update) => Ok(ready.written(update, suffixes)?.files.len()),
        Target::Compared(folder) => {
            let stale = ready.compared(folder, suffixes)?;
            assert!(stale.changes.is_empty(), "the folder is what `gen` writes");
            Ok(0)
        }
    }
}
