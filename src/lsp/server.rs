//! The loop: what the editor says and asks, one thing after the other.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use serde_json::{Value, json};

use super::actions::{self, IMPORT, OPEN};
use super::complete;
use super::definitions;
use super::diagnostics::{self, Shared};
use super::documents::{Document, Documents};
use super::folding;
use super::format;
use super::hover;
use super::lens::{self, DIFFERENCE};
use super::position::Encoding;
use super::rename;
use super::symbols;
use super::transport::{self, Incoming, answer, notification, refusal};
use super::uri;
use crate::diff;

/// The protocol's error codes.
const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;
const NOT_INITIALIZED: i32 = -32002;
const REQUEST_FAILED: i32 = -32803;

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The client requested it.
    Asked,
    /// The client went away.
    Left,
}

/// Serves an editor until it exits or disconnects. `home` is what `~` means in the paths of job
/// files.
///
/// # Errors
///
/// The input is not a stream of messages.
pub fn serve(
    mut input: impl BufRead,
    output: impl Write + Send + 'static,
    home: Option<PathBuf>,
) -> io::Result<Ended> {
    let (out, messages) = channel();
    let writer = thread::spawn(move || write_all(output, &messages));
    let shared = Arc::new(Shared::default());
    let mut server = Server {
        shared: Arc::clone(&shared),
        out: out.clone(),
        phase: Phase::New,
        snippets: false,
        watches: false,
        shows: false,
        asked: 0,
        home: home.clone(),
        committed: BTreeMap::new(),
    };
    let mut worker = None;
    let ended = loop {
        let message = match transport::read(&mut input) {
            Ok(Some(message)) => message,
            Ok(None) => break Ok(Ended::Left),
            Err(error) => break Err(error),
        };
        if server.take(message) {
            break Ok(if server.phase == Phase::Over { Ended::Asked } else { Ended::Left });
        }
        if server.phase == Phase::Ready && worker.is_none() {
            let (shared, out, home) = (Arc::clone(&shared), out.clone(), home.clone());
            worker = Some(thread::spawn(move || diagnostics::work(&shared, &out, home)));
        }
    };
    shared.end();
    // A worker in the middle of a large directory is not waited for: its findings are not read any more.
    let _ = out.send(END);
    let _ = writer.join();
    ended
}

/// What follows on the last message.
const END: Value = Value::Null;

fn write_all(mut output: impl Write, messages: &Receiver<Value>) {
    for message in messages.iter().take_while(|message| *message != END) {
        if transport::write(&mut output, &message).is_err() {
            return;
        }
    }
}

/// How far the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    New,
    Ready,
    /// The client asked for the end.
    Over,
}

struct Server {
    shared: Arc<Shared>,
    out: Sender<Value>,
    phase: Phase,
    /// What the client can: snippets, watching files for us, and opening a document.
    snippets: bool,
    watches: bool,
    shows: bool,
    /// How many questions we have asked.
    asked: u64,
    /// What `~` means in paths.
    home: Option<PathBuf>,
    /// The committed sources of the documents for which they were requested: nothing, where there
    /// is no repository.
    committed: BTreeMap<String, Option<Option<String>>>,
}

/// What is said instead of an answer.
type Refused = (i32, String);

impl Server {
    fn send(&self, message: Value) {
        // If the output is not read any more, the input ends, too.
        let _ = self.out.send(message);
    }

    /// Tells people what went wrong.
    fn log(&self, message: &str) {
        self.send(notification("window/logMessage", json!({"type": 1, "message": message})));
    }

    /// Shows people what they asked for.
    fn show(&self, message: &str) {
        self.send(notification("window/showMessage", json!({"type": 3, "message": message})));
    }

    /// Takes a message; true if it is the last one.
    fn take(&mut self, message: Incoming) -> bool {
        match message {
            Incoming::Request { id, method, params } => {
                let reply = match self.request(&method, &params) {
                    Ok(result) => answer(id, result),
                    Err((code, message)) => refusal(id, code, &message),
                };
                self.send(reply);
            }
            Incoming::Notification { method, .. } if method == "exit" => return true,
            Incoming::Notification { method, params } => {
                if self.phase == Phase::Ready
                    && let Err(why) = self.notified(&method, &params)
                {
                    self.log(&why);
                }
            }
            Incoming::Response => {}
            Incoming::Malformed(why) => self.send(refusal(Value::Null, PARSE_ERROR, &why)),
        }
        false
    }

    fn request(&mut self, method: &str, params: &Value) -> Result<Value, Refused> {
        match (self.phase, method) {
            (Phase::New, "initialize") => Ok(self.initialize(params)),
            (Phase::New, _) => Err((NOT_INITIALIZED, "expected `initialize` first".to_owned())),
            (Phase::Over, _) => Err((INVALID_REQUEST, "the session has ended".to_owned())),
            (Phase::Ready, "initialize") => {
                Err((INVALID_REQUEST, "the session is already initialized".to_owned()))
            }
            (Phase::Ready, "shutdown") => {
                self.phase = Phase::Over;
                Ok(Value::Null)
            }
            (Phase::Ready, "workspace/executeCommand") => self.execute(params),
            (Phase::Ready, "textDocument/codeLens") => {
                let uri = params["textDocument"]["uri"].as_str().unwrap_or_default();
                let of = |document: &Document, old: Option<&str>| lens::lenses(document, old);
                Ok(self.against_head(uri, of).unwrap_or_default())
            }
            (Phase::Ready, _) => self.of_document(method, params),
        }
    }

