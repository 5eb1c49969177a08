//! What is defined in the Rust of a registry, as far as images come from it: constants and functions.

use std::ops::Range;
use std::sync::Arc;

use super::literals::{Found, constant, literals};
use super::tokens::{Code, Kind, last};
use crate::diagnostic::SourceText;

/// A file, and what it defines.
#[derive(Debug)]
pub struct File {
    pub code: Code,
    pub literals: Vec<Found>,
    pub constants: Vec<Defined>,
    /// The `use` declarations, as ranges of tokens.
    imports: Vec<Range<usize>>,
}

/// A constant of a file.
#[derive(Debug)]
pub struct Defined {
    pub name: String,
    /// The module that it is in.
    pub module: String,
    /// The string or the name that it is set to; nothing, if it is put together.
    pub value: Option<usize>,
}

/// A function of a file.
#[derive(Debug)]
pub struct Function<'f> {
    pub name: &'f str,
    /// Whether other files may call it.
    pub is_public: bool,
    /// Its parameters, as ranges of tokens.
    pub parameters: Vec<Range<usize>>,
    /// The tokens between its braces.
    pub body: Range<usize>,
}

impl File {
    pub fn of(text: SourceText) -> Self {
        let code = Code::of(Arc::new(text));
        let literals = literals(&code);
        let modules = modules(&code);
        let constants = code.all().filter_map(|at| {
            let found = constant(&code, at)?;
            let inner = modules.iter().filter(|(_, inside)| inside.contains(&at));
            let inner = inner.max_by_key(|(_, inside)| inside.start);
            let value = Some(found.value.start).filter(|_| found.is_text && found.value.len() == 1);
            let module = inner.map_or_else(|| module(&code.text.name), |(name, _)| name.clone());
            Some(Defined { name: found.name.to_owned(), module, value })
        });
        let constants = constants.collect();
        let imports = code.all().filter(|at| code.said(*at) == "use").map(|at| {
            let end = code.all().skip(at).find(|at| code.said(*at) == ";");
            at + 1..end.unwrap_or(code.all().end)
        });
        let imports = imports.collect();
        Self { code, literals, constants, imports }
    }

    /// Whether a word is in a `use` declaration.
    pub fn is_import(&self, at: usize) -> bool {
        self.imports.iter().any(|import| import.contains(&at))
    }

    /// The module that a name is imported from, if it is imported by itself.
    pub fn import(&self, name: &str) -> Import<'_> {
        let code = &self.code;
        for import in &self.imports {
            let mut outer = Vec::new();
            for at in import.clone() {
                match code.said(at) {
                    "{" => outer.push(last(code.before(at, 3))),
                    "}" => _ = outer.pop(),
                    path if code.kind(at) == Kind::Path && last(path) == name => {
                        if code.said(at + 1) == "as" || code.before(at, 1) == "as" {
                            return Import::Renamed;
                        }
                        let own = path.rsplit_once("::").map(|(module, _)| last(module));
                        return own.or(outer.last().copied()).map_or(Import::None, Import::Of);
                    }
                    _ => {}
                }
            }
        }
        Import::None
    }

    /// The functions with a body.
    pub fn functions(&self) -> impl Iterator<Item = Function<'_>> {
        self.code.all().filter_map(|at| self.function(at))
    }

    fn function(&self, at: usize) -> Option<Function<'_>> {
        let code = &self.code;
        if code.said(at) != "fn" || code.kind(at + 1) != Kind::Path {
            return None;
        }
        let open = (at + 2..code.all().end).find(|at| code.said(*at) == "(")?;
        // After other words than generic ones, it is not the list of parameters.
        if open > at + 2 && (code.said(at + 2) != "<" || code.before(open, 1) != ">") {
            return None;
        }
        let close = code.closing(open);
        let body = (close..code.all().end).find(|at| matches!(code.said(*at), "{" | ";"))?;
        let words = (1..=3).map(|many| code.before(at, many));
        let mut words = words.skip_while(|word| matches!(*word, "const" | "async" | "unsafe"));
        Some(Function {
            name: code.said(at + 1),
            // What a directory has for itself, its files have, too.
            is_public: matches!(words.next(), Some("pub" | ")"))
                || code.text.name.ends_with("/mod.rs"),
            parameters: code.arguments(open),
            body: if code.said(body) == "{" { body + 1..code.closing(body) } else { body..body },
        })
    }
}

/// How a name comes into a file.
pub enum Import<'f> {
    /// From this module.
    Of(&'f str),
    /// Under another name than its own.
    Renamed,
    /// With all others of a module, or not at all.
    None,
}

/// The inline modules of a file, with the tokens in them.
fn modules(code: &Code) -> Vec<(String, Range<usize>)> {
    let all = code.all().filter(|at| code.said(*at) == "mod" && code.said(at + 2) == "{");
    all.map(|at| (code.said(at + 1).to_owned(), at + 2..code.closing(at + 2))).collect()
}

/// The module that a file is.
fn module(file: &str) -> String {
    let mut parts = file.rsplit('/');
    match parts.next().unwrap_or_default() {
        "mod.rs" => parts.next().unwrap_or_default().to_owned(),
        name => name.trim_end_matches(".rs").to_owned(),
    }
}
