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
    /// The names that no site has, each with the first place that asks for it, in the order of files and lines:
    /// definitions are called at the same time.
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
        let first = unknown.entry(name.to_owned()).or_insert(location);
        if line(location) < line(*first) {
            *first = location;
        }
    }
}

/// What places are ordered by.
fn line(location: Location) -> Option<(&'static str, u32, u32)> {
    match location {
        Location::Rust(place) => Some((place.file(), place.line(), place.column())),
        Location::Unknown | Location::Text(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;
    use crate::jobspec::Location;

    #[test]
    fn the_first_place_is_kept_whoever_asks_first() {
        let places = [Location::here(), Location::here()];
        for order in [[0, 1], [1, 0]] {
            let asked = Asked { known: ["lab".to_owned()].into(), ..Asked::default() };
            order.into_iter().for_each(|at| asked.note("lap", places[at]));
            let unknown = asked.unknown.lock().expect("nobody has panicked");
            assert!(unknown.get("lap").is_some_and(|at| at.is(places[0])));
        }
    }
}