    /// Answers what is asked of a document.
    fn of_document(&self, method: &str, params: &Value) -> Result<Value, Refused> {
        if !CAPABLE.contains(&method) && method != TEXT {
            return Err((METHOD_NOT_FOUND, format!("unknown method `{method}`")));
        }
        let state = self.shared.state();
        let uri = params["textDocument"]["uri"].as_str();
        let uri = uri.ok_or((INVALID_PARAMS, format!("missing document in `{method}`")))?;
        let Some(document) = state.documents.get(uri) else { return Ok(Value::Null) };
        if method == TEXT {
            return Ok(document.text.as_str().into());
        }
        // Of JSON there is nothing but what is wrong with it.
        if document.is_too_large() || document.name().ends_with(".json") {
            return Ok(Value::Null);
        }
        let offset = offset(document, &params["position"]);
        let at = offset.ok_or_else(|| (INVALID_PARAMS, format!("missing position in `{method}`")));
        let span = || {
            let span = document.lines.span_of(&document.text, &params["range"]);
            span.ok_or_else(|| (INVALID_PARAMS, format!("missing range in `{method}`")))
        };
        let refused = |why: String| (REQUEST_FAILED, why);
        Ok(match method {
            "textDocument/formatting" => format::edits(document, None).unwrap_or_default(),
            "textDocument/rangeFormatting" => {
                format::edits(document, Some(span()?)).unwrap_or_default()
            }
            "textDocument/completion" => {
                complete::completions(&state, document, at?, self.snippets)
            }
            "textDocument/hover" => hover::hover(document, at?).unwrap_or_default(),
            "textDocument/documentSymbol" => symbols::symbols(document),
            "textDocument/foldingRange" => folding::ranges(document),
            "textDocument/definition" => definitions::definition(&state, document, at?),
            "textDocument/references" => {
                let with = params["context"]["includeDeclaration"].as_bool().unwrap_or(true);
                definitions::references(&state, document, at?, with)
            }
            "textDocument/documentHighlight" => definitions::highlights(document, at?),
            "textDocument/prepareRename" => rename::prepare(document, at?).map_err(refused)?,
            "textDocument/rename" => {
                let new = params["newName"].as_str().unwrap_or_default();
                rename::rename(document, at?, new).map_err(refused)?
            }
            _ => {
                let only = params["context"]["only"].as_array().into_iter().flatten();
                let only: Vec<&str> = only.filter_map(Value::as_str).collect();
                actions::actions(&state, document, span()?, &only)
            }
        })
    }

    fn initialize(&mut self, params: &Value) -> Value {
        let client = &params["capabilities"];
        let encodings = client["general"]["positionEncodings"].as_array();
        let has_utf8 = encodings.is_some_and(|all| all.iter().any(|one| one == "utf-8"));
        let (encoding, word) =
            if has_utf8 { (Encoding::Utf8, "utf-8") } else { (Encoding::Utf16, "utf-16") };
        let item = &client["textDocument"]["completion"]["completionItem"];
        self.snippets = item["snippetSupport"] == true;
        self.watches = client["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"] == true;
        self.shows = client["window"]["showDocument"]["support"] == true;
        let folders = params["workspaceFolders"].as_array().into_iter().flatten();
        let mut roots: Vec<PathBuf> =
            folders.filter_map(|folder| uri::path(folder["uri"].as_str()?)).collect();
        // Older clients have one.
        if roots.is_empty() {
            let root = params["rootUri"].as_str().and_then(uri::path);
            roots.extend(root.or_else(|| params["rootPath"].as_str().map(PathBuf::from)));
        }
        {
            let mut state = self.shared.state();
            state.documents = Documents::new(encoding);
            state.roots = roots;
            state.roots.retain(|root| is_folder_of_jobs(root, self.home.as_deref()));
        }
        self.phase = Phase::Ready;
        self.shared.has_changed(true);
        json!({
            "capabilities": capabilities(word),
            "serverInfo": {"name": "jobwright", "version": env!("CARGO_PKG_VERSION")},
        })
    }

