//! Where something was written.

use std::panic;
use std::path::Path;

use jobwright_hcl::syntax::Span;

/// Where a block or an attribute was written. It says nothing about the job: all locations are equal.
#[derive(Clone, Copy, Debug, Default)]
pub enum Location {
    /// Not recorded.
    #[default]
    Unknown,
    /// A call in a definition.
    Rust(&'static panic::Location<'static>),
    /// A part of a source, such as a job file.
    Text(SourceId, Span),
}

/// One of the sources that a [`SourceMap`](crate::diagnostic::SourceMap) owns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// Where the parts of a source came from that was made of another one, such as HCL of its JSON syntax.
#[derive(Clone, Debug, Default)]
pub struct Origins(Vec<(u32, Span)>);

impl Origins {
    /// What begins at this offset, which is behind all before, came from there.
    pub fn push(&mut self, start: u32, origin: Span) {
        self.0.push((start, origin));
    }

    /// Where a part of the source came from.
    #[must_use]
    pub fn of(&self, span: Span) -> Span {
        let after = self.0.partition_point(|(start, _)| *start <= span.start);
        let origin = after.checked_sub(1).and_then(|index| self.0.get(index));
        origin.map_or_else(Span::default, |(_, origin)| *origin)
    }
}

impl Location {
    /// The caller's location, or unknown if it is in this library or in the standard library: the
    /// call that led there is further up, and gives its own location.
    #[must_use]
    #[track_caller]
    pub fn here() -> Self {
        let at = panic::Location::caller();
        if is_library(at.file()) { Self::Unknown } else { Self::Rust(at) }
    }

    /// The call, where it was written in Rust.
    #[must_use]
    pub fn rust(self) -> Option<&'static panic::Location<'static>> {
        match self {
            Self::Rust(at) => Some(at),
            Self::Unknown | Self::Text(..) => None,
        }
    }

    /// Whether anybody kept it.
    #[must_use]
    pub fn is_known(self) -> bool {
        !matches!(self, Self::Unknown)
    }

    /// Whether both are the same place: all locations are equal.
    #[must_use]
    pub fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Unknown, Self::Unknown) => true,
            (Self::Rust(one), Self::Rust(two)) => one == two,
            (Self::Text(one, span), Self::Text(two, other)) => (one, span) == (two, other),
            _ => false,
        }
    }

    /// This one, or the other where this one is not known.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::Unknown => other,
            known => known,
        }
    }
}

/// The directory of this library's sources, as the compiler names it.
const SOURCES: &str = file!().split_at(file!().len() - "jobspec/location.rs".len()).0;

/// Where the standard library's sources lie on a machine that has them.
const STANDARD: [&str; 2] =
    ["/lib/rustlib/src/rust/library/", "\\lib\\rustlib\\src\\rust\\library\\"];

/// Whether a source file is of this library, or of the standard library, through which `into` and `map` call.
fn is_library(file: &str) -> bool {
    file.starts_with(SOURCES)
        || file.starts_with("/rustc/")
        || Path::new(file).is_absolute() && STANDARD.iter().any(|sources| file.contains(sources))
}

impl Eq for Location {}

impl PartialEq for Location {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Where an attribute was set; of a list that several calls have made, where each of its values was.
///
/// ```
/// use jobwright::jobspec::{Location, Locations};
///
/// let text = "job \"web\" {\n  datacenters = [\"dc1\", \"dc2\"]\n}\n";
/// let job = jobwright::read::job(text).map_err(|found| found[0].message.clone())?;
/// let locations = job.datacenters.as_ref().map(|list| list.locations().clone()).unwrap_or_default();
/// let Location::Text(_, span) = locations.of_value(1) else { panic!("a place in the text") };
/// assert_eq!(span.of(text), "\"dc2\"");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug)]
pub struct Locations(Inner);

#[derive(Clone, Debug)]
enum Inner {
    One(Location),
    /// Each with the first value that it is of, in their order; the first is of the first value.
    // A slice would not fit into the room of a location, which every attribute has.
    #[expect(clippy::box_collection, reason = "a thin pointer")]
    Several(Box<Vec<(usize, Location)>>),
}

impl Default for Locations {
    fn default() -> Self {
        Self(Inner::One(Location::Unknown))
    }
}

impl From<Location> for Locations {
    fn from(location: Location) -> Self {
        Self(Inner::One(location))
    }
}

/// One for each value of a list.
impl FromIterator<Location> for Locations {
    fn from_iter<T: IntoIterator<Item = Location>>(locations: T) -> Self {
        let mut all = Vec::<(usize, Location)>::new();
        for (index, location) in locations.into_iter().enumerate() {
            if all.last().is_none_or(|(_, before)| !before.is(location)) {
                all.push((index, location));
            }
        }
        Self::from_starts(all)
    }
}

impl Locations {
    fn from_starts(all: Vec<(usize, Location)>) -> Self {
        match all.as_slice() {
            [] => Self::default(),
            [(_, only)] => (*only).into(),
            _ => Self(Inner::Several(Box::new(all))),
        }
    }

