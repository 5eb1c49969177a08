//! Pages, and what stands in fences in them.

use std::fs;

use crate::support::{files, repository};

/// A page of the guide.
pub struct Page {
    /// Its path in the repository.
    pub path: String,
    pub text: String,
}

/// What stands between two fences.
pub struct Block<'p> {
    /// The line of the first fence, from 1.
    pub line: usize,
    /// The first word of the fence.
    pub language: &'p str,
    /// The others, which say what is special about it.
    pub marks: Vec<&'p str>,
    /// The file that the line above names: `` `registry/site.rs`: ``
    pub named: &'p str,
    pub text: String,
}

impl Page {
    /// A page by its path.
    pub fn of(path: &str) -> Self {
        let text =
            fs::read_to_string(repository(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        Self { path: path.to_owned(), text }
    }

    /// Its blocks of code, in their order.
    pub fn blocks(&self) -> Vec<Block<'_>> {
        let mut blocks = Vec::new();
        let mut open: Option<Block<'_>> = None;
        let mut named = "";
        for (index, line) in self.text.lines().enumerate() {
            match (&mut open, line.strip_prefix("```")) {
                (None, Some(info)) => {
                    let mut words = info.split([',', ' ']);
                    let language = words.next().unwrap_or_default();
                    let marks = words.collect();
                    open = Some(Block {
                        line: index + 1,
                        language,
                        marks,
                        named,
                        text: String::new(),
                    });
                }
                (Some(_), Some("")) => blocks.extend(open.take()),
                (Some(block), _) => block.text += &format!("{line}\n"),
                (None, None) if !line.is_empty() => named = file_named(line).unwrap_or_default(),
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{}: a fence is not closed", self.path);
        blocks
    }

    /// Its lines outside of fences, with their numbers.
    pub fn prose(&self) -> Vec<(usize, &str)> {
        let mut inside = false;
        let lines = self.text.lines().enumerate().filter(|(_, line)| {
            let fence = line.starts_with("```");
            inside ^= fence;
            !inside && !fence
        });
        lines.map(|(index, line)| (index + 1, line)).collect()
    }
}

impl Block<'_> {
    /// The commands of a session or a script, each without the comment behind it; none of another language.
    pub fn commands(&self) -> Vec<&str> {
        let lines = self.text.lines();
        match self.language {
            "console" => lines.filter_map(|line| line.strip_prefix("$ ")).map(bare).collect(),
            "sh" => lines.map(bare).filter(|line| !line.is_empty()).collect(),
            _ => Vec::new(),
        }
    }
}

/// The README and all pages of the book.
pub fn pages() -> Vec<Page> {
    let root = repository("");
    let all = files(&repository("docs")).expect("the pages").into_iter();
    let pages = all.filter(|file| file.extension().is_some_and(|end| end == "md"));
    let paths = pages.map(|file| {
        let path = file.strip_prefix(&root).expect("a path in the repository");
        path.to_string_lossy().into_owned()
    });
    let pages: Vec<Page> =
        paths.chain(["README.md".to_owned()]).map(|path| Page::of(&path)).collect();
    assert!(pages.len() > 20, "{} pages", pages.len());
    pages
}

/// The file that a line above a block names: `` `registry/site.rs`: ``
pub fn file_named(line: &str) -> Option<&str> {
    line.strip_suffix("`:")?.rsplit_once('`').map(|(_, name)| name)
}

/// A command without the comment behind it.
pub fn bare(line: &str) -> &str {
    let start = if line.starts_with("# ") { Some(0) } else { line.find(" # ") };
    start.map_or(line, |start| &line[..start]).trim()
}
