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
mod layout;
mod literal;
mod names;
mod printer;
mod setters;
mod texts;
mod value;
mod width;

pub use comment::Comment;

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::house::Site;
use crate::jobspec::Job;
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
#[must_use]
pub fn rust(job: &Job, _site: &Site, comments: &[Comment]) -> Definition {
    let file_stem = names::identifier(&job.id);
    let mut printer = Printer {
        texts: Texts::new(&file_stem),
        imports: BTreeSet::new(),
        comments: Comments::new(comments),
        pending: Vec::new(),
    };
    let above = printer.comments.take();
    let code = printer.job(job);
    let left = printer.pending.drain(..).filter_map(|link| match link {
        Link::Comment(line) => Some(line),
        Link::Method(..) => None,
    });
    let above: Vec<String> = above.into_iter().chain(left).collect();
    let (code, functions) = Splitter::default().split(code);
    let text = file(&job.id, &above, &printer, &code, &functions);
    Definition { file_stem, text, files: printer.texts.into_files(), house: false }
}

fn file(id: &str, above: &[String], printer: &Printer, code: &Code, more: &[Function]) -> String {
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
    for line in above {
        text.push_str(line);
        text.push('\n');
    }
    text.push_str(&function("pub fn job() -> Job", code));
    for Function { name, of, code } in more {
        text.push('\n');
        text.push_str(&function(&format!("fn {name}() -> {of}"), code));
    }
    text
}

fn function(head: &str, code: &Code) -> String {
    format!("{head} {{\n    {}\n}}\n", layout::body(code, 4))
}
