//! One pass over the definitions of a site, only a few of which are in memory as a whole at a time.

use std::path::PathBuf;

use super::catalogue::{Catalogue, Categories};
use super::item::CatalogueItem;
use super::outline::outline;
use crate::house::Site;
use crate::lint::{self, Context, Level, Linter};
use crate::parallel;
use crate::registry::{Defined, Entry, Registry};

/// The result of a pass.
#[derive(Debug)]
pub(super) struct Passed<T> {
    /// The site, with the outlines of its definitions.
    pub catalogue: Catalogue,
    /// The findings of the rules.
    pub outcome: lint::Outcome,
    /// The result for each item.
    pub made: Vec<T>,
}

/// A site, and whether its files must be kept apart from those of others.
pub(super) struct OfSite<'r> {
    pub registry: &'r Registry,
    pub site: Site,
    /// Whether it is one of several, so that its files are in a directory of its name.
    pub is_one_of_several: bool,
}

impl OfSite<'_> {
    /// Calls each definition, runs the rules on it, and passes it to `make` before it is reduced;
    /// calls `done` after each file.
    pub fn pass<T: Send>(
        self,
        least: Level,
        make: &(dyn Fn(&Site, &CatalogueItem) -> T + Sync),
        done: &(dyn Fn() + Sync),
    ) -> Passed<T> {
        let Self { registry, site, is_one_of_several } = self;
        let name = is_one_of_several.then(|| site.name.clone());
        let categories = Categories::of(registry, &site);
        let context = Context::new(&site, &[]).at_least(least);
        let linter = Linter::new(&context);
        let of_entry = |entry: &Entry| {
            let of_item = |mut item: CatalogueItem| {
                item.site.clone_from(&name);
                let made = make(&site, &item);
                let alone = linter.alone(&item.defined);
                outline(&mut item.defined.definition);
                (item, alone, made)
            };
            let all: Vec<_> = categories.items(entry).into_iter().map(of_item).collect();
            done();
            all
        };
        let all = parallel::map(registry.entries, of_entry);
        let count = all.iter().map(Vec::len).sum();
        let (mut items, mut found, mut made) =
            (Vec::with_capacity(count), Vec::with_capacity(count), Vec::with_capacity(count));
        for (item, alone, one) in all.into_iter().flatten() {
            items.push(item);
            found.push(alone);
            made.push(one);
        }
        drop((linter, categories));
        let folder = name.map(PathBuf::from).unwrap_or_default();
        let catalogue = Catalogue::complete(site, items, folder);
        let defined: Vec<&Defined> = catalogue.items.iter().map(|item| &item.defined).collect();
        let context = Context::new(&catalogue.site, &defined).at_least(least);
        let outcome = Linter::new(&context).all(found);
        drop(defined);
        Passed { catalogue, outcome, made }
    }
}
