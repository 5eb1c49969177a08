//! Jobs as Rust: the text of a definition file, as a person would have written it.
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
//! This module knows values and their Rust text. It reads no files and writes none.

mod code;
mod comment;
mod construct;
mod constructors;
mod functions;
mod house;
mod layout;
mod literal;
mod names;
mod presets;
mod printer;
mod setters;
mod texts;
mod value;
mod width;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::house::Site;
use crate::jobspec::Job;
use crate::read::Comment;
use code::{Code, Link};
use comment::Comments;
use functions::{Function, Splitter};
use printer::Printer;
use texts::Texts;

/// The text of a definition, and the files that it includes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The file's name without `.rs`: a Rust module name that is like the job's ID.
    pub file_stem: String,
    /// The Rust text, to lie in a category's folder.
    pub text: String,
    /// The files that the text includes, with their paths from the project's root.
    pub files: Vec<(PathBuf, String)>,
    /// Whether it is written in the words of the house layer.
    pub house: bool,
}

/// The Rust text that defines a job for a site, with the comments of the file that it was read from.
///
/// A job that is a workload of the house layer is printed as one; another one in the full model, and what the site fills
/// in is left to it. Either way the definition gives the very same job.
#[must_use]
pub fn rust(job: &Job, site: &Site, comments: &[Comment]) -> Definition {
    let file_stem = names::identifier(&job.id);
    let printer = || Printer {
        texts: Texts::new(&file_stem),
        imports: BTreeSet::new(),
        comments: Comments::new(comments),
        pending: Vec::new(),
    };
    let full = full(job, site, printer());
    match house(job, site, printer()) {
        // What the house has no words for makes its form the longer one.
        Some(house) if house.text.lines().count() <= full.text.lines().count() => house,
        _ => full,
    }
}

/// The definition in the words of the house, if it has such words.
fn house(job: &Job, site: &Site, mut printer: Printer) -> Option<Definition> {
    let above = printer.comments.take();
    let (head, code) = match house::workload(job, site, &mut printer) {
        Some(code) => ("pub fn job() -> Workload", code),
        None => (WITH_SITE, house::adjusted(job, site, &mut printer)?),
    };
    Some(Definition { house: true, ..written(&job.id, head, code, above, printer) })
}

/// The definition in the full model, without what the site fills in.
fn full(job: &Job, site: &Site, mut printer: Printer) -> Definition {
    let above = printer.comments.take();
    let (head, code) = match house::completed(job, site) {
        Some(lean) => {
            let code = printer.job(&lean);
            (WITH_SITE, Code::atom("site").then(vec![Link::method("complete", [code])]))
        }
        None => ("pub fn job() -> Job", printer.job(job)),
    };
    written(&job.id, head, code, above, printer)
}

const WITH_SITE: &str = "pub fn job(site: &Site) -> Job";

fn written(
    id: &str,
    head: &str,
    code: Code,
    mut above: Vec<String>,
    mut printer: Printer,
) -> Definition {
    above.extend(printer.pending.drain(..).filter_map(|link| match link {
        Link::Comment(line) => Some(line),
        Link::Method(..) => None,
    }));
    above.extend(printer.comments.take_below());
    let (code, functions) = Splitter::default().split(code);
    let mut text = header(id, &printer);
    text.extend(above.iter().flat_map(|line| [line, "\n"]));
    text.push_str(&function(head, &code));
    for Function { name, of, code } in &functions {
        text.push('\n');
        text.push_str(&function(&format!("fn {name}() -> {of}"), code));
    }
    let file_stem = names::identifier(id);
    Definition { file_stem, text, files: printer.texts.into_files(), house: false }
}

/// What stands above the function: the title, what is imported, and the constants.
fn header(id: &str, printer: &Printer) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let mut text = if !id.is_empty() && id.chars().all(plain) {
        format!("//! The job `{id}`.\n\n")
    } else {
        "//! A job.\n\n".to_owned()
    };
    let imports: Vec<&str> = printer.imports.iter().copied().collect();
    match imports.as_slice() {
        [] => {}
        [one] => text.push_str(&format!("use jobwright::jobspec::{one};\n")),
        some => text.push_str(&format!("use jobwright::jobspec::{{{}}};\n", some.join(", "))),
    }
    text.push_str("use jobwright::prelude::*;\n\n");
    text.push_str(&printer.texts.items());
    text
}

fn function(head: &str, code: &Code) -> String {
    format!("{head} {{\n    {}\n}}\n", layout::body(code, 4))
}
