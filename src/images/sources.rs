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
struct File {
    text: Arc<SourceText>,
    literals: Vec<Found>,
    /// Strings that look like images, and that no bot takes for some.
    others: Vec<String>,
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

    /// Where the string stands in it, with its quotes.
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
            let (literals, others) = literals(&text.name, &text.text);
            File { text: Arc::new(text), literals, others }
        };
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
        let Some((file, at)) = self.call(used) else { return self.only(used) };
        let own = |literal: &&Found| literal.to == To::Call(at.end) && literal.image == used.image;
        if let Some(own) = file.literals.iter().find(own) {
            return Origin::Literal(file.literal(own));
        }
        match argument(&file.text.text, at) {
            Argument::Constant(name) => {
                let is_it = |to: &To| matches!(to, To::Constant(own) if own == name);
                one_of(self.matching(used, is_it))
            }
            Argument::Variable | Argument::Attribute => self.only(used),
            Argument::Other => Origin::None,
        }
    }

    /// The only literal that says an image, apart from those in the calls of others.
    fn only(&self, used: &Use) -> Origin {
        match self.is_said_otherwise(used) {
            true => Origin::None,
            false => one_of(self.matching(used, |to| !matches!(to, To::Call(_)))),
        }
    }

    /// Whether some string says an image that no bot takes for one.
    fn is_said_otherwise(&self, used: &Use) -> bool {
        self.files.iter().any(|file| file.others.contains(&used.image))
    }

    fn matching(&self, used: &Use, wanted: impl Fn(&To) -> bool) -> Vec<Literal> {
        let is_it = |found: &&Found| found.image == used.image && wanted(&found.to);
        let of = |file: &File| -> Vec<Literal> {
            file.literals.iter().filter(is_it).map(|found| file.literal(found)).collect()
        };
        self.files.iter().flat_map(of).collect()
    }

    /// The call in which an image was said: its file, and its name there.
    fn call(&self, used: &Use) -> Option<(&File, Range<usize>)> {
        let at = used.location.rust()?;
        let path = at.file().replace('\\', "/");
        // The compiler names files from the root of the workspace, or from the root of all.
        let is_it = |file: &&File| Path::new(&path).ends_with(&file.text.name);
        let file = self.files.iter().find(is_it)?;
        Some((file, name_at(&file.text.text, at.line(), at.column())?))
    }

    /// The file and the line of the call in which an image was said.
    pub(super) fn written(&self, used: &Use) -> Option<(&str, u32)> {
        let (file, span) = self.call(used)?;
        Some((&file.text.name, file.text.position(offset(span.start)).line))
    }
}

impl File {
    fn literal(&self, found: &Found) -> Literal {
        Literal { text: Arc::clone(&self.text), span: found.span.clone() }
    }
}

fn one_of(mut all: Vec<Literal>) -> Origin {
    match (all.len(), all.pop()) {
        (1, Some(only)) => Origin::Literal(only),
        (_, None) => Origin::None,
        (_, Some(last)) => {
            all.push(last);
            Origin::Several(all)
        }
    }
}

/// What an image is said by, where it is no literal.
enum Argument<'t> {
    /// A constant of this name.
    Constant(&'t str),
    /// A variable or a parameter.
    Variable,
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
    let is_constant = name.starts_with(|first: char| first.is_ascii_uppercase())
        && !name.contains(|letter: char| letter.is_ascii_lowercase());
    match after.trim_start().chars().next() {
        // `IMAGE`, `IMAGE.to_owned()`
        Some(')' | ',' | '.') if is_constant => Argument::Constant(name),
        Some(')' | ',') if !name.is_empty() => Argument::Variable,
        _ => Argument::Other,
    }
}
