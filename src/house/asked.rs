//! What definitions ask a site about: which of its questions no site could answer with yes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::jobspec::Location;

/// The sites of a registry, and which of them were asked for. It says nothing about the site: all are equal.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The names of all sites; none, for a site by itself.
    pub(super) known: Arc<[String]>,
    /// The categories of the registry.
    pub(super) categories: Arc<[String]>,
    /// The names that no site has, each with where it was asked for first.
    pub(super) unknown: Arc<Mutex<BTreeMap<String, Location>>>,
}

impl PartialEq for Asked {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Asked {}

impl Asked {
    pub(super) fn note(&self, name: &str, location: Location) {
        if self.known.is_empty() || self.known.iter().any(|known| known == name) {
            return;
        }
        let mut unknown = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        unknown.entry(name.to_owned()).or_insert(location);
    }
}
