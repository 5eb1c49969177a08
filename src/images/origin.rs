//! Which literal an image comes from: through names of constants and parameters, as far as there is no doubt.

use super::code::{Defined, File, Import};
use super::literals::alternatives;
use super::tokens::{Kind, last};

/// Names lead to names, but not so often.
const DEEPEST: usize = 8;

/// A literal: its file, and its index in the list of literals of that file.
pub type At<'s> = (&'s File, usize);

/// The search for what says an image.
#[derive(Clone, Copy)]
pub struct Search<'s> {
    pub files: &'s [File],
    pub image: &'s str,
    pub depth: usize,
}

impl<'s> Search<'s> {
    /// The literals that say the image among strings and names, one of which is meant. Nothing, if one of them is not known
    /// or says the image in a way that no bot finds.
    pub fn among(self, file: &'s File, places: &[usize]) -> Option<Vec<At<'s>>> {
        let mut all = Vec::new();
        for at in places {
            all.extend(self.of(file, *at)?);
        }
        Some(all)
    }

    fn of(self, file: &'s File, at: usize) -> Option<Vec<At<'s>>> {
        let code = &file.code;
        if code.kind(at) != Kind::Path {
            return match code.string(at)? == self.image {
                true => {
                    let span = code.span(at);
                    let own = file.literals.iter().position(|found| found.span == span)?;
                    Some(vec![(file, own)])
                }
                false => Some(Vec::new()),
            };
        }
        if self.depth == DEEPEST {
            return None;
        }
        let inner = Self { depth: self.depth + 1, ..self };
        let name = last(code.said(at));
        let is_constant = name.starts_with(|first: char| first.is_ascii_uppercase())
            && !name.contains(|letter: char| letter.is_ascii_lowercase());
        match is_constant {
            true => inner.of_constants(&inner.constants(file, code.said(at))),
            false => inner.of_parameter(file, at),
        }
    }

    fn of_constants(self, constants: &[(&'s File, &'s Defined)]) -> Option<Vec<At<'s>>> {
        let mut all = Vec::new();
        for (file, constant) in constants {
            all.extend(self.of(file, constant.value?)?);
        }
        (!constants.is_empty()).then_some(all)
    }

    /// The constants that a name may mean.
    fn constants(self, file: &'s File, path: &str) -> Vec<(&'s File, &'s Defined)> {
        let (module, name) = match path.rsplit_once("::") {
            Some((module, name)) => (Some(last(module)), name),
            None => (None, path),
        };
        let own = file.constants.iter().filter(|constant| constant.name == name);
        let own: Vec<_> = own.map(|constant| (file, constant)).collect();
        let module = match module {
            None | Some("self" | "Self") => match file.import(name) {
                Import::Of(module) => Some(module),
                Import::Renamed => return Vec::new(),
                Import::None if !own.is_empty() => return own,
                Import::None => None,
            },
            Some(module) => match file.import(module) {
                Import::Renamed => return Vec::new(),
                _ => Some(module),
            },
        };
        let module = module.filter(|module| !matches!(*module, "crate" | "super" | "self"));
        let is_meant = |other: &File, constant: &Defined| {
            // A name may be imported into a part of a file that has its own.
            let is_own = !path.contains("::") && std::ptr::eq(other, file);
            let is_there = module.is_none_or(|module| module == constant.module);
            constant.name == name && (is_own || is_there)
        };
        let of = |file: &'s File| {
            file.constants.iter().filter(move |one| is_meant(file, one)).map(move |one| (file, one))
        };
        self.files.iter().flat_map(of).collect()
    }

    /// What is given for a parameter, in all calls of its function.
    fn of_parameter(self, file: &'s File, at: usize) -> Option<Vec<At<'s>>> {
        let code = &file.code;
        let variable = code.said(at);
        let around = file.functions().filter(|function| function.body.contains(&at));
        let function = around.max_by_key(|function| function.body.start)?;
        // It may be another variable of this name.
        let is_other = |at: usize| code.said(at) == variable && code.before(at, 1) != ".";
        if (function.body.start..at).any(is_other) {
            return None;
        }
        let parameters = function.parameters.iter();
        if parameters.clone().any(|one| one.clone().any(|at| code.said(at) == "self")) {
            return None;
        }
        let is_it = |at: usize| code.said(at) == variable && code.said(at + 1) == ":";
        let index = parameters.clone().position(|one| {
            is_it(one.start) || (code.said(one.start) == "mut" && is_it(one.start + 1))
        })?;
        let callers: Vec<&File> = match function.is_public {
            // Those that do not have its name have nothing to do with it.
            true => {
                let has_it = |file: &&File| file.code.text.text.contains(function.name);
                self.files.iter().filter(has_it).collect()
            }
            false => vec![file],
        };
        let same = callers.iter().flat_map(|file| file.functions());
        if same.filter(|other| other.name == function.name).count() != 1 {
            return None;
        }
        let mut all = Vec::new();
        for caller in callers {
            for call in caller.calls(function.name)? {
                let given = caller.code.arguments(call + 1).into_iter().nth(index)?;
                let places = alternatives(&caller.code, given)?;
                all.extend(self.among(caller, &places)?);
            }
        }
        Some(all)
    }
}

impl File {
    /// The calls of a function by its name. Nothing, if it is more than called.
    fn calls(&self, function: &str) -> Option<Vec<usize>> {
        let code = &self.code;
        let mut all = Vec::new();
        for at in code.all().filter(|at| code.kind(*at) == Kind::Path) {
            let is_it = last(code.said(at)) == function;
            if !is_it || matches!(code.before(at, 1), "fn" | ".") {
                continue;
            }
            match code.said(at + 1) {
                "(" => all.push(at),
                next if self.is_import(at) && next != "as" => {}
                _ => return None,
            }
        }
        Some(all)
    }
}
