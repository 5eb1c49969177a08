//! Where a group's allocations may run, as far as its job says so.

use std::collections::HashMap;

use crate::jobspec::{Attr, Constraint, Group, Job, Value};
use jobwright_hcl::eval::{Glob, Matcher};

/// The most constraints of a group that are looked at.
pub const MOST: usize = 64;

/// What a constraint requires of an attribute of the node, if that is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ask<'j> {
    /// It has this value.
    Is(&'j str),
    /// It has another value, or none.
    IsNot(&'j str),
    /// Its value matches a regular expression.
    Matches(&'j str),
    /// It has a value.
    IsSet,
    /// It has none.
    IsNotSet,
}

/// The regular expressions that were needed: compiled once, and nothing for those that are none.
#[derive(Debug, Default)]
pub struct Patterns<'j>(HashMap<&'j str, Option<Matcher>>);

impl<'j> Patterns<'j> {
    /// Whether a value matches, as Nomad looks for it: anywhere in the value.
    fn matches(&mut self, pattern: &'j str, value: &str) -> bool {
        let compiled = self.0.entry(pattern).or_insert_with(|| Matcher::new(pattern).ok());
        compiled.as_ref().is_none_or(|pattern| pattern.is_in(value))
    }
}

/// Two groups, as a message names them: of one job, or of two.
pub fn both(first: (&Job, &Group), second: (&Job, &Group)) -> String {
    let ((one, group), (two, other)) = (first, second);
    if std::ptr::eq(one, two) {
        format!("the groups `{}` and `{}` of job `{}`", group.name, other.name, one.id)
    } else {
        format!("the jobs `{}` and `{}`", one.id, two.id)
    }
}

impl<'j> Ask<'j> {
    /// What a constraint asks, and of which attribute.
    pub fn of(constraint: &'j Constraint) -> Option<(&'j str, Self)> {
        let known = |attr: &'j Option<Attr<String>>, usual: &'j str| match attr {
            None => Some(usual),
            Some(attr) => attr.as_str(),
        };
        let attribute = known(&constraint.attribute, "")?;
        let value = known(&constraint.value, "")?;
        let is_reference =
            attribute.starts_with("${") && attribute.find('}') == Some(attribute.len() - 1);
        if !is_reference || value.contains("${") {
            return None;
        }
        let ask = match known(&constraint.operator, "=")? {
            "=" | "==" | "is" | "" => Self::Is(value),
            "!=" | "not" => Self::IsNot(value),
            "regexp" => Self::Matches(value),
            "is_set" => Self::IsSet,
            "is_not_set" => Self::IsNotSet,
            _ => return None,
        };
        Some((attribute, ask))
    }

    /// Whether no node can meet both.
    pub fn excludes(self, other: Self, patterns: &mut Patterns<'j>) -> bool {
        match (self, other) {
            (Self::Is(one), Self::Is(two)) => one != two,
            (Self::Is(one), Self::IsNot(two)) | (Self::IsNot(two), Self::Is(one)) => one == two,
            (Self::Is(value), Self::Matches(pattern))
            | (Self::Matches(pattern), Self::Is(value)) => !patterns.matches(pattern, value),
            (Self::IsNotSet, Self::Is(_) | Self::Matches(_) | Self::IsSet)
            | (Self::Is(_) | Self::Matches(_) | Self::IsSet, Self::IsNotSet) => true,
            _ => false,
        }
    }
}

/// The constraints of a group: its job's, its own and those of its tasks, which are placed together.
pub fn constraints<'j>(job: &'j Job, group: &'j Group) -> impl Iterator<Item = &'j Constraint> {
    let of_tasks = group.tasks.iter().flat_map(|task| &task.constraints);
    job.constraints.iter().chain(&group.constraints).chain(of_tasks)
}

/// Where a group's allocations may run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Placement<'j> {
    region: Option<&'j str>,
    /// Nothing, where it is not known.
    pool: Option<&'j str>,
    /// Nothing, where they are not known; any, where none is named.
    datacenters: Option<Vec<&'j str>>,
    asks: Vec<(&'j str, Ask<'j>)>,
}

impl<'j> Placement<'j> {
    /// That of a group.
    pub fn of(job: &'j Job, group: &'j Group) -> Self {
        let mut asks: Vec<_> = constraints(job, group).filter_map(Ask::of).collect();
        asks.sort_unstable();
        asks.dedup();
        asks.truncate(MOST);
        Self {
            region: job.region.as_ref().and_then(Attr::as_str),
            pool: job.node_pool.as_ref().map_or(Some("default"), Attr::as_str),
            datacenters: datacenters(job),
            asks,
        }
    }

    /// What tells most placements apart: the value that an attribute must have, of the node's own ones first.
    pub fn key(&self) -> Option<(&'j str, &'j str)> {
        let is = self.asks.iter().filter_map(|(attribute, ask)| match ask {
            Ask::Is(value) => Some((*attribute, *value)),
            _ => None,
        });
        is.max_by_key(|(attribute, _)| attribute.contains(".unique."))
    }

    /// Whether some node may be in both.
    pub fn overlaps(&self, other: &Self, patterns: &mut Patterns<'j>) -> bool {
        let differ = |one: Option<&str>, two: Option<&str>| {
            one.zip(two).is_some_and(|(one, two)| one != two)
        };
        let pools = [self.pool, other.pool];
        if differ(self.region, other.region)
            || differ(self.pool, other.pool) && !pools.contains(&Some("all"))
        {
            return false;
        }
        if let Some((ones, twos)) = self.datacenters.as_ref().zip(other.datacenters.as_ref())
            && !ones.iter().any(|one| twos.iter().any(|two| datacenters_overlap(one, two)))
        {
            return false;
        }
        !self.asks.iter().any(|(attribute, ask)| {
            let same = other.asks.iter().filter(|(other, _)| other == attribute);
            same.into_iter().any(|(_, other)| ask.excludes(*other, patterns))
        })
    }
}

/// The datacenters of a job, where they are known.
pub fn datacenters(job: &Job) -> Option<Vec<&str>> {
    let Some(datacenters) = &job.datacenters else { return Some(vec!["*"]) };
    let Value::List(values) = datacenters.value() else { return None };
    let mut all = values.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?;
    all.sort_unstable();
    Some(if all.is_empty() { vec!["*"] } else { all })
}

/// Whether both names may mean the same datacenter; `*` matches any characters.
pub fn datacenters_overlap(one: &str, two: &str) -> bool {
    let matches =
        |pattern: &str, name: &str| Glob::new(pattern).is_ok_and(|glob| glob.matches(name));
    match (one.contains('*'), two.contains('*')) {
        (false, false) => one == two,
        (true, false) => matches(one, two),
        (false, true) => matches(two, one),
        (true, true) => true,
    }
}

/// Whether two jobs are one to the cluster: of the files that define them, one can be deployed.
pub fn is_one(one: &Job, two: &Job) -> bool {
    let known = |job: &Job| {
        let text = |attr: &Option<Attr<String>>, usual: &str| match attr {
            Some(attr) => attr.as_str().map(str::to_owned),
            None => Some(usual.to_owned()),
        };
        (text(&job.region, "global"), text(&job.namespace, "default"))
    };
    !std::ptr::eq(one, two) && one.id == two.id && known(one) == known(two)
}
