//! The location of a finding, and the sources that it can be in.

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::jobspec::{Location, Origins, SourceId};
use crate::visible::visible_line;
use jobwright_hcl::syntax::{Position, Span};

/// Where a finding is, as it is shown to the user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The location is not known.
    #[default]
    Unknown,
    /// A file, of which no more is known.
    File(String),
    /// A line and a column of a file whose content is not loaded: a call in a definition.
    Line {
        /// The file, as the user would name it.
        file: String,
        /// The line, from 1.
        line: u32,
        /// The column, from 1.
        column: u32,
    },
    /// A part of a source text.
    Text(Arc<SourceText>, Span),
}

/// A source text with its name, such as a job file.
#[derive(Debug)]
pub struct SourceText {
    /// The file, as the user would name it.
    pub name: String,
    /// All of it.
    pub text: String,
    /// Where its lines begin: computed once, on first use.
    lines: OnceLock<Vec<u32>>,
}

impl PartialEq for SourceText {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.text) == (&other.name, &other.text)
    }
}

impl Eq for SourceText {}

impl SourceText {
    /// Creates a source text with its name.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), lines: OnceLock::new() }
    }

    /// The number of the line that a byte is in, from 1, and where that line begins.
    pub(super) fn line(&self, offset: usize) -> (u32, usize) {
        let lines = self.lines.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            let starts = ends.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX));
            std::iter::once(0).chain(starts).collect()
        });
        let number = lines.partition_point(|start| (*start as usize) <= offset).max(1);
        let start = lines.get(number - 1).map_or(0, |start| *start as usize);
        (u32::try_from(number).unwrap_or(u32::MAX), start)
    }

    /// The line and column of a byte; an offset beyond the end means the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let (line, start) = self.line(offset);
        let shown = self.text.get(start..offset).unwrap_or_default();
        let column = shown.trim_start_matches('\u{feff}').chars().count();
        Position { line, column: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1) }
    }
}

/// The sources that [`Location`]s are in.
///
/// ```
/// use jobwright::diagnostic::SourceMap;
/// use jobwright::jobspec::Location;
/// use jobwright::syntax::Span;
///
/// let mut sources = SourceMap::default();
/// let id = sources.add("web.nomad.hcl", "job \"web\" {\n  priority = 101\n}\n");
/// let place = sources.place(Location::Text(id, Span::new(25, 28)));
/// assert_eq!(place.to_string(), "web.nomad.hcl:2:14");
/// ```
#[derive(Clone, Debug, Default)]
pub struct SourceMap(Vec<Source>);

#[derive(Clone, Debug)]
struct Source {
    text: Arc<SourceText>,
    /// Where the parts of what was read are in this source text, if it was read in another form.
    origins: Option<Origins>,
}

impl SourceMap {
    /// Adds a source text, as it was read.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.push(name.into(), text.into(), None)
    }

    /// Adds a source text that was read in another form, such as HCL's JSON syntax, with the
    /// origins of the parts of that form.
    pub fn add_rewritten(
        &mut self,
        name: impl Into<String>,
        text: impl Into<String>,
        origins: Origins,
    ) -> SourceId {
        self.push(name.into(), text.into(), Some(origins))
    }

    /// Adds a source text that is already shared, with the origins of its parts if it was read in
    /// another form.
    pub fn add_shared(&mut self, text: Arc<SourceText>, origins: Option<Origins>) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(Source { text, origins });
        id
    }

    fn push(&mut self, name: String, text: String, origins: Option<Origins>) -> SourceId {
        self.add_shared(Arc::new(SourceText::new(name, text)), origins)
    }

    /// Resolves a location; one in a source text that was not added is unknown.
    #[must_use]
    pub fn place(&self, location: Location) -> Place {
        let Location::Text(id, span) = location else { return location.into() };
        let source = usize::try_from(id.0).ok().and_then(|index| self.0.get(index));
        source.map_or(Place::Unknown, |source| {
            let origin = source.origins.as_ref().map_or(span, |origins| origins.of(span));
            Place::Text(Arc::clone(&source.text), origin)
        })
    }
}

