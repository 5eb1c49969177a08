//! A client of the language server, which waits for what it asks.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Longer than this nobody waits for anything.
const PATIENCE: Duration = Duration::from_secs(240);

/// What was published of a document: of which text, and what.
#[derive(Clone, Debug)]
pub struct Published {
    pub version: Option<i64>,
    pub diagnostics: Vec<Value>,
    pub at: Instant,
}

/// A server and what it has said so far.
pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    last: i64,
    /// The newest diagnostics of each document.
    pub published: BTreeMap<String, Published>,
    /// What the server told or asked besides.
    pub said: Vec<Value>,
    /// What it can.
    pub capabilities: Value,
    /// Whether no document was told of in an older text than before, or in one that the server knew to be old.
    pub newest_only: bool,
    /// The newest texts of documents that the server was told of, and that it has taken.
    told: BTreeMap<String, i64>,
    taken: BTreeMap<String, i64>,
}

impl Client {
    /// Starts a server for an open folder, or for none; the client counts as `encodings` say.
    pub fn start(root: Option<&Path>, encodings: &[&str]) -> Self {
        let mut client = Self::raw();
        let folders = root.map(|root| vec![json!({"uri": uri(root), "name": "jobs"})]);
        let params = json!({
            "processId": null,
            "rootUri": null,
            "workspaceFolders": folders,
            "capabilities": {
                "general": {"positionEncodings": encodings},
                "window": {"showDocument": {"support": true}},
                "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}},
            },
        });
        let result = client.ask("initialize", params).expect("an answer");
        client.capabilities = result["capabilities"].clone();
        client.tell("initialized", json!({}));
        client
    }

    /// A server that has been told nothing.
    pub fn raw() -> Self {
        Self::of(Command::new(env!("CARGO_BIN_EXE_jobwright")).arg("lsp"))
    }

    /// Another server, that has been told nothing.
    pub fn of(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (send, messages) = channel();
        thread::spawn(move || {
            while let Some(message) = message(&mut output) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        let (published, said, capabilities) = (BTreeMap::new(), Vec::new(), Value::Null);
        let (told, taken) = (BTreeMap::new(), BTreeMap::new());
        let (last, newest_only) = (0, true);
        Self {
            child,
            input,
            messages,
            last,
            published,
            said,
            capabilities,
            newest_only,
            told,
            taken,
        }
    }

    /// Writes bytes as they are; a server that has ended takes none.
    pub fn write(&mut self, bytes: &[u8]) {
        if let Some(input) = &mut self.input {
            let _ended = input.write_all(bytes).and_then(|()| input.flush());
        }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.write(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks, and waits for the answer, or for why there is none.
    pub fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.last += 1;
        let id = self.last;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        let answer = self.until(&mut |message| {
            (message["method"].is_null() && message["id"] == id).then(|| message.clone())
        });
        // What was told before the question was taken before the answer.
        self.taken.clone_from(&self.told);
        let mut answer = answer.unwrap_or_else(|| panic!("no answer to `{method}`"));
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Takes messages until one is wanted, or none comes any more.
    pub fn until<T>(&mut self, wanted: &mut dyn FnMut(&Value) -> Option<T>) -> Option<T> {
        let end = Instant::now() + PATIENCE;
        loop {
            let message = self.messages.recv_timeout(end - Instant::now().min(end)).ok()?;
            let found = wanted(&message);
            self.take(message);
            if found.is_some() {
                return found;
            }
        }
    }

    fn take(&mut self, message: Value) {
        if message["method"] != "textDocument/publishDiagnostics" {
            self.said.push(message);
            return;
        }
        let params = &message["params"];
        let name = params["uri"].as_str().unwrap_or_default().to_owned();
        let diagnostics = params["diagnostics"].as_array().cloned().unwrap_or_default();
        let version = params["version"].as_i64();
        let before = self.published.get(&name).and_then(|one| one.version);
        let taken = self.taken.get(&name).copied();
        self.newest_only &= taken.zip(version).is_none_or(|(taken, now)| taken <= now);
        self.newest_only &= before.zip(version).is_none_or(|(before, now)| before < now);
        self.published.insert(name, Published { version, diagnostics, at: Instant::now() });
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": "hcl", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    pub fn change(&mut self, uri: &str, version: i64, changes: &Value) {
        let document = json!({"uri": uri, "version": version});
        self.told.insert(uri.to_owned(), version);
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.tell("textDocument/didChange", params);
    }

    /// The diagnostics of one text of a document, for which it waits.
    pub fn diagnostics(&mut self, uri: &str, version: i64) -> Published {
        let known = |client: &Self| {
            client.published.get(uri).filter(|one| one.version == Some(version)).cloned()
        };
        if let Some(known) = known(self) {
            return known;
        }
        let found = self.until(&mut |message| {
            let params = &message["params"];
            (params["uri"] == uri && params["version"] == version).then_some(())
        });
        found.unwrap_or_else(|| panic!("no diagnostics of version {version} of `{uri}`"));
        known(self).expect("what was published")
    }

    /// Ends the server as the protocol says; its exit code, and what it wrote to standard error.
    pub fn end(mut self) -> (Option<i32>, String) {
        let _ = self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.left()
    }

    /// Waits for the end of a server; its exit code, and what it wrote to standard error.
    pub fn left(&mut self) -> (Option<i32>, String) {
        self.input = None;
        let mut said = String::new();
        if let Some(mut errors) = self.child.stderr.take() {
            errors.read_to_string(&mut said).expect("standard error");
        }
        (self.child.wait().expect("the end").code(), said)
    }

    /// The number of the server's process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// The next message of a server.
fn message(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim().strip_prefix("Content-Length: ") {
            Some(number) => length = number.parse().ok()?,
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// The name of a file in the protocol; none of the tests' has a letter that is written otherwise there.
pub fn uri(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    for letter in path.to_string_lossy().chars() {
        match letter {
            '+' | '@' | ' ' | '(' | ')' | ',' | '=' | '[' | ']' | '&' | '!' | '\'' | ':' | '%'
            | '#' | '$' => {
                uri.push_str(&format!("%{:02X}", letter as u32));
            }
            letter => uri.push(letter),
        }
    }
    uri
}

/// The line and column of an offset, in units of UTF-16.
pub fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column: usize = before[start..].chars().map(char::len_utf16).sum();
    json!({"line": line, "character": column})
}

/// The offset of a line and column.
fn offset(text: &str, position: &Value) -> usize {
    let line = position["line"].as_u64().expect("a line") as usize;
    let column = position["character"].as_u64().expect("a column") as usize;
    let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let mut units = 0;
    for (at, letter) in text[start..].char_indices() {
        if units >= column {
            return start + at;
        }
        units += letter.len_utf16();
    }
    text.len()
}

/// The text after edits, which do not touch each other.
pub fn edited(text: &str, edits: &Value) -> String {
    let edits = edits.as_array().cloned().unwrap_or_default();
    let mut parts: Vec<(usize, usize, String)> = edits
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            let new = edit["newText"].as_str().expect("a text").to_owned();
            (offset(text, &range["start"]), offset(text, &range["end"]), new)
        })
        .collect();
    parts.sort();
    let mut text = text.to_owned();
    for (start, end, new) in parts.into_iter().rev() {
        text.replace_range(start..end, &new);
    }
    text
}
