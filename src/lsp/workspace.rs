//! The documents of a directory: the open ones, and the files that are not open.

use std::path::PathBuf;
use std::sync::Arc;

use super::diagnostics::State;
use super::documents::Document;
use super::position::Lines;
use super::uri;
use crate::import::{candidates, file_bytes};

/// The other documents that contain a word: those of the document's directory, if that is open.
pub fn others(state: &State, of: &Document, word: &str) -> Vec<Document> {
    let root = of.path.as_deref().and_then(|path| state.root_of(path));
    let Some(root) = root else { return Vec::new() };
    let is_hcl = |path: &PathBuf| {
        let name = path.to_string_lossy();
        name.ends_with(".hcl") || name.ends_with(".nomad")
    };
    let files = candidates(&[root.to_owned()], None).files.into_iter().map(|file| file.path);
    let others = files.filter(|path| is_hcl(path) && of.path.as_ref() != Some(path));
    let encoding = state.documents.encoding();
    let read = |path: PathBuf| {
        let open = state.documents.all().find(|one| one.path.as_ref() == Some(&path));
        if let Some(open) = open {
            return Some(open.clone())
                .filter(|open| !open.is_too_large() && open.text.contains(word));
        }
        let text = String::from_utf8(file_bytes(&path).ok()??).ok()?;
        text.contains(word).then(|| Document {
            uri: uri::of_path(&path),
            version: 0,
            lines: Arc::new(Lines::of(&text, encoding)),
            text: Arc::new(text),
            path: Some(path),
        })
    };
    others.filter_map(read).collect()
}
