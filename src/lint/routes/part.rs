//! The configuration of one router, middleware or server in tags.

use std::collections::BTreeMap;

use crate::diagnostic::Place;
use crate::jobspec::{Base, Job, Location};
use crate::registry::Defined;

/// What tags configure: a router, a middleware or the servers of a service.
#[derive(Debug)]
pub struct Part<'a> {
    /// What defines the job.
    pub one: &'a Defined,
    /// The blocks around it in the job, from the outside in.
    pub around: Vec<&'a Base>,
    /// The job of the service.
    pub job: &'a Job,
    /// The service's name in the catalog.
    pub service: &'a str,
    /// The protocol that its keys begin with: `http`, `tcp` or `udp`.
    pub protocol: String,
    /// Its name in Traefik.
    pub name: String,
    /// The settings in its tags, without the prefix and the name.
    pub settings: Vec<(String, String)>,
    /// Where each of them was written.
    pub locations: Vec<Location>,
    /// Where the first of them was written.
    pub place: Place,
}

impl Part<'_> {
    /// The value of a setting.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.settings.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// The values of a setting that is a list.
    pub fn list(&self, key: &str) -> Vec<&str> {
        let values = self.get(key).into_iter().flat_map(|values| values.split(','));
        values.map(str::trim).filter(|value| !value.is_empty()).collect()
    }

    /// A setting that has two values: which of the settings have them.
    pub fn twice(&self) -> Option<[usize; 2]> {
        self.settings.iter().enumerate().find_map(|(second, (key, value))| {
            let first = self.settings.iter().position(|(known, _)| known == key)?;
            self.settings.get(first).filter(|(_, first)| first != value)?;
            Some([first, second])
        })
    }

    /// The key of a setting.
    pub fn key(&self, setting: usize) -> &str {
        self.settings.get(setting).map_or("", |(key, _)| key.as_str())
    }

    /// What Traefik sorts by: the priority, or the length of the rule.
    pub fn priority(&self) -> i64 {
        let given = self.get("priority").and_then(|priority| priority.parse().ok());
        let length = || self.get("rule").map_or(0, str::len).try_into().unwrap_or(i64::MAX);
        given.filter(|priority| *priority != 0).unwrap_or_else(length)
    }

    /// Whether both take requests from one entry point, with TLS or without.
    pub fn meets(&self, other: &Self) -> bool {
        let secure =
            |router: &Part<'_>| router.settings.iter().any(|(key, _)| key.starts_with("tls"));
        let (ones, twos) = (self.list("entrypoints"), other.list("entrypoints"));
        let shared =
            ones.is_empty() || twos.is_empty() || ones.iter().any(|name| twos.contains(name));
        shared && secure(self) == secure(other)
    }
}

/// Each part with the first one before it that has its name and is another.
pub fn with_namesakes<'p, 'a>(
    all: &'p [Part<'a>],
    differ: impl Fn(&Part<'a>, &Part<'a>) -> bool,
) -> Vec<(&'p Part<'a>, Option<&'p Part<'a>>)> {
    let mut known: BTreeMap<(&str, &str), Vec<&Part<'a>>> = BTreeMap::new();
    let with = |part: &'p Part<'a>| {
        let forms = known.entry((&part.protocol, &part.name)).or_default();
        let other = forms.iter().copied().find(|other| differ(other, part));
        // One of each form will do.
        if forms.iter().all(|other| differ(other, part)) {
            forms.push(part);
        }
        (part, other)
    };
    all.iter().map(with).collect()
}
