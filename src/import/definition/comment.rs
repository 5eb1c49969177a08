//! The comments of a source file, which are printed in the definition where they belong.

use std::collections::BTreeMap;

use super::code::Link;
use super::literal::spelt_out;
use crate::import::comments::Comment;

/// A title has at most so many lines.
const TITLE: usize = 6;

/// What speaks of the file's licence and not of the job.
const LICENCES: [&str; 4] = ["Copyright", "SPDX", "icense", "icence"];

/// The path to a part of the job.
pub type Path = Vec<(String, usize)>;

/// The comments that have not been printed yet, and where the printer is.
#[derive(Clone, Debug)]
pub struct Comments {
    /// By their paths, each with its number in the file.
    left: BTreeMap<Path, Vec<(usize, String)>>,
    here: Path,
}

impl Comments {
    /// All comments of a file.
    pub fn new(comments: &[Comment]) -> Self {
        let mut left = BTreeMap::<_, Vec<_>>::new();
        for (number, comment) in comments.iter().enumerate() {
            left.entry(comment.at.clone()).or_default().push((number, comment.text.clone()));
        }
        Self { left, here: Vec::new() }
    }

    /// Goes to a field of the block.
    pub fn enter(&mut self, name: &str, number: usize) {
        self.here.push((name.to_owned(), number));
    }

    /// Goes back to the block.
    pub fn leave(&mut self) {
        self.here.pop();
    }

    /// The lines of the comments at the end of what is here, or of one of its parts.
    pub fn take_at(&mut self, name: &str, number: usize) -> Vec<String> {
        self.enter(name, number);
        let taken = self.take();
        self.leave();
        taken
    }

    /// Whether the printer is at the job itself.
    pub fn is_top(&self) -> bool {
        self.here.is_empty()
    }

    /// The lines of the comments right here.
    pub fn take(&mut self) -> Vec<String> {
        let taken = self.left.remove(&self.here).unwrap_or_default();
        taken.iter().flat_map(|(_, text)| lines(text)).collect()
    }

    /// The lines of the comments here and below, in the order of the file.
    pub fn take_below(&mut self) -> Vec<String> {
        let below = self.left.range(self.here.clone()..).map(|(at, _)| at);
        let below: Vec<_> = below.take_while(|at| at.starts_with(&self.here)).cloned().collect();
        let mut taken: Vec<(usize, String)> =
            below.iter().filter_map(|at| self.left.remove(at)).flatten().collect();
        taken.sort();
        taken.iter().flat_map(|(_, text)| lines(text)).collect()
    }
}

/// The lines of a comment, with Rust's marks. Characters that take effect instead of being read are
/// escaped.
pub fn lines(text: &str) -> Vec<String> {
    let line = |line: &str| {
        // The end of a line on another system.
        let line = line.replace('\r', " ");
        format!("// {}", spelt_out(&line).trim_end()).trim_end().to_owned()
    };
    text.lines().map(line).collect()
}

/// The first paragraph of a comment, if it is one that says in words what the file is, and the lines after it. What is
/// switched off, listed or laid out says nothing of the kind.
pub fn title(lines: &[String]) -> Option<(Vec<String>, &[String])> {
    let text = |line: &str| line.strip_prefix("// ").unwrap_or_default().to_owned();
    let end = lines.iter().position(|line| line == "//").unwrap_or(lines.len());
    let (first, rest) = lines.split_at(end);
    let rest = rest.split_first().map_or(rest, |(_, rest)| rest);
    let is_licence = |line: &String| LICENCES.iter().any(|word| line.contains(word));
    if first.iter().any(is_licence) {
        return None;
    }
    let is_title =
        !first.is_empty() && first.len() <= TITLE && first.iter().all(|line| is_prose(&text(line)));
    is_title.then(|| (first.iter().map(|line| text(line)).collect(), rest))
}

/// Whether a line says something in words, and is nothing that is switched off, listed or laid out.
pub fn is_prose(line: &str) -> bool {
    let plain = line.starts_with(|letter: char| letter.is_alphabetic() || letter == '`');
    plain && !line.contains(['=', '{', '}', '<', '[', '\t']) && !line.contains("  ")
}

/// The lines as steps of a chain, set apart from other comments before them.
pub fn links(lines: Vec<String>) -> impl Iterator<Item = Link> {
    let apart = (!lines.is_empty()).then(|| Link::Comment(String::new()));
    apart.into_iter().chain(lines.into_iter().map(Link::Comment))
}
