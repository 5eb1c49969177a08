//! The worker that checks the files whenever a document has changed, and publishes its findings to
//! the editor.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::describe::Describe;
use super::documents::{Document, Documents};
use super::folder::{Folder, Found};
use super::generated;
use super::transport::notification;
use super::uri;
use crate::diagnostic::{Diagnostic, Place, Severity, SourceText};
use crate::import::{JobReader, Mode, Values, too_large};
use crate::read::Finding;
use jobwright_hcl::syntax;

/// How long to wait after a change for the next one.
const PAUSE: Duration = Duration::from_millis(50);

/// What the loop and the worker share.
#[derive(Debug, Default)]
pub struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// What is open, and what has happened since the worker looked at it.
#[derive(Debug, Default)]
pub struct State {
    /// The open documents.
    pub documents: Documents,
    /// The open directories, from the root.
    pub roots: Vec<PathBuf>,
    /// What was published of each open document: the findings, and of which text.
    pub published: BTreeMap<String, (i64, Arc<Vec<Diagnostic>>)>,
    /// When the first change came that was not looked at.
    since: Option<Instant>,
    /// Whether files came, went or changed.
    listed: bool,
    /// Whether it is over.
    over: bool,
}

impl State {
    /// The directory that a file is in: the innermost one that is open.
    pub fn root_of(&self, path: &Path) -> Option<&Path> {
        let around = self.roots.iter().filter(|root| path.starts_with(root));
        around.max_by_key(|root| root.as_os_str().len()).map(PathBuf::as_path)
    }
}

impl Shared {
    /// What is open, for whoever looks at it or changes it.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes the worker: a document has changed, and files may have been created, deleted or
    /// changed.
    pub fn has_changed(&self, files: bool) {
        let mut state = self.state();
        state.since.get_or_insert_with(Instant::now);
        state.listed |= files;
        self.changed.notify_all();
    }

    /// Ends the worker.
    pub fn end(&self) {
        self.state().over = true;
        self.changed.notify_all();
    }

    /// Waits until there is something to do; nothing, when it is over.
    fn next(&self) -> Option<Snapshot> {
        let mut state = self.state();
        loop {
            if state.over {
                return None;
            }
            let Some(since) = state.since else {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let waited = since.elapsed();
            if waited >= PAUSE {
                break;
            }
            let left = PAUSE - waited;
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.since = None;
        let listed = std::mem::take(&mut state.listed);
        let documents = state.documents.all().cloned().collect();
        Some(Snapshot { documents, roots: state.roots.clone(), listed })
    }
}

/// What was open when the worker began.
struct Snapshot {
    documents: Vec<Document>,
    roots: Vec<PathBuf>,
    listed: bool,
}

/// What is to be told of a file.
struct Publication {
    uri: String,
    /// Of which text, if it is open.
    version: Option<i64>,
    findings: Vec<Diagnostic>,
    /// What the names of files in them start from.
    root: PathBuf,
}

/// What was told last of a file.
type Told = (Option<i64>, Vec<Diagnostic>);

/// Judges the files until it is over.
pub fn work(shared: &Shared, out: &Sender<Value>, home: Option<PathBuf>) {
    let values = Values::default();
    let reader = match JobReader::new(Mode::Evaluate, &values) {
        Ok(reader) => reader,
        Err(findings) => {
            for finding in findings {
                let said = json!({"type": 1, "message": finding.message});
                let _ = out.send(notification("window/showMessage", said));
            }
            return;
        }
    };
    let reader = match home {
        Some(home) => reader.home(home),
        None => reader,
    };
    let (folders, alone, told) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    let mut worker = Worker { reader, folders, alone, told };
    while let Some(snapshot) = shared.next() {
        let publications = worker.judge(&snapshot);
        worker.publish(publications, shared, out);
    }
}

struct Worker<'v> {
    reader: JobReader<'v>,
    /// Those that are open.
    folders: Vec<Folder>,
    /// Those of files that are open by themselves, by the file.
    alone: BTreeMap<PathBuf, Folder>,
    told: BTreeMap<String, Told>,
}

impl Worker<'_> {
    fn judge(&mut self, snapshot: &Snapshot) -> Vec<Publication> {
        self.arrange(snapshot);
        let open: BTreeMap<&Path, &Document> =
            snapshot.documents.iter().filter_map(|one| Some((one.path.as_deref()?, one))).collect();
        let mut all: Vec<Publication> = Vec::new();
        let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
        for folder in self.folders.iter_mut().chain(self.alone.values_mut()) {
            folder.read(&self.reader, &snapshot.documents);
            let mut found: Found = folder.check();
            for path in folder.files() {
                found.entry(path).or_default();
            }
            for (path, findings) in found {
                if !seen.insert(path.clone()) {
                    continue;
                }
                let document = open.get(path.as_path()).copied();
                let root = folder.root.clone();
                all.push(Publication::of(&path, document, findings, root));
            }
        }
        let left = |one: &&Document| one.path.as_ref().is_none_or(|path| !seen.contains(path));
        for document in snapshot.documents.iter().filter(left) {
            all.push(Publication::of(Path::new(""), Some(document), Vec::new(), PathBuf::new()));
        }
        all
    }

