//! Jobs as Rust: the source of a definition file, as if written by hand.
//!
//! ```
//! use jobwright::import::rust;
//! use jobwright::prelude::*;
//!
//! let job = Job::batch("hello").group(Group::new("g").task(Task::new("t", Exec::command("/bin/true"))));
//! let definition = rust(&job, &Site::new("lab"), &[]);
//! assert_eq!(definition.file_stem, "hello");
//! assert_eq!(
//!     definition.text,
//!     r#"//! The job `hello`.
//!
//! use jobwright::prelude::*;
//!
//! pub fn job() -> Job {
//!     Job::batch("hello").group(Group::new("g").task(Task::new("t", Exec::command("/bin/true"))))
//! }
//! "#
//! );
//! ```
//!
//! This module maps values to Rust source. It neither reads nor writes files.

pub(super) mod code;
mod comment;
mod construct;
mod constructors;
pub(super) mod functions;
mod house;
pub(super) mod layout;
pub(super) mod literal;
pub(super) mod names;
mod parts;
mod presets;
mod printer;
mod routes;
mod setters;
pub(super) mod texts;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::house::Site;
use crate::import::comments::{AFTER, Comment, END};
use crate::jobspec::Job;
use code::{Code, Link};
use comment::Comments;
pub(super) use comment::is_prose;
use functions::{Function, Splitter};
pub(super) use literal::is_obeyed;
pub(super) use names::identifier;
use printer::Printer;
pub(crate) use routes::hosts_and_paths;
pub(super) use texts::{Shared, Texts};

/// The source of a definition, and the files that it includes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The file's name without `.rs`: a Rust module name that is like the job's ID.
    pub file_stem: String,
    /// The Rust source, for a file in a category's directory.
    pub text: String,
    /// The files that the source includes, with their paths from the project's root.
    pub files: Vec<(PathBuf, String)>,
    /// Whether it uses the house layer.
    pub house: bool,
}

/// The Rust source that defines a job for a site, with the comments of the file that it was read
/// from.
///
/// A job that is a workload of the house layer is printed as one; another one in the full model, and what the site fills
/// in is left to it. Either way the definition gives the very same job.
#[must_use]
pub fn rust(job: &Job, site: &Site, comments: &[Comment]) -> Definition {
    let stem = names::identifier(&job.id);
    prepare(job, Some(site), comments, &stem, &Arc::default()).finish()
}

/// A definition before big expressions become functions.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    id: String,
    head: &'static str,
    /// What the function returns.
    pub code: Code,
    /// The comments above the function.
    above: Vec<String>,
    /// The comments below all functions.
    after: Vec<String>,
    imports: BTreeSet<&'static str>,
    /// The strings that moved out.
    pub texts: Texts,
    /// The modules of the site whose constants it uses; `site` for those at the top.
    pub modules: BTreeSet<String>,
    house: bool,
    /// The strings that moved out in the form that was not chosen.
    other_texts: Option<Texts>,
    /// The content of its file if nothing in it is shared, once that is known.
    laid: Option<String>,
}

/// The shorter one of the house layer's form and the full model's. An unknown site fills in
/// nothing.
pub(super) fn prepare(
    job: &Job,
    site: Option<&Site>,
    comments: &[Comment],
    stem: &str,
    shared: &Arc<Shared>,
) -> Prepared {
    let printer = |comments: &[Comment]| Printer {
        texts: Texts::new(stem, shared),
        imports: BTreeSet::new(),
        comments: Comments::new(comments),
    };
    let Some(site) = site else { return full(job, None, printer(comments)) };
    let house_form = |comments| house(job, site, printer(comments));
    let full_form = |comments| full(job, Some(site), printer(comments));
    // What the house has no words for makes its form the longer one. The comments are the same in both.
    let Some(by_house) = house_form(&[]) else { return full_form(comments) };
    let in_full = full_form(&[]);
    let [house_text, full_text] = [&by_house, &in_full].map(|form| form.text(""));
    let is_house = house_text.lines().count() <= full_text.lines().count();
    let (chosen, text, other) = match is_house {
        true => (by_house, house_text, in_full),
        false => (in_full, full_text, by_house),
    };
    let other_texts = Some(other.texts);
    if comments.is_empty() {
        return Prepared { other_texts, laid: Some(text), ..chosen };
    }
    let commented = if is_house { house_form(comments) } else { None };
    Prepared { other_texts, ..commented.unwrap_or_else(|| full_form(comments)) }
}

const WITH_SITE: &str = "pub fn job(site: &Site) -> Job";

/// The definition in the words of the house, if it has such words.
fn house(job: &Job, site: &Site, mut printer: Printer) -> Option<Prepared> {
    let above = printer.comments.take();
    let (head, code) = match house::workload(job, site, &mut printer) {
        Some(code) => ("pub fn job() -> Workload", code),
        None => (WITH_SITE, house::adjusted(job, site, &mut printer)?),
    };
    Some(Prepared { house: true, ..Prepared::new(job, head, code, above, printer) })
}

