//! The Rust of a registry, and which literal in it an image comes from.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::literals::{Found, To, literals};
use super::uses::Use;
use crate::diagnostic::{Place, SourceText};
use crate::error::Error;
use crate::files;
use crate::project::Project;
use crate::rust_text::name_at;
use jobwright_hcl::syntax::Span;

/// More files than this are no registry.
const MOST: usize = 20_000;

/// The Rust files of a registry, with the literals that say images.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<File>,
}

#[derive(Debug)]
pub(super) struct File {
    pub text: Arc<SourceText>,
    pub literals: Vec<Found>,
}

/// A literal that says an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The file, by its path from the project's root.
    pub file: String,
    /// Its line, from 1.
    pub line: u32,
    /// Which file, and which literal in it.
    pub(super) index: (usize, usize),
}

/// Where an image comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This literal, in the very call or in the constant that it names.
    Literal(Literal),
    /// One of several that say the same: nobody knows which.
    Several(Vec<Literal>),
    /// No literal: it is put together of parts, or says no tag.
    None,
}

impl Sources {
    /// The Rust files below `registry/` of a project.
    ///
    /// # Errors
    ///
    /// A folder or file that cannot be read.
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
        let file = |(name, text): (N, T)| {
            let text = SourceText::new(name, text);
            let literals = literals(&text.name, &text.text);
            File { text: Arc::new(text), literals }
        };
        Self { files: texts.into_iter().map(file).collect() }
    }

    /// All literals that say an image, each with where it stands in its file.
    pub fn images(&self) -> impl Iterator<Item = (Range<usize>, &str)> {
        let all = self.files.iter().flat_map(|file| &file.literals);
        all.map(|found| (found.span.clone(), found.image.as_str()))
    }

    /// Where an image comes from that is used.
    #[must_use]
    pub fn origin(&self, used: &Use) -> Origin {
        let Some((file, at)) = self.call(used) else { return self.constant(used, None) };
        let own = |literal: &Found| literal.to == To::Call(at.end) && literal.image == used.image;
        if let Some(index) = self.files[file].literals.iter().position(own) {
            return Origin::Literal(self.literal(file, index));
        }
        match argument(&self.files[file].text.text, at) {
            Argument::Name(name) => self.constant(used, Some(name)),
            Argument::Attribute => self.constant(used, None),
            Argument::Other => Origin::None,
        }
    }

    /// The constant, or the attribute of a driver, that says an image: the constant of a name, if one is known.
    fn constant(&self, used: &Use, name: Option<&str>) -> Origin {
        let says = |literal: &Found| literal.image == used.image;
        let is_named = |literal: &Found| matches!(&literal.to, To::Constant(own) if Some(own.as_str()) == name);
        let named = self.matching(|literal| says(literal) && is_named(literal));
        let mut all = match named.is_empty() {
            true => self.matching(|literal| says(literal) && !matches!(literal.to, To::Call(_))),
            false => named,
        };
        match all.len() {
            0 => Origin::None,
            1 => Origin::Literal(all.remove(0)),
            _ => Origin::Several(all),
        }
    }

    fn matching(&self, wanted: impl Fn(&Found) -> bool) -> Vec<Literal> {
        let mut all = Vec::new();
        for (file, own) in self.files.iter().enumerate() {
            let found = own.literals.iter().enumerate().filter(|(_, literal)| wanted(literal));
            all.extend(found.map(|(index, _)| self.literal(file, index)));
        }
        all
    }

    fn literal(&self, file: usize, index: usize) -> Literal {
        let of = &self.files[file];
        let start = of.literals[index].span.start;
        let line = of.text.position(u32::try_from(start).unwrap_or(u32::MAX)).line;
        Literal { file: of.text.name.clone(), line, index: (file, index) }
    }

    /// The call in which an image was said: its file, and its name there.
    fn call(&self, used: &Use) -> Option<(usize, Range<usize>)> {
        let at = used.location.rust()?;
        let path = at.file().replace('\\', "/");
        // The compiler names files from the root of the workspace, or from the root of all.
        let is_it = |file: &File| Path::new(&path).ends_with(&file.text.name);
        let file = self.files.iter().position(is_it)?;
        let text = &self.files[file].text.text;
        let span = name_at(text, at.line(), at.column())?;
        Some((file, span))
    }

    /// The file and the line of the call in which an image was said.
    pub(super) fn written(&self, used: &Use) -> Option<(String, u32)> {
        let (file, span) = self.call(used)?;
        let text = &self.files[file].text;
        let start = u32::try_from(span.start).unwrap_or(u32::MAX);
        Some((text.name.clone(), text.position(start).line))
    }

    /// The text in which a literal stands, and where it does.
    pub(super) fn found(&self, literal: &Literal) -> (&Arc<SourceText>, &Found) {
        let (file, index) = literal.index;
        (&self.files[file].text, &self.files[file].literals[index])
    }

    /// The place of a literal, for findings.
    #[must_use]
    pub fn place(&self, literal: &Literal) -> Place {
        let (text, found) = self.found(literal);
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Place::Text(Arc::clone(text), Span::new(offset(found.span.start), offset(found.span.end)))
    }

    /// The texts of all files.
    pub(super) fn files(&self) -> &[File] {
        &self.files
    }
}

/// What an image is said by, where it is no literal.
enum Argument<'t> {
    /// A constant, a variable or a parameter.
    Name(&'t str),
    /// An attribute of a driver that we do not know.
    Attribute,
    /// Anything else.
    Other,
}

/// The first argument of the call whose name stands there.
fn argument(text: &str, name: Range<usize>) -> Argument<'_> {
    let Some(rest) = text.get(name.end..).and_then(|rest| rest.strip_prefix('(')) else {
        return Argument::Other;
    };
    let rest = rest.trim_start();
    if rest.starts_with("\"image\"") {
        return Argument::Attribute;
    }
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | ':'));
    let (path, after) = rest.split_at(end.unwrap_or(rest.len()));
    let name = path.rsplit("::").next().unwrap_or_default();
    let constant = !name.is_empty() && !name.contains(|letter: char| letter.is_ascii_lowercase());
    match after.trim_start().chars().next() {
        Some(')' | ',') if !name.is_empty() => Argument::Name(name),
        // `IMAGE.to_owned()`
        Some('.') if constant => Argument::Name(name),
        _ => Argument::Other,
    }
}
