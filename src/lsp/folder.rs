//! A directory of job files, checked as `jobwright lint .` in it checks them, with open documents
//! in place of their files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::documents::Document;
use crate::audit::{JobFiles, ReadFile, Settings, Unsettled};
use crate::diagnostic::{Diagnostic, Place};
use crate::error::Error;
use crate::import::{Candidate, JobReader, Opened, SourceFile, candidates};
use crate::lint::Levels;
use crate::parallel;

/// What was found, by file.
pub type Found = BTreeMap<PathBuf, Vec<Diagnostic>>;

/// A directory that is open in the editor, or the one of a file that is open by itself.
#[derive(Debug)]
pub struct Folder {
    /// The directory, from the root.
    pub root: PathBuf,
    slots: Vec<Slot>,
    levels: Levels,
    /// What is wrong besides job files: with settings, and with directories that cannot be listed.
    findings: Vec<Diagnostic>,
    /// What was found, until something has changed.
    found: Option<Found>,
}

/// A file that may be a job file.
#[derive(Debug)]
struct Slot {
    candidate: Candidate,
    /// Its name in messages.
    name: String,
    /// Which version of its content was read.
    state: State,
    opened: Option<Opened<ReadFile>>,
}

/// Which version of a file's content was read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Unread,
    /// The one on the disk.
    File(Option<(SystemTime, u64)>),
    /// The one in the editor.
    Open(Arc<String>),
}

impl Folder {
    /// A directory, of which nothing is known yet.
    pub fn new(root: &Path) -> Self {
        let (slots, levels, findings) = (Vec::new(), Levels::default(), Vec::new());
        Self { root: root.to_owned(), slots, levels, findings, found: None }
    }

    /// Lists the files anew: all below the directory.
    pub fn list(&mut self) {
        let found = candidates(std::slice::from_ref(&self.root), None);
        self.settle();
        self.findings.extend(found.errors.iter().map(unlisted));
        self.take(found.files);
    }

    /// Takes one file alone.
    pub fn only(&mut self, path: &Path) {
        self.settle();
        self.take(vec![Candidate::in_folder(path)]);
    }

    /// Takes files, of which those that are known need not be read again.
    fn take(&mut self, files: Vec<Candidate>) {
        let same = files.len() == self.slots.len()
            && files.iter().zip(&self.slots).all(|(file, slot)| *file == slot.candidate);
        // Files are numbered by position, so that another file is another number for all after it.
        if !same {
            self.slots = files.into_iter().map(|file| Slot::new(file, &self.root)).collect();
        }
        for slot in &mut self.slots {
            let is_old = matches!(&slot.state, State::File(state) if *state != on_disk(&slot.candidate.path));
            if is_old || slot.reads_files() {
                slot.state = State::Unread;
            }
        }
    }

    /// Reads the settings anew.
    fn settle(&mut self) {
        self.found = None;
        self.findings.clear();
        match Settings::levels_in(&self.root) {
            Ok(levels) => self.levels = levels,
            Err(Unsettled::Wrong(findings)) => self.findings = findings,
            Err(Unsettled::Unread(error)) => self.findings.push(unlisted(&error)),
        }
    }

    /// Whether a file is in the list.
    pub fn has(&self, path: &Path) -> bool {
        self.slots.iter().any(|slot| slot.candidate.path == path)
    }

    /// Reads the open documents and files that have not been read since they changed.
    pub fn read(&mut self, reader: &JobReader<'_>, open: &[Document]) {
        let by_path: BTreeMap<&Path, &Document> =
            open.iter().filter_map(|one| Some((one.path.as_deref()?, one))).collect();
        let mut stale = Vec::new();
        for (number, slot) in self.slots.iter().enumerate() {
            let document = by_path.get(slot.candidate.path.as_path()).copied();
            let state = match document {
                Some(document) => State::Open(Arc::clone(&document.text)),
                None if matches!(slot.state, State::File(_)) => continue,
                None => State::File(on_disk(&slot.candidate.path)),
            };
            if slot.state != state {
                stale.push((number, document, state));
            }
        }
        if !stale.is_empty() {
            self.found = None;
        }
        let slots = &self.slots;
        let read = parallel::map(&stale, |(number, document, _)| {
            let slot = slots.get(*number)?;
            Some(slot.read(reader, *number, *document))
        });
        for ((number, _, state), opened) in stale.into_iter().zip(read) {
            if let Some(slot) = self.slots.get_mut(number) {
                (slot.state, slot.opened) = (state, opened);
            }
        }
    }

    /// What is wrong with the files, each of which has what is wrong in it.
    pub fn check(&mut self) -> Found {
        if let Some(found) = &self.found {
            return found.clone();
        }
        let found = self.judge();
        self.found = Some(found.clone());
        found
    }

    fn judge(&self) -> Found {
        let read = self.slots.iter().map(|slot| match &slot.opened {
            Some(Opened::Job(read)) => Some(read.clone()),
            _ => None,
        });
        let outcome = JobFiles::of_read(read).check(&self.levels, None);
        let mut found = Found::new();
        for finding in self.findings.iter().cloned().chain(outcome.findings) {
            let file = self.file(&finding.primary.place);
            found.entry(file).or_default().push(finding);
        }
        for slot in &self.slots {
            if let Some(Opened::Unreadable(finding)) = &slot.opened {
                found.entry(slot.candidate.path.clone()).or_default().push((**finding).clone());
            }
        }
        found
    }

    /// The file of a location; the directory's own settings, where the location is unknown.
    pub fn file(&self, place: &Place) -> PathBuf {
        self.root.join(place.file().unwrap_or(crate::audit::SETTINGS))
    }

    /// The files.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        self.slots.iter().map(|slot| slot.candidate.path.clone()).collect()
    }
}

impl Slot {
    fn new(candidate: Candidate, root: &Path) -> Self {
        let below = candidate.path.strip_prefix(root).unwrap_or(&candidate.path);
        let name = below.to_string_lossy().into_owned();
        Self { candidate, name, state: State::Unread, opened: None }
    }

    /// Whether the job may depend on the content of other files, which may have changed.
    fn reads_files(&self) -> bool {
        matches!(&self.opened, Some(Opened::Job(read)) if read.text.text.contains("file"))
    }

    fn read(
        &self,
        reader: &JobReader<'_>,
        number: usize,
        document: Option<&Document>,
    ) -> Opened<ReadFile> {
        let source = match document {
            Some(document) if document.is_too_large() => return Opened::NoJob,
            Some(document) => Ok(SourceFile {
                path: Some(self.candidate.path.clone()),
                ..SourceFile::new(self.name.as_str(), document.text.as_str())
            }),
            None => SourceFile::job_file(&self.candidate.path)
                .map(|source| SourceFile { name: self.name.clone(), ..source }),
        };
        self.candidate.open_source(source, |file| ReadFile::read(reader, file, number))
    }
}

/// What distinguishes one version of a file from another without reading it.
fn on_disk(path: &Path) -> Option<(SystemTime, u64)> {
    let facts = fs::metadata(path).ok()?;
    Some((facts.modified().ok()?, facts.len()))
}

fn unlisted(error: &Error) -> Diagnostic {
    let finding = Diagnostic::error("unreadable", error.to_string());
    let place = error.file().map(|file| Place::File(file.to_string_lossy().into_owned()));
    let finding = finding.at(place.unwrap_or_default());
    match error.advice() {
        Some(help) => finding.help(help),
        None => finding,
    }
}