impl Place {
    /// A part of a source text.
    #[must_use]
    pub fn in_text(name: &str, text: &str, span: Span) -> Self {
        Self::Text(Arc::new(SourceText::new(name, text)), span)
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Unknown => None,
            Self::File(file) | Self::Line { file, .. } => Some(file),
            Self::Text(source, _) => Some(&source.name),
        }
    }

    /// The line and column, from 1, at which it begins, and those after its end if they are known.
    #[must_use]
    pub fn range(&self) -> Option<(Position, Option<Position>)> {
        match self {
            Self::Unknown | Self::File(_) => None,
            Self::Line { line, column, .. } => {
                Some((Position { line: *line, column: *column }, None))
            }
            Self::Text(source, span) => {
                let position = |offset| source.position(offset);
                Some((position(span.start), Some(position(span.end.max(span.start)))))
            }
        }
    }

    /// A part of a string that is found at this location.
    pub(super) fn part(&self, text: &str, span: Span) -> Option<Self> {
        let Self::Text(source, place) = self else { return None };
        let at = place.of(&source.text).find(text)?;
        let start = place.start.saturating_add(u32::try_from(at).ok()?);
        let part = Span::new(start.saturating_add(span.start), start.saturating_add(span.end));
        Some(Self::Text(Arc::clone(source), part))
    }

    /// Whether it is in this source text.
    pub(crate) fn is_in(&self, text: &SourceText) -> bool {
        matches!(self, Self::Text(of, _) if of.as_ref() == text)
    }

    /// Whether it is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        *self != Self::Unknown
    }

    /// This location, or the other one if this is not known.
    #[must_use]
    pub fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        if self.is_known() { self } else { other() }
    }
}

/// A call in a definition; what is in a source text is resolved by a [`SourceMap`].
impl From<Location> for Place {
    fn from(location: Location) -> Self {
        location.rust().map_or(Self::Unknown, |at| Self::Line {
            // A path that the compiler saw with backslashes reads the same on every machine.
            file: at.file().replace('\\', "/"),
            line: at.line(),
            column: at.column(),
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible_line(self.file().unwrap_or("an unknown location")))?;
        match self.range() {
            Some((Position { line, column }, _)) => write!(f, ":{line}:{column}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, SourceMap};
    use crate::jobspec::{Location, Origins, SourceId};
    use jobwright_hcl::syntax::Span;

    #[test]
    fn what_was_rewritten_is_where_it_came_from() {
        let mut sources = SourceMap::default();
        let plain = sources.add("a.hcl", "ab\ncd");
        let mut origins = Origins::default();
        origins.push(0, Span::new(2, 5));
        origins.push(4, Span::new(7, 8));
        let json = sources.add_rewritten("b.json", "{\n\"x\": 1}", origins);
        let shown =
            |id, start| sources.place(Location::Text(id, Span::new(start, start + 1))).to_string();
        assert_eq!(shown(plain, 4), "a.hcl:2:2");
        assert_eq!(
            [shown(json, 0), shown(json, 3), shown(json, 9)],
            ["b.json:2:1", "b.json:2:1", "b.json:2:6"]
        );
    }

    #[test]
    fn a_part_is_where_it_stands() {
        let text = "a = x\nb = [x, var.y]\n";
        let list = Place::in_text("a.hcl", text, Span::new(10, 20));
        let part =
            |text, start, end| list.part(text, Span::new(start, end)).map(|part| part.to_string());
        assert_eq!(part("var.y", 4, 5).as_deref(), Some("a.hcl:2:13"));
        assert_eq!(part("x", 0, 1).as_deref(), Some("a.hcl:2:6"), "not the one before");
        assert_eq!(part("var.z", 0, 5), None);
        assert_eq!(Place::File("a.hcl".to_owned()).part("x", Span::new(0, 1)), None);
    }

    #[test]
    fn what_nobody_has_is_unknown() {
        let sources = SourceMap::default();
        for location in [Location::Unknown, Location::Text(SourceId(3), Span::new(0, 1))] {
            assert_eq!(sources.place(location), Place::Unknown);
        }
        assert_eq!(Place::Unknown.to_string(), "an unknown location");
        assert_eq!(Place::File("a\n.rs".to_owned()).to_string(), "a␊.rs");
    }
}
