//! Bodies whose content Nomad does not describe: third-party driver configuration, scaling policies, plugins.

use super::{Map, Value};

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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Free(Vec<FreeItem>);

/// One entry of a free-form body.
#[derive(Clone, Debug, PartialEq)]
pub enum FreeItem {
    /// `name = value`
    Attr(String, Value),
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
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attr(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.set(name, value);
        self
    }

    /// Adds a block.
    #[must_use]
    pub fn block(self, name: &str, body: Self) -> Self {
        self.labelled_block(name, &[], body)
    }

    /// Adds a block with labels.
    #[must_use]
    pub fn labelled_block(mut self, name: &str, labels: &[&str], body: Self) -> Self {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        self.0.push(FreeItem::Block { name: name.to_owned(), labels, body });
        self
    }

    /// Sets an attribute, replacing an earlier one of that name.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        let earlier = self.0.iter_mut().find_map(|item| match item {
            FreeItem::Attr(key, old) if key == name => Some(old),
            _ => None,
        });
        match earlier {
            Some(old) => *old = value,
            None => self.0.push(FreeItem::Attr(name.to_owned(), value)),
        }
    }

    /// Appends an entry as it is.
    pub fn push(&mut self, item: FreeItem) {
        self.0.push(item);
    }

    /// The entries, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &FreeItem> {
        self.0.iter()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether Nomad reads the same from both: attributes in any order, blocks in theirs.
    #[must_use]
    pub fn same(&self, other: &Self, config: bool) -> bool {
        let blocks = |free: &Self| -> Vec<(String, Vec<String>, Self)> {
            let block = |item: &FreeItem| match item {
                FreeItem::Block { name, labels, body } => {
                    Some((name.clone(), labels.clone(), body.clone()))
                }
                FreeItem::Attr(..) => None,
            };
            free.iter().filter_map(block).collect()
        };
        let (one, two) = (blocks(self), blocks(other));
        self.attributes().len() == other.attributes().len()
            && self.attributes().iter().all(|(name, value)| {
                other.attributes().get(name).is_some_and(|other| value.same(other, config))
            })
            && one.len() == two.len()
            && one
                .iter()
                .zip(&two)
                .all(|(one, two)| one.0 == two.0 && one.1 == two.1 && one.2.same(&two.2, config))
    }

    /// The attributes alone.
    #[must_use]
    pub fn attributes(&self) -> Map {
        let attribute = |item: &FreeItem| match item {
            FreeItem::Attr(name, value) => Some((name.clone(), value.clone())),
            FreeItem::Block { .. } => None,
        };
        self.iter().filter_map(attribute).collect()
    }
}

impl From<Map> for Free {
    fn from(map: Map) -> Self {
        Self(
            map.iter()
                .map(|(name, value)| FreeItem::Attr(name.to_owned(), value.clone()))
                .collect(),
        )
    }
}
