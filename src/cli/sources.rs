//! The lines of Rust that findings are about, as they are on the disk.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Label, Place, SourceText};
use crate::jobspec::Location;
use crate::lint::Outcome;
use crate::project::Project;
use crate::rust_text::name_at;
use jobwright_hcl::syntax::Span;

/// Files of this size or larger were not written by hand, and are not read.
const LARGEST: u64 = 1 << 20;

/// The files that hold the definitions of a project.
pub struct Sources {
    root: Option<PathBuf>,
    read: HashMap<String, Option<Arc<SourceText>>>,
}

impl Sources {
    pub fn new(root: Option<&Path>) -> Self {
        Self { root: root.map(Path::to_owned), read: HashMap::new() }
    }

    /// Those of the project here.
    pub fn here() -> Self {
        let root = Project::here().ok().and_then(|project| project.root().canonicalize().ok());
        Self::new(root.as_deref())
    }

    /// Names the file of a label as people know it, by its path in the project, and puts the call that it is about into
    /// the label, if the file is at hand.
    pub fn find(&mut self, label: &mut Label) {
        let Place::Line { file, line, column } = &mut label.place else { return };
        if let Some(root) = &self.root
            && let Ok(below) = Path::new(&*file).strip_prefix(root)
        {
            *file = below.to_string_lossy().replace('\\', "/");
        }
        let Some(text) = self.text(file) else { return };
        if let Some(name) = name_at(&text.text, *line, *column)
            && let Some(span) = span(name)
        {
            label.place = Place::Text(text, span);
        }
    }

    /// The call at a location, in the source of its file.
    pub fn call(&mut self, location: Location) -> Option<(Arc<SourceText>, Span)> {
        let mut label = Label { place: location.into(), ..Label::default() };
        self.find(&mut label);
        match label.place {
            Place::Text(text, span) => Some((text, span)),
            _ => None,
        }
    }

    /// The file of a name, with its source.
    pub fn file(&mut self, name: &str) -> Option<(PathBuf, Arc<SourceText>)> {
        let text = self.text(name)?;
        Some((self.root.as_ref()?.join(name), text))
    }

    fn text(&mut self, file: &str) -> Option<Arc<SourceText>> {
        if let Some(known) = self.read.get(file) {
            return known.clone();
        }
        let text = self.root.as_ref().and_then(|root| {
            let path = root.join(file);
            let small =
                fs::metadata(&path).is_ok_and(|facts| facts.is_file() && facts.len() < LARGEST);
            let text = fs::read_to_string(path).ok().filter(|_| small)?;
            Some(Arc::new(SourceText::new(file, text)))
        });
        self.read.insert(file.to_owned(), text.clone());
        text
    }
}

/// Puts the lines of Rust into what the rules have found.
pub fn locate(outcome: &mut Outcome) {
    let mut sources = Sources::here();
    let allowed = outcome.allowed.iter_mut().map(|one| &mut one.finding);
    for finding in outcome.findings.iter_mut().chain(allowed) {
        finding.labels_mut().for_each(|label| sources.find(label));
    }
}

fn span(range: Range<usize>) -> Option<Span> {
    Some(Span::new(u32::try_from(range.start).ok()?, u32::try_from(range.end).ok()?))
}
