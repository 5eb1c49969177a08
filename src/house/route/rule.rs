//! The rule of a router: which requests it takes.

use super::text::{joined, separated};
use crate::jobspec::{Attr, Value};

/// Any of some hosts and, if there are paths, any of these; or a custom rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    pub hosts: Vec<Matcher>,
    pub paths: Vec<Matcher>,
    pub own: Option<Attr<String>>,
}

/// ``Name(`value`)``
#[derive(Clone, Debug, PartialEq)]
pub struct Matcher {
    pub name: &'static str,
    pub value: Attr<String>,
}

impl Rule {
    pub fn is_empty(&self) -> bool {
        self.hosts.is_empty() && self.paths.is_empty() && self.own.is_none()
    }

    /// The rule in Traefik's language.
    pub fn text(&self) -> Vec<Value> {
        if let Some(own) = &self.own {
            return vec![own.value().clone()];
        }
        match (self.hosts.len(), self.paths.len()) {
            (_, 0) => any(&self.hosts),
            (0, _) => any(&self.paths),
            _ => [grouped(&self.hosts), vec![" && ".into()], grouped(&self.paths)].concat(),
        }
    }
}

fn any(matchers: &[Matcher]) -> Vec<Value> {
    let one = |matcher: &Matcher| {
        let start = format!("{}(`", matcher.name);
        let parts = [start.into(), matcher.value.value().clone(), "`)".into()];
        joined(parts)
    };
    separated(&matchers.iter().map(one).collect::<Vec<_>>(), " || ")
}

fn grouped(matchers: &[Matcher]) -> Vec<Value> {
    match matchers {
        [_] => any(matchers),
        _ => [vec!["(".into()], any(matchers), vec![")".into()]].concat(),
    }
}
