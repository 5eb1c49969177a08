//! The files, read a second time.

use std::path::Path;

use super::item::CatalogueItem;
use crate::diagnostic::Diagnostic;
use crate::out::File;
use crate::registry::Definition;
use crate::second_reader::{self, Reading, Refused};

/// Reads the file of a definition with an independent parser, and reports each value that is not
/// what the definition asks for.
#[must_use]
pub fn read_again(item: &CatalogueItem, file: &File) -> Option<Diagnostic> {
    Some(finding(item, &file.path, second_reading(item, &file.text)?))
}

/// More differences than these in one file are not reported.
const MAX_NOTES: usize = 10;

/// The differences that a second reader finds in the HCL of a definition.
pub(super) type Wrong = Result<Reading, Refused>;

/// Reads the HCL of a definition a second time; `None` if it holds what the definition asks for.
pub(super) fn second_reading(item: &CatalogueItem, text: &str) -> Option<Wrong> {
    let reading = match &item.defined.definition {
        Definition::Job(job) | Definition::Reference(job) => second_reader::job(job, text),
        Definition::Volume(volume) => second_reader::volume(volume, text),
    };
    let is_same = reading.as_ref().is_ok_and(|reading| reading.differences.is_empty());
    (!is_same).then_some(reading)
}

/// The finding about the file of a definition.
pub(super) fn finding(item: &CatalogueItem, path: &Path, wrong: Wrong) -> Diagnostic {
    const RULE: &str = "second-reader";
    const MEND: &str = "fix the template that prints it; if that is a built-in one, report it";
    let path = path.display();
    let finding = match wrong {
        Ok(reading) => {
            let message = format!("`{path}` differs from `{}`", item.defined.source);
            let finding = Diagnostic::error(RULE, message);
            let more = reading.differences.len().saturating_sub(MAX_NOTES);
            let notes = reading.differences.iter().take(MAX_NOTES);
            let finding = notes.fold(finding, |finding, one| finding.note(one.to_string()));
            match more {
                0 => finding,
                more => finding.note(format!("and {more} more differences")),
            }
            .help(MEND)
        }
        Err(Refused::Beyond(reason)) => {
            let message = format!("`{path}` was not verified by the second reader: {reason}");
            Diagnostic::warning(RULE, message)
                .note("hcl-rs, the second reader, does not support it; Nomad may")
                .help("validate the file with `nomad job validate`, or simplify it")
        }
        Err(refused) => {
            Diagnostic::error(RULE, format!("the second reader refused `{path}` as HCL: {refused}"))
                .help(
                    "run `nomad fmt -check` on it: if Nomad refuses it too, fix its template; \
                    otherwise, report it",
                )
        }
    };
    finding.at(item.defined.block().base().location)
}
