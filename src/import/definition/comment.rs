//! The comments of a source file, which go into the definition at the place where they stood.

use super::code::Link;
use crate::read::Comment;

/// The comments that have not been printed yet, and where the printer is.
#[derive(Clone, Debug)]
pub struct Comments {
    left: Vec<Comment>,
    here: Vec<(String, usize)>,
}

impl Comments {
    /// All comments of a file.
    pub fn new(comments: &[Comment]) -> Self {
        Self { left: comments.to_vec(), here: Vec::new() }
    }

    /// Goes to a field of the block.
    pub fn enter(&mut self, name: &str, number: usize) {
        self.here.push((name.to_owned(), number));
    }

    /// Goes back to the block.
    pub fn leave(&mut self) {
        self.here.pop();
    }

    /// Goes to a place below the job, and says where the printer was.
    pub fn go(&mut self, to: &[(&str, usize)]) -> Vec<(String, usize)> {
        let to = to.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
        self.back(to)
    }

    /// Goes back to where the printer was.
    pub fn back(&mut self, to: Vec<(String, usize)>) -> Vec<(String, usize)> {
        std::mem::replace(&mut self.here, to)
    }

    /// The lines of the comments at the end of what is here, or of one of its parts.
    pub fn take_at(&mut self, name: &str, number: usize) -> Vec<String> {
        self.enter(name, number);
        let taken = self.take();
        self.leave();
        taken
    }

    /// The lines of the comments right at a place below the job.
    pub fn take_at_place(&mut self, place: &[(&str, usize)]) -> Vec<String> {
        let before = self.go(place);
        let taken = self.take();
        self.back(before);
        taken
    }

    /// The lines of all comments of a place below the job.
    pub fn take_all_of(&mut self, place: &[(&str, usize)]) -> Vec<String> {
        let before = self.go(place);
        let taken = self.take_below();
        self.back(before);
        taken
    }

    /// Whether the printer is at the job itself.
    pub fn is_top(&self) -> bool {
        self.here.is_empty()
    }

    /// The lines of the comments right here.
    pub fn take(&mut self) -> Vec<String> {
        let here = self.here.clone();
        self.take_if(|at| at == here)
    }

    /// The lines of the comments here and below.
    pub fn take_below(&mut self) -> Vec<String> {
        let here = self.here.clone();
        self.take_if(|at| at.starts_with(&here))
    }

    fn take_if(&mut self, wanted: impl Fn(&[(String, usize)]) -> bool) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.left)
            .into_iter()
            .partition::<Vec<_>, _>(|comment| wanted(&comment.at));
        self.left = left;
        taken.iter().flat_map(|comment| lines(&comment.text)).collect()
    }
}

/// The lines of a comment, with Rust's marks.
pub fn lines(text: &str) -> Vec<String> {
    let line = |line: &str| {
        // A letter that ends a line for Rust would end the comment.
        let line = line.replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], " ");
        format!("// {}", line.trim_end()).trim_end().to_owned()
    };
    text.lines().map(line).collect()
}

/// The lines as steps of a chain.
pub fn links(lines: Vec<String>) -> impl Iterator<Item = Link> {
    lines.into_iter().map(Link::Comment)
}