/// The definition in the full model, without what the site fills in.
fn full(job: &Job, site: Option<&Site>, mut printer: Printer) -> Prepared {
    let above = printer.comments.take();
    let (head, code) = match site.and_then(|site| house::completed(job, site)) {
        Some(lean) => {
            let code = printer.job(&lean);
            (WITH_SITE, Code::atom("site").then(vec![Link::method("complete", [code])]))
        }
        None => ("pub fn job() -> Job", printer.job(job)),
    };
    Prepared::new(job, head, code, above, printer)
}

impl Prepared {
    fn new(
        job: &Job,
        head: &'static str,
        code: Code,
        above: Vec<String>,
        mut printer: Printer,
    ) -> Self {
        let after = printer.comments.take_at(AFTER, 0);
        let end = printer.comments.take_at(END, 0);
        let code = code.between(printer.comments.take_below(), end);
        let Printer { texts, imports, .. } = printer;
        let (id, modules) = (job.id.clone(), BTreeSet::new());
        Self {
            id,
            head,
            code,
            above,
            after,
            imports,
            texts,
            modules,
            house: false,
            other_texts: None,
            laid: None,
        }
    }

    /// Whether one of these strings has moved out, in either form.
    pub fn has_any_of(&self, texts: &BTreeMap<String, String>) -> bool {
        let all = [Some(&self.texts), self.other_texts.as_ref()];
        let mut moved = all.into_iter().flatten().flat_map(Texts::moved);
        moved.any(|(_, text)| texts.contains_key(text))
    }

    /// Replaces expressions by what `with` has for them, as [`Code::rewrite`] does.
    pub fn rewrite(&mut self, with: &mut dyn FnMut(&Code) -> Option<Code>) {
        let laid = &mut self.laid;
        self.code.rewrite(&mut |code| with(code).inspect(|_| *laid = None));
    }

    /// The definition's file.
    pub fn finish(&self) -> Definition {
        self.finish_with("")
    }

    /// The definition's file, which imports a helper module if it uses it.
    pub fn finish_with(&self, module: &str) -> Definition {
        let (file_stem, text) = (self.texts.stem().to_owned(), self.text(module));
        Definition { file_stem, text, files: self.texts.files(), house: self.house }
    }

    fn text(&self, module: &str) -> String {
        let mut used = false;
        self.code.walk(&mut |code| {
            let (Code::Atom(name) | Code::Call(name, _)) = code else { return true };
            used |= name.split_once("::").is_some_and(|(path, _)| path == module);
            true
        });
        if let Some(laid) = self.laid.as_ref().filter(|_| !used) {
            return laid.clone();
        }
        let module = Some(module).filter(|_| used);
        let (title, above) = match comment::title(&self.above) {
            Some((lines, rest)) => {
                (lines.iter().map(|line| format!("//! {line}\n")).collect(), rest)
            }
            None => (title(&self.id), self.above.as_slice()),
        };
        let mut text = format!("{title}\n");
        text.extend(module.map(|module| format!("use crate::{module};\n")));
        text.push_str(&of_site(&self.modules));
        text.push_str(&uses(&self.imports));
        text.push_str(&self.texts.items());
        text.extend(above.iter().flat_map(|line| [line, "\n"]));
        let (body, functions) = Splitter::default().split(self.code.clone());
        text.push_str(&function(self.head, &body));
        text.push_str(&private(&functions));
        if !self.after.is_empty() {
            text.push('\n');
            text.extend(self.after.iter().flat_map(|line| [line, "\n"]));
        }
        text
    }
}

/// Functions of one file, each after an empty line.
pub(super) fn private(functions: &[Function]) -> String {
    let one = |Function { name, of, body }: &Function| {
        format!("\n{}", function(&format!("fn {name}() -> {of}"), body))
    };
    functions.iter().map(one).collect()
}

/// The first line.
fn title(id: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    if !id.is_empty() && id.chars().all(plain) {
        format!("//! The job `{id}`.\n")
    } else {
        "//! A job.\n".to_owned()
    }
}

/// The modules of the site that are used; `site` is the one that holds them.
fn of_site(modules: &BTreeSet<String>) -> String {
    let inner: Vec<&str> =
        modules.iter().map(String::as_str).filter(|one| *one != "site").collect();
    match (inner.as_slice(), modules.contains("site")) {
        ([], false) => String::new(),
        ([], true) => "use crate::site;\n".to_owned(),
        ([one], false) => format!("use crate::site::{one};\n"),
        (some, false) => format!("use crate::site::{{{}}};\n", some.join(", ")),
        (some, true) => format!("use crate::site::{{self, {}}};\n", some.join(", ")),
    }
}

/// What is imported of jobwright.
fn uses(imports: &BTreeSet<&'static str>) -> String {
    let imports: Vec<&str> = imports.iter().copied().collect();
    let jobspec = match imports.as_slice() {
        [] => String::new(),
        [one] => format!("use jobwright::jobspec::{one};\n"),
        some => format!("use jobwright::jobspec::{{{}}};\n", some.join(", ")),
    };
    format!("{jobspec}use jobwright::prelude::*;\n\n")
}

pub(super) fn function(head: &str, body: &str) -> String {
    format!("{head} {{\n    {body}\n}}\n")
}
