//! The options of a server or a middleware: keys with their values, in the order of the calls.

use super::problems;
use super::text::{pair, separated};
use crate::jobspec::{Attr, Location, Problem};

/// Options, and the problems with them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    said: Vec<Setting>,
    pub problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq)]
struct Setting {
    key: String,
    values: Vec<Attr<String>>,
    location: Location,
}

impl Settings {
    /// Sets an option that has one value. A second one is a problem of the owner, whose name is
    /// `of`.
    pub fn set(&mut self, of: &str, key: &str, value: Attr<String>, here: Location) {
        let values = vec![value];
        match self.said.iter_mut().find(|setting| setting.key.eq_ignore_ascii_case(key)) {
            Some(before) => {
                if before.values != values {
                    self.problems.push(problems::twice(of, key, before.location, here));
                }
                before.values = values;
            }
            None => self.said.push(Setting { key: key.to_owned(), values, location: here }),
        }
    }

    /// A list that grows.
    pub fn add(&mut self, of: &str, key: &str, more: Vec<Attr<String>>, here: Location) {
        if more.is_empty() {
            self.problems.push(problems::empty_list(of, key, here));
            return;
        }
        match self.said.iter_mut().find(|setting| setting.key.eq_ignore_ascii_case(key)) {
            Some(before) => before.values.extend(more),
            None => self.said.push(Setting { key: key.to_owned(), values: more, location: here }),
        }
    }

    /// The keys, each with its location.
    pub fn keys(&self) -> impl Iterator<Item = (&str, Location)> {
        self.said.iter().map(|setting| (setting.key.as_str(), setting.location))
    }

    /// `START.KEY=VALUE,VALUE` for each.
    pub fn tags(&self, start: &str) -> impl Iterator<Item = Attr<String>> {
        self.said.iter().map(move |setting| {
            let tag = pair(&format!("{start}.{}", setting.key), separated(&setting.values, ","));
            tag.at(setting.location)
        })
    }
}
