//! The Rust of a registry, and which literal in it an image comes from.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::code::File;
use super::literals::{Found, alternatives, value};
use super::origin::Search;
use super::uses::Use;
use crate::diagnostic::{Place, SourceText};
use crate::error::Error;
use crate::files;
use crate::project::Project;
use crate::rust_text::name_at;
use jobwright_hcl::syntax::Span;

/// The search for Rust files ends after this many: a registry has fewer.
const MOST: usize = 20_000;

/// The Rust files of a registry, with the literals that say images.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<File>,
}

/// A literal that says an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    text: Arc<SourceText>,
    /// The string with its quotes.
    span: Range<usize>,
}

impl Literal {
    /// The file, by its path from the project's root.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.text.name
    }

    /// All of that file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text.text
    }

    /// The span of the string in it, with its quotes.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Its line, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.text.position(offset(self.span.start)).line
    }

    /// The same for findings.
    #[must_use]
    pub fn place(&self) -> Place {
        let span = Span::new(offset(self.span.start), offset(self.span.end));
        Place::Text(Arc::clone(&self.text), span)
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Where an image comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This literal, in the very call or in the constant that it names.
    Literal(Literal),
    /// One of several that name the same image: it is not known which.
    Several(Vec<Literal>),
    /// No literal: it is put together of parts, has no tag, or cannot be traced.
    None,
}

impl Sources {
    /// The Rust files below `registry/` of a project.
    ///
    /// # Errors
    ///
    /// A directory or file that cannot be read.
    pub fn read(project: &Project) -> Result<Self, Error> {
        let root = project.root();
        let found = files::below(&root.join("registry"), [".rs"], MOST);
        if let Some(error) = found.errors.into_iter().next() {
            return Err(error);
        }
        let mut texts = Vec::new();
        for path in found.files {
            let text = std::fs::read_to_string(&path)
                .map_err(|error| Error::io("cannot read", &path, error))?;
            let below = path.strip_prefix(root).unwrap_or(&path);
            texts.push((below.to_string_lossy().replace('\\', "/"), text));
        }
        Ok(Self::of(texts))
    }

    /// Files with their paths from the project's root.
    #[must_use]
    pub fn of<N: Into<String>, T: Into<String>>(texts: impl IntoIterator<Item = (N, T)>) -> Self {
        let file = |(name, text): (N, T)| File::of(SourceText::new(name, text));
        Self { files: texts.into_iter().map(file).collect() }
    }

    /// All literals that say an image, with what they say.
    pub fn images(&self) -> impl Iterator<Item = (Literal, &str)> {
        let all =
            self.files.iter().flat_map(|file| file.literals.iter().map(move |one| (file, one)));
        all.map(|(file, found)| (file.literal(found), found.image.as_str()))
    }

    /// Where an image comes from that is used.
    #[must_use]
    pub fn origin(&self, used: &Use) -> Origin {
        self.said(used).map_or(Origin::None, one_of)
    }

    /// The literals one of which says an image that is used.
    fn said(&self, used: &Use) -> Option<Vec<Literal>> {
        let (file, at) = self.call(used)?;
        let value = value(&file.code, file.code.ending(at.end)?)?;
        let places = alternatives(&file.code, value)?;
        let search = Search { files: &self.files, image: &used.image, depth: 0 };
        let found = search.among(file, &places)?;
        let mut all: Vec<Literal> = Vec::new();
        for literal in found
            .iter()
            .filter_map(|(file, at)| file.literals.get(*at).map(|one| file.literal(one)))
        {
            if !all.contains(&literal) {
                all.push(literal);
            }
        }
        Some(all)
    }

    /// Whether a literal says this image, whoever uses it.
    pub(super) fn has(&self, image: &str) -> bool {
        self.files.iter().flat_map(|file| &file.literals).any(|found| found.image == image)
    }

    /// The call in which an image was said: its file, and its name there.
    fn call(&self, used: &Use) -> Option<(&File, Range<usize>)> {
        let at = used.location.rust()?;
        let path = at.file().replace('\\', "/");
        // The compiler names files from the root of the workspace, or from the root of all.
        let is_it = |file: &&File| Path::new(&path).ends_with(&file.code.text.name);
        let file = self.files.iter().find(is_it)?;
        Some((file, name_at(&file.code.text.text, at.line(), at.column())?))
    }

    /// The file and the line of the call in which an image was said.
    pub(super) fn written(&self, used: &Use) -> Option<(&str, u32)> {
        let (file, span) = self.call(used)?;
        Some((&file.code.text.name, file.code.text.position(offset(span.start)).line))
    }
}

impl File {
    fn literal(&self, found: &Found) -> Literal {
        Literal { text: Arc::clone(&self.code.text), span: found.span.clone() }
    }
}

fn one_of(all: Vec<Literal>) -> Origin {
    match all.as_slice() {
        [] => Origin::None,
        [only] => Origin::Literal(only.clone()),
        _ => Origin::Several(all),
    }
}
