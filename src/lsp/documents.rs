//! The documents that are open in the editor, which are read instead of the files.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use super::position::{Encoding, Lines};
use super::uri;
use crate::import::MAX_SIZE;

/// An open document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name in the protocol.
    pub uri: String,
    /// The file, if it is one.
    pub path: Option<PathBuf>,
    /// The version of its content.
    pub version: i64,
    /// Its content.
    pub text: Arc<String>,
    /// Its lines.
    pub lines: Arc<Lines>,
}

impl Document {
    /// Whether there is more in it than in any job file.
    pub fn is_too_large(&self) -> bool {
        self.text.len() as u64 > MAX_SIZE
    }

    /// The last part of its name.
    pub fn name(&self) -> &str {
        self.uri.rsplit('/').next().unwrap_or_default()
    }

    /// Whether it is a volume specification, by its name.
    pub fn is_volume(&self) -> bool {
        self.name().ends_with(".volume.hcl")
    }
}

/// All that are open.
#[derive(Debug, Default)]
pub struct Documents {
    open: BTreeMap<String, Document>,
    encoding: Encoding,
}

impl Documents {
    /// None yet, for a client that counts columns so.
    pub fn new(encoding: Encoding) -> Self {
        Self { open: BTreeMap::new(), encoding }
    }

    /// What the client counts.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The document of a name.
    pub fn get(&self, uri: &str) -> Option<&Document> {
        self.open.get(uri)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Document> {
        self.open.values()
    }

    /// Opens a document.
    pub fn open(&mut self, uri: &str, version: i64, text: String) {
        let document = Document {
            uri: uri.to_owned(),
            path: uri::path(uri),
            version,
            lines: Arc::new(Lines::of(&text, self.encoding)),
            text: Arc::new(text),
        };
        self.open.insert(uri.to_owned(), document);
    }

    /// Changes a document; what is wrong with the changes leaves it as it is, and is told.
    pub fn change(&mut self, uri: &str, version: i64, changes: &[Value]) -> Result<(), String> {
        let encoding = self.encoding;
        let Some(document) = self.open.get_mut(uri) else {
            return Err(format!("`{uri}` is changed, but not open"));
        };
        let mut text = document.text.as_ref().clone();
        let mut lines = document.lines.as_ref().clone();
        for change in changes {
            let new = change.get("text").and_then(Value::as_str);
            let new = new.ok_or_else(|| format!("missing `text` in a change of `{uri}`"))?;
            match change.get("range") {
                None | Some(Value::Null) => {
                    new.clone_into(&mut text);
                    lines = Lines::of(&text, encoding);
                }
                Some(range) => {
                    let span = lines.span_of(&text, range);
                    let span =
                        span.ok_or_else(|| format!("missing `range` in a change of `{uri}`"))?;
                    text.replace_range(span.range(), new);
                    lines.replace(&text, span.range(), new.len());
                }
            }
        }
        document.version = version;
        (document.text, document.lines) = (Arc::new(text), Arc::new(lines));
        Ok(())
    }

    /// Closes a document.
    pub fn close(&mut self, uri: &str) {
        self.open.remove(uri);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Documents, Encoding};

    #[test]
    fn changes_follow_each_other() {
        let mut documents = Documents::new(Encoding::Utf16);
        documents.open("file:///a", 1, "aé\nb\n".to_owned());
        let point = |line, character| json!({"line": line, "character": character});
        let change =
            |start, end, text| json!({"range": {"start": start, "end": end}, "text": text});
        let changes = [
            change(point(0, 1), point(0, 2), "xx\ny"),
            change(point(2, 0), point(2, 1), ""),
            change(point(3, 0), point(9, 0), "end"),
        ];
        assert_eq!(documents.change("file:///a", 2, &changes), Ok(()));
        let text =
            |documents: &Documents| documents.get("file:///a").map(|one| one.text.to_string());
        assert_eq!(text(&documents).as_deref(), Some("axx\ny\n\nend"));
        assert_eq!(documents.change("file:///a", 3, &[json!({"text": "whole"})]), Ok(()));
        assert!(documents.change("file:///a", 4, &[json!({"text": "x"}), json!({})]).is_err());
        assert_eq!(text(&documents).as_deref(), Some("whole"), "all or nothing");
        assert!(documents.change("file:///b", 1, &[]).is_err());
    }
}