    fn notified(&mut self, method: &str, params: &Value) -> Result<(), String> {
        let document = &params["textDocument"];
        let missing = || format!("missing document in `{method}`");
        let uri = || document["uri"].as_str().ok_or_else(missing);
        let files = match method {
            "initialized" => {
                self.watch();
                return Ok(());
            }
            "textDocument/didOpen" => {
                let text = document["text"].as_str().unwrap_or_default().to_owned();
                let version = document["version"].as_i64().unwrap_or_default();
                self.shared.state().documents.open(uri()?, version, text);
                true
            }
            "textDocument/didChange" => {
                let version = document["version"].as_i64().unwrap_or_default();
                let none = Vec::new();
                let changes = params["contentChanges"].as_array().unwrap_or(&none);
                self.shared.state().documents.change(uri()?, version, changes)?;
                false
            }
            "textDocument/didClose" => {
                self.shared.state().documents.close(uri()?);
                true
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => true,
            "workspace/didChangeWorkspaceFolders" => {
                let named = |list: &str| -> Vec<PathBuf> {
                    let all = params["event"][list].as_array().into_iter().flatten();
                    all.filter_map(|folder| uri::path(folder["uri"].as_str()?)).collect()
                };
                let (added, removed) = (named("added"), named("removed"));
                let mut state = self.shared.state();
                state.roots.retain(|root| !removed.contains(root));
                let home = self.home.as_deref();
                let new = added.into_iter().filter(|root| is_folder_of_jobs(root, home));
                state.roots.extend(new);
                true
            }
            _ => return Ok(()),
        };
        if files {
            self.committed.clear();
        }
        self.shared.has_changed(files);
        Ok(())
    }

    /// Lets the client tell when files come, go or change.
    fn watch(&mut self) {
        if !self.watches {
            return;
        }
        let watchers = ["**/*.{hcl,nomad,job,json}", "**/jobwright.toml"]
            .map(|glob| json!({"globPattern": glob}));
        let registration = json!({
            "id": "files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": {"watchers": watchers},
        });
        self.ask("client/registerCapability", json!({"registrations": [registration]}));
    }

    fn ask(&mut self, method: &str, params: Value) {
        self.asked += 1;
        let id = self.asked;
        self.send(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
    }

    /// What `make` returns for a document and its committed source; nothing, where there is no
    /// repository.
    fn against_head<T>(
        &mut self,
        uri: &str,
        make: impl FnOnce(&Document, Option<&str>) -> T,
    ) -> Option<T> {
        let document = self.shared.state().documents.get(uri).cloned();
        let document = document.filter(|one| !one.is_too_large())?;
        let path = document.path.clone()?;
        let committed = self.committed.entry(uri.to_owned());
        let committed = committed.or_insert_with(|| diff::committed(&path).ok());
        committed.as_ref().map(|old| make(&document, old.as_deref()))
    }

    fn execute(&mut self, params: &Value) -> Result<Value, Refused> {
        let arguments = &params["arguments"];
        match params["command"].as_str() {
            Some(OPEN) => {
                let point = json!({"line": arguments[1], "character": 0});
                let selection = json!({"start": point, "end": point});
                let uri = &arguments[0];
                if self.shows {
                    let shown = json!({"uri": uri, "takeFocus": true, "selection": selection});
                    self.ask("window/showDocument", shown);
                } else {
                    let message =
                        format!("the definition is in {}", uri.as_str().unwrap_or_default());
                    self.show(&message);
                }
                Ok(Value::Null)
            }
            Some(DIFFERENCE) => {
                let uri = arguments[0].as_str().unwrap_or_default();
                let text = self.against_head(uri, lens::difference).flatten();
                let text = text.unwrap_or_else(|| "nothing to compare".to_owned());
                self.show(&text);
                Ok(Value::Null)
            }
            Some(IMPORT) => {
                let file = arguments[0].as_str().unwrap_or_default();
                let command = actions::import_command(file);
                let message = format!("run `{command}` in the directory of the project");
                self.show(&message);
                Ok(Value::Null)
            }
            _ => Err((INVALID_PARAMS, "unknown command".to_owned())),
        }
    }
}

/// Asks for a document as it is here, for whoever wants to know that an editor has told all of its changes.
const TEXT: &str = "jobwright/text";

/// What can be asked of a document.
const CAPABLE: [&str; 12] = [
    "textDocument/formatting",
    "textDocument/rangeFormatting",
    "textDocument/completion",
    "textDocument/hover",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/rename",
    "textDocument/codeAction",
];

fn capabilities(encoding: &str) -> Value {
    json!({
        "positionEncoding": encoding,
        "textDocumentSync": {"openClose": true, "change": 2, "save": {}},
        "documentFormattingProvider": true,
        "documentRangeFormattingProvider": true,
        "hoverProvider": true,
        "completionProvider": {"triggerCharacters": [".", "\"", "{", "$"]},
        "documentSymbolProvider": true,
        "foldingRangeProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "renameProvider": {"prepareProvider": true},
        "codeActionProvider": {
            "codeActionKinds": ["quickfix", "refactor.extract", "source.fixAll.jobwright"],
        },
        "codeLensProvider": {},
        "executeCommandProvider": {"commands": [OPEN, DIFFERENCE, IMPORT]},
        "workspace": {"workspaceFolders": {"supported": true, "changeNotifications": true}},
    })
}

fn offset(document: &Document, position: &Value) -> Option<u32> {
    u32::try_from(document.lines.offset_of(&document.text, position)?).ok()
}

/// Whether a directory is looked through: the root and a home hold everything, and are no directory of jobs.
fn is_folder_of_jobs(root: &Path, home: Option<&Path>) -> bool {
    root.parent().is_some() && home != Some(root)
}
