//! What the calls on a workload have said, and where: so that the second word on one thing is told of, not lost.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::jobspec::{Block, FieldItem, Kind, Location, Problem};

/// The calls so far, in their order. They say nothing about what was made by them: all are equal.
#[derive(Clone, Debug, Default)]
pub(super) struct Said(Vec<Call>);

impl PartialEq for Said {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Said {}

#[derive(Clone, Debug)]
struct Call {
    method: &'static str,
    /// What it sets, if that can be set only once: `group.count`.
    thing: Option<Cow<'static, str>>,
    location: Location,
}

impl Said {
    /// The caller was called, and adds something.
    #[track_caller]
    pub fn adds(&mut self, method: &'static str) {
        self.0.push(Call { method, thing: None, location: Location::here() });
    }

    /// The caller was called, and sets what can be set once.
    #[track_caller]
    pub fn sets(&mut self, thing: impl Into<Cow<'static, str>>, method: &'static str) {
        self.0.push(Call { method, thing: Some(thing.into()), location: Location::here() });
    }

    /// Where a method was called, the first time; nowhere, if it was not.
    pub fn place(&self, method: &str) -> Location {
        self.places(method).next().unwrap_or_default()
    }

    /// Where a method was called, each time.
    pub fn places(&self, method: &str) -> impl Iterator<Item = Location> {
        self.0.iter().filter(move |call| call.method == method).map(|call| call.location)
    }

    /// A problem for each call that sets what an earlier one has set.
    pub fn twice(&self) -> Vec<Problem> {
        let (mut problems, mut first) = (Vec::new(), BTreeMap::new());
        for call in &self.0 {
            let Some(thing) = &call.thing else { continue };
            let earlier: &Call = first.entry(thing).or_insert(call);
            if std::ptr::eq(earlier, call) {
                continue;
            }
            let by = if earlier.method == call.method {
                String::new()
            } else {
                format!(": by `{}` and by `{}`", earlier.method, call.method)
            };
            let message = format!("duplicate `{thing}`{by}");
            let problem = Problem::new(message, "remove one of the two calls", call.location);
            problems.push(problem.after(earlier.location));
        }
        problems
    }
}

/// What a block sets that can be set once, by name: attributes, blocks that do not repeat, and the names in maps.
pub(super) fn set_in(block: &dyn Block, of: &str) -> BTreeSet<String> {
    let schema = block.schema();
    let mut set = BTreeSet::new();
    block.visit(&mut |index, item| {
        let field = &schema.fields[index];
        // A driver and its configuration are given together.
        let name = if field.name == "config" { "driver" } else { field.name };
        let name = format!("{of}.{name}");
        match item {
            FieldItem::Map(map) => set.extend(map.iter().map(|(key, _)| format!("{name}.{key}"))),
            FieldItem::Block(_) if matches!(field.kind, Kind::Blocks(_)) => {}
            FieldItem::Label(_) => {}
            _ => _ = set.insert(name),
        }
    });
    set
}