    /// The location of the attribute: that of the first call.
    #[must_use]
    pub fn first(&self) -> Location {
        self.of_value(0)
    }

    /// The location of a value of a list.
    #[must_use]
    pub fn of_value(&self, index: usize) -> Location {
        match &self.0 {
            Inner::One(location) => *location,
            Inner::Several(all) => {
                let before = all.partition_point(|(start, _)| *start <= index);
                all.get(before.saturating_sub(1)).map(|(_, location)| *location).unwrap_or_default()
            }
        }
    }

    /// The same, with unknown locations replaced by `here`.
    #[must_use]
    pub(crate) fn or(mut self, here: Location) -> Self {
        match &mut self.0 {
            Inner::One(location) => *location = location.or(here),
            Inner::Several(all) => {
                all.iter_mut().for_each(|(_, location)| *location = location.or(here));
            }
        }
        self
    }

    /// Those of a list of so many values, with those of one that is appended to it.
    pub(crate) fn followed_by(self, values: usize, more: Self) -> Self {
        let all = |locations: Self| match locations.0 {
            Inner::One(location) => vec![(0, location)],
            Inner::Several(all) => *all,
        };
        let mut both = all(self);
        for (start, location) in all(more) {
            if values + start == 0 {
                both.clear();
            }
            if both.last().is_none_or(|(_, before)| !before.is(location)) {
                both.push((values + start, location));
            }
        }
        Self::from_starts(both)
    }
}

#[cfg(test)]
mod tests {
    use super::{Location, Locations, SOURCES, is_library};
    use crate::jobspec::Attr;
    use jobwright_hcl::syntax::Span;

    fn text(at: u32) -> Location {
        Location::Text(Default::default(), Span::new(at, at))
    }

    #[track_caller]
    fn check(locations: &Locations, expected: &[Location]) {
        for (index, expected) in expected.iter().enumerate() {
            let found = locations.of_value(index);
            assert!(found.is(*expected), "{index}: {found:?}, not {expected:?}");
        }
    }

    #[test]
    fn a_call_in_a_library_is_no_place() {
        let core = "library/core/src/ops/function.rs";
        let mut libraries = vec![format!("/rustc/59807616e1fa/{core}")];
        libraries.push(format!("/home/me/.rustup/toolchains/stable/lib/rustlib/src/rust/{core}"));
        libraries.push(format!("{SOURCES}house/build.rs"));
        for file in libraries {
            assert!(is_library(&file), "{file}");
        }
        for file in [
            "registry/web.rs",
            "/home/rustlib/jobs/registry/web.rs",
            "/srv/library/core/src/web.rs",
        ] {
            assert!(!is_library(file), "{file}");
        }
        // Here, the caller is the library itself.
        assert!(!Location::here().is_known());
    }

    #[test]
    fn an_attribute_is_no_larger_for_the_values_of_lists() {
        assert_eq!(size_of::<Locations>(), size_of::<Location>());
        assert_eq!(size_of::<Option<Attr<Vec<String>>>>(), size_of::<Attr<bool>>());
    }

    #[test]
    fn values_are_where_they_were_appended() {
        let two = Locations::from(text(1)).followed_by(2, text(2).into());
        check(&two, &[text(1), text(1), text(2), text(2)]);
        check(
            &two.clone().followed_by(3, two),
            &[text(1), text(1), text(2), text(1), text(1), text(2)],
        );
        check(&Locations::from(text(1)).followed_by(0, text(2).into()), &[text(2)]);
    }

    #[test]
    fn what_nobody_kept_is_where_it_was_given() {
        let some = [Location::Unknown, text(1), text(1)].into_iter().collect::<Locations>();
        check(&some.or(text(5)), &[text(5), text(1), text(1)]);
        check(&Locations::default().or(text(5)), &[text(5)]);
    }
}
