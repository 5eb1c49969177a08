//! The comments of a source file, which go into the definition at the place where they stood.

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
