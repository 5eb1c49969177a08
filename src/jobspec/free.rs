//! Bodies whose content Nomad does not describe: third-party driver configuration, scaling policies, plugins.

use super::entries::{Entries, Named};
use super::{Location, Map, Problem, Value};

/// A free-form body. Nomad tells blocks from attributes: a block becomes a list of objects in its API, an attribute
/// stays what it is.
///
/// ```
/// use jobwright::jobspec::Free;
/// let config = Free::new()
///     .attr("Path", "/usr/local/jails/echo")
///     .attr("Allow", ["raw_sockets", "mount"])
///     .block("Limits", Free::new().attr("memory", 64));
/// assert_eq!(config.iter().count(), 3);
/// ```
///
/// It is written entry by entry, as above; as a macro, `hcl::body!({ … })`; from a struct, with
/// [`Free::from_serialize`]; or as HCL text, with [`Free::hcl`].
#[derive(Clone, Debug, Default)]
pub struct Free {
    items: Entries<Placed>,
    problems: Vec<Problem>,
}

/// An entry, and where it was written.
#[derive(Clone, Debug, PartialEq)]
struct Placed {
    item: FreeItem,
    location: Location,
}

impl Named for Placed {
    fn name(&self) -> Option<&str> {
        match &self.item {
            FreeItem::Attr(name, _) | FreeItem::Object(name, _) => Some(name),
            FreeItem::Block { .. } => None,
        }
    }
}

/// What is wrong with how a body was written says nothing about what is in it.
impl PartialEq for Free {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

/// One entry of a free-form body.
#[derive(Clone, Debug, PartialEq)]
pub enum FreeItem {
    /// `name = value`
    Attr(String, Value),
    /// `name = ({ … })`: an object that stays one. In `name = { … }` Nomad makes it a list of one object.
    Object(String, Map),
    /// `name "label" { … }`
    Block {
        /// The block's keyword.
        name: String,
        /// Its labels.
        labels: Vec<String>,
        /// What is in it.
        body: Free,
    },
}

impl Free {
    /// An empty body.
    #[must_use]
    pub const fn new() -> Self {
        Self { items: Entries::none(), problems: Vec::new() }
    }

    /// Adds an attribute.
    #[must_use]
    #[track_caller]
    pub fn attr(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.set(name, value);
        self
    }

    /// Adds a plain object, where a plugin wants one: an object given to [`Free::attr`] arrives in a list, as a
    /// block does.
    #[must_use]
    #[track_caller]
    pub fn object(mut self, name: &str, entries: Map) -> Self {
        self.set_object(name, entries);
        self
    }

    /// Adds a block.
    #[must_use]
    #[track_caller]
    pub fn block(self, name: &str, body: Self) -> Self {
        self.labelled_block(name, &[], body)
    }

    /// Adds a block with labels.
    #[must_use]
    #[track_caller]
    pub fn labelled_block(mut self, name: &str, labels: &[&str], body: Self) -> Self {
        self.push_block(name, labels, body);
        self
    }

    /// Appends a block with labels.
    #[doc(hidden)]
    #[track_caller]
    pub fn push_block(&mut self, name: &str, labels: &[&str], body: Self) {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        self.push(FreeItem::Block { name: name.to_owned(), labels, body });
    }

    /// Sets an attribute, replacing an earlier one of that name.
    #[track_caller]
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.set_at(name, value, Location::here());
    }

    /// The same, written at this location.
    pub(crate) fn set_at(&mut self, name: &str, value: impl Into<Value>, location: Location) {
        let item = FreeItem::Attr(name.to_owned(), value.into().printed());
        self.items.set(Placed { item, location });
    }

    /// Sets a plain object, replacing an earlier attribute of that name.
    #[track_caller]
    pub fn set_object(&mut self, name: &str, entries: Map) {
        self.set_object_at(name, entries, Location::here());
    }

    /// The same, written at this location.
    pub(crate) fn set_object_at(&mut self, name: &str, entries: Map, location: Location) {
        let item = FreeItem::Object(name.to_owned(), entries);
        self.items.set(Placed { item, location });
    }

    /// Removes an attribute.
    pub fn remove(&mut self, name: &str) {
        self.items.retain(|placed| placed.name() != Some(name));
    }

    /// Appends an entry as it is.
    #[track_caller]
    pub fn push(&mut self, item: FreeItem) {
        self.push_at(item, Location::here());
    }

    /// The same, written at this location.
    pub(crate) fn push_at(&mut self, item: FreeItem, location: Location) {
        self.items.push(Placed { item, location });
    }

    /// The entries, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &FreeItem> {
        self.items.all().iter().map(|placed| &placed.item)
    }

    /// The entries, in order, each with where it was written.
    pub fn placed(&self) -> impl ExactSizeIterator<Item = (&FreeItem, Location)> {
        self.items.all().iter().map(|placed| (&placed.item, placed.location))
    }

    /// Takes the entries of another body in: attributes replace, blocks append.
    pub(crate) fn merge(&mut self, other: Self) {
        self.problems.extend(other.problems);
        other.items.into_vec().into_iter().for_each(|placed| self.items.set(placed));
    }

    /// Notes what keeps the body from being what was asked for; `gen` refuses the job for it.
    pub(crate) fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// What keeps the body from being what was asked for.
    pub(crate) fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.all().is_empty()
    }

    /// Whether Nomad reads the same from both: attributes in any order, blocks in theirs.
    #[must_use]
    pub fn same(&self, other: &Self, config: bool) -> bool {
        type Block<'f> = (&'f str, &'f [String], &'f Free);
        fn block(item: &FreeItem) -> Option<Block<'_>> {
            match item {
                FreeItem::Block { name, labels, body } => {
                    Some((name.as_str(), labels.as_slice(), body))
                }
                FreeItem::Attr(..) | FreeItem::Object(..) => None,
            }
        }
        let objects = |free: &Self| -> Map {
            let object = |item: &FreeItem| match item {
                FreeItem::Object(name, entries) => Some((name.clone(), entries.clone())),
                FreeItem::Attr(..) | FreeItem::Block { .. } => None,
            };
            free.iter().filter_map(object).collect()
        };
        let attributes = |free: &Self| Value::Object(free.attributes());
        let blocks = |free| Self::iter(free).filter_map(block).collect::<Vec<_>>();
        let (one, two) = (blocks(self), blocks(other));
        attributes(self).same(&attributes(other), config)
            && Value::Object(objects(self)).same(&Value::Object(objects(other)), config)
            && one.len() == two.len()
            && one
                .iter()
                .zip(&two)
                .all(|(one, two)| one.0 == two.0 && one.1 == two.1 && one.2.same(two.2, config))
    }

    /// The attributes alone, without plain objects.
    #[must_use]
    pub fn attributes(&self) -> Map {
        let attribute = |item: &FreeItem| match item {
            FreeItem::Attr(name, value) => Some((name.clone(), value.clone())),
            FreeItem::Object(..) | FreeItem::Block { .. } => None,
        };
        self.iter().filter_map(attribute).collect()
    }
}

impl From<Map> for Free {
    fn from(map: Map) -> Self {
        let attribute = |(name, value, location): (&str, &Value, Location)| Placed {
            item: FreeItem::Attr(name.to_owned(), value.clone()),
            location,
        };
        Self { items: map.placed().map(attribute).collect(), problems: Vec::new() }
    }
}
