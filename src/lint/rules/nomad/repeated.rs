//! Duplicate names.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::jobspec::Location;
use crate::lint::Scope;

/// Reports each name that an earlier one has already; `message` says what is wrong with it.
pub fn report<'n>(
    names: impl Iterator<Item = (&'n str, Location)> + Clone,
    message: impl Fn(&str) -> String,
    help: &str,
    scope: &mut Scope<'_, '_>,
) {
    // Most have none or one, for which nothing need be kept.
    if names.clone().nth(1).is_none() {
        return;
    }
    let mut seen = HashMap::new();
    for (name, here) in names {
        match seen.entry(name) {
            Entry::Vacant(entry) => _ = entry.insert(here),
            Entry::Occupied(first) => {
                let place = scope.place(*first.get());
                let finding = scope.finding(message(name), here);
                scope.report(finding.related(place, "first set here").help(help));
            }
        }
    }
}
