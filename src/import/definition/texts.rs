//! Strings of several lines: short ones become constants, long ones files beside the definitions.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use unicode_width::UnicodeWidthStr;

use super::code::Code;
use super::literal;
use super::names::Names;

/// The maximum number of lines of a constant.
pub(in crate::import) const LINES: usize = 12;

/// The maximum width of a string of two lines that is printed inline.
const INLINE: usize = 60;

/// The strings that several definitions share: constants of a module.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// The module.
    pub module: String,
    /// The strings with their constants.
    pub constants: BTreeMap<String, String>,
}

/// The strings of one definition that are not printed inline.
#[derive(Clone, Debug)]
pub struct Texts {
    folder: String,
    constants: Vec<(String, String)>,
    files: Vec<(String, String)>,
    names: Names,
    file_names: Names,
    /// The constants and the files by their strings.
    known: HashMap<String, String>,
    shared: Arc<Shared>,
}

impl Texts {
    /// No strings yet, for the definition with this file stem.
    pub fn new(stem: &str, shared: &Arc<Shared>) -> Self {
        Self {
            folder: stem.to_owned(),
            constants: Vec::new(),
            files: Vec::new(),
            names: Names::default(),
            file_names: Names::default(),
            known: HashMap::new(),
            shared: Arc::clone(shared),
        }
    }

    /// The name of the definition's file, without `.rs`.
    pub fn stem(&self) -> &str {
        &self.folder
    }

    /// The strings that moved out, each with the name of its constant or file.
    pub fn moved(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.constants.iter().chain(&self.files);
        all.map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// A string as an expression of type `&str`. One that moves out gets a name after `hint`.
    pub fn text(&mut self, text: &str, hint: &str) -> Code {
        if let Some(name) = self.shared.constants.get(text) {
            return Code::atom(format!("{}::{name}", self.shared.module));
        }
        let lines = text.lines().count();
        if lines > LINES {
            return self.file(text, hint);
        }
        let inline = literal::text(text);
        if lines < 2 || lines == 2 && inline.width() <= INLINE {
            return Code::atom(inline);
        }
        if !literal::is_visible(&text.replace('\t', " ")) {
            return Code::atom(inline);
        }
        self.constant(text, hint)
    }

    fn constant(&mut self, text: &str, hint: &str) -> Code {
        let name = match self.known.get(text) {
            Some(name) => name.clone(),
            None => {
                let name = self.names.constant(hint);
                self.constants.push((name.clone(), text.to_owned()));
                self.known.insert(text.to_owned(), name.clone());
                name
            }
        };
        Code::atom(name)
    }

    fn file(&mut self, text: &str, hint: &str) -> Code {
        let name = match self.known.get(text) {
            Some(name) => name.clone(),
            None => {
                let name = self.file_names.file(hint);
                self.files.push((name.clone(), text.to_owned()));
                self.known.insert(text.to_owned(), name.clone());
                name
            }
        };
        let path = literal::text(&format!("../files/{}/{name}", self.folder));
        Code::call("include_str!", [Code::atom(path)])
    }

    /// The constants, as items.
    pub fn items(&self) -> String {
        self.constants.iter().map(|(name, text)| item(name, text)).collect()
    }

    /// The files, with their paths from the project's root.
    pub fn files(&self) -> Vec<(PathBuf, String)> {
        let folder = PathBuf::from("registry/files").join(&self.folder);
        self.files.iter().map(|(name, text)| (folder.join(name), text.clone())).collect()
    }
}

pub(in crate::import) fn item(name: &str, text: &str) -> String {
    let plain = !text.contains(['"', '\\']) && !text.starts_with(char::is_whitespace);
    let literal = if plain { format!("\"\\\n{text}\"") } else { literal::raw(text) };
    format!("const {name}: &str = {literal};\n\n")
}
