//! Fixes that a program can apply.

use std::path::Path;
use std::sync::Arc;

use super::JobFiles;
use super::edit::{Rewrite, apply};
use super::located::Located;
use crate::api;
use crate::diagnostic::{Diagnostic, Edit, SourceText};
use crate::import::{JobFile, JobReader, SourceFile};
use crate::jobspec::{Job, SourceId, canonical};

/// The files with fixes applied. Each new source was read again: after safe fixes, it is the same
/// job to Nomad; with `all`, it is a job, and the user reviews the difference.
#[must_use]
pub fn fixed(
    reader: &JobReader<'_>,
    files: &JobFiles,
    findings: &[Diagnostic],
    all: bool,
) -> Vec<Rewrite> {
    let mut rewrites = Vec::new();
    for (text, path) in files.whole_texts() {
        let own = findings.iter().filter(|finding| finding.primary.place.is_in(text));
        let fixes = own.filter_map(|finding| finding.fix.as_ref());
        let groups: Vec<&[Edit]> =
            fixes.filter(|fix| all || fix.safe).map(|fix| fix.edits.as_slice()).collect();
        if groups.is_empty() {
            continue;
        }
        let proof = Proof { reader, text, path: path.as_deref(), all };
        // A fix that is not safe after all must not keep the others back.
        let good = match proof.holds(&groups) {
            true => groups,
            false => groups.into_iter().filter(|group| proof.holds(&[*group])).collect(),
        };
        let (new, done) = apply(text, good.iter().copied());
        if done > 0 && proof.holds(&good) {
            let (old, path) = (Arc::clone(text), path.clone());
            rewrites.push(Rewrite { old, path, new, findings: done });
        }
    }
    rewrites
}

/// What is needed to verify that an edited source still has the same meaning.
struct Proof<'p> {
    reader: &'p JobReader<'p>,
    text: &'p Arc<SourceText>,
    path: Option<&'p Path>,
    all: bool,
}

impl Proof<'_> {
    fn holds(&self, groups: &[&[Edit]]) -> bool {
        let (new, _) = apply(self.text, groups.iter().copied());
        match (self.job(&new), self.job(&self.text.text)) {
            (Some(new), Some(old)) => {
                self.all || api::job(&canonical(&new)) == api::job(&canonical(&old))
            }
            (Some(_), None) => self.all,
            (None, _) => false,
        }
    }

    /// The job of a source, if it holds one.
    fn job(&self, text: &str) -> Option<Job> {
        let name = self.text.name.clone();
        let path = self.path.map(Path::to_owned);
        let source = SourceFile { path, ..SourceFile::new(name, text) };
        let located =
            Located::read(self.reader, JobFile::parse(&source), self.text, SourceId::default());
        located.ok().map(|located| located.job)
    }
}