    /// The directories that are open, with the files that are in none each in one of its own.
    fn arrange(&mut self, snapshot: &Snapshot) {
        self.folders.retain(|folder| snapshot.roots.contains(&folder.root));
        for root in &snapshot.roots {
            match self.folders.iter_mut().find(|folder| folder.root == *root) {
                Some(folder) if snapshot.listed => folder.list(),
                Some(_) => {}
                None => {
                    let mut folder = Folder::new(root);
                    folder.list();
                    self.folders.push(folder);
                }
            }
        }
        // A file in several open directories is judged with those of the innermost one.
        self.folders.sort_by_key(|folder| Reverse(folder.root.as_os_str().len()));
        let paths = snapshot.documents.iter().filter_map(|one| one.path.as_ref());
        let in_none = |path: &&PathBuf| !self.folders.iter().any(|folder| folder.has(path));
        let alone: BTreeSet<&PathBuf> = paths.filter(in_none).collect();
        self.alone.retain(|path, _| alone.contains(path));
        for path in alone {
            let is_new = !self.alone.contains_key(path);
            let folder = || Folder::new(path.parent().unwrap_or(path));
            let folder = self.alone.entry(path.clone()).or_insert_with(folder);
            if is_new || snapshot.listed {
                folder.only(path);
            }
        }
    }

    /// Publishes what is new; nothing for a document that has changed since it was checked.
    fn publish(&mut self, all: Vec<Publication>, shared: &Shared, out: &Sender<Value>) {
        let named: BTreeSet<&str> = all.iter().map(|one| one.uri.as_str()).collect();
        let is_gone = |uri: &&String| !named.contains(uri.as_str());
        let gone: Vec<String> = self.told.keys().filter(is_gone).cloned().collect();
        let mut state = shared.state();
        let encoding = state.documents.encoding();
        let paths: BTreeMap<PathBuf, String> = state
            .documents
            .all()
            .filter_map(|one| Some((one.path.clone()?, one.uri.clone())))
            .collect();
        for uri in gone {
            self.told.remove(&uri);
            let _ = out.send(message(&uri, None, Vec::new()));
        }
        state.published.retain(|uri, _| named.contains(uri.as_str()));
        for Publication { uri, version, findings, root } in all {
            let document = state.documents.get(&uri);
            if document.map(|document| document.version) != version {
                continue;
            }
            let is_told = match self.told.get(&uri) {
                Some((told, known)) => *told == version && *known == findings,
                None => version.is_none() && findings.is_empty(),
            };
            if is_told {
                continue;
            }
            let name = |place: &Place| {
                let path = root.join(place.file().unwrap_or_default());
                paths.get(&path).cloned().unwrap_or_else(|| uri::of_path(&path))
            };
            let mut describe = Describe::new(encoding, &name);
            let mut shown: Vec<Value> =
                findings.iter().map(|one| describe.diagnostic(one)).collect();
            shown.extend(document.and_then(|one| generated::diagnostic(&one.text)));
            let _ = out.send(message(&uri, version, shown));
            self.told.insert(uri.clone(), (version, findings.clone()));
            if let Some(version) = version {
                state.published.insert(uri, (version, Arc::new(findings)));
            }
        }
    }
}

impl Publication {
    fn of(
        path: &Path,
        document: Option<&Document>,
        findings: Vec<Diagnostic>,
        root: PathBuf,
    ) -> Self {
        match document {
            Some(one) => {
                let (uri, findings) = (one.uri.clone(), with_own(one, findings));
                Self { uri, version: Some(one.version), findings, root }
            }
            None => Self { uri: uri::of_path(path), version: None, findings, root },
        }
    }
}

fn message(uri: &str, version: Option<i64>, diagnostics: Vec<Value>) -> Value {
    let mut params = json!({"uri": uri, "diagnostics": diagnostics});
    if let Some(version) = version {
        params["version"] = version.into();
    }
    notification("textDocument/publishDiagnostics", params)
}

/// Adds findings about an open document that `lint` does not report: those of volume
/// specifications, and documents that are too large.
fn with_own(document: &Document, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if document.is_too_large() {
        let place = Place::File(document.name().to_owned());
        findings.push(too_large(document.name()).at(place));
    } else if document.is_volume()
        && let Err(errors) = syntax::parse(&document.text)
    {
        let text = Arc::new(SourceText::new(document.name(), document.text.as_str()));
        let shown = |error| Finding::from(error).diagnostic(Severity::Error, &text);
        findings.extend(errors.into_iter().map(shown));
    }
    findings
}
