//! What is different between two blocks of one kind, entry by entry: of a job as of a volume specification.

use std::collections::BTreeMap;

use super::change::Sign;
use super::shown::{self, Around, Shown};
use crate::jobspec::walk::{Seen, Sides, zip};
use crate::jobspec::{Block, Field, FieldItem, Free, FreeItem, Map, Value};
use crate::render::same_items;

/// One difference.
pub struct Difference {
    /// Where, by its HCL path from the outermost block on.
    pub path: String,
    /// The entry of a block of free names that it is about.
    pub key: Option<String>,
    /// How it reads.
    pub sign: Sign,
    /// The two sides of it.
    pub shown: Shown,
}

/// Shows all differences, in the order of the jobspec, each with what the walk has come to.
pub fn find(old: &dyn Block, new: &dyn Block, see: &mut dyn FnMut(&Seen<'_>, Difference)) {
    zip(old, new, &mut |seen| Finder { seen, see }.find());
}

struct Finder<'w, 's> {
    seen: Seen<'s>,
    see: &'w mut dyn FnMut(&Seen<'_>, Difference),
}

impl Finder<'_, '_> {
    fn find(&mut self) {
        let config = self.seen.old.schema().config;
        let name = self.seen.field.map_or("", |field| field.name);
        match self.seen.sides {
            Sides::Both(one, two) if same_items(one, two, self.seen.field, config) => {}
            Sides::Both(FieldItem::Map(one), FieldItem::Map(two)) => self.maps(name, one, two),
            Sides::Old(FieldItem::Map(one)) => self.maps(name, one, &Map::default()),
            Sides::New(FieldItem::Map(two)) => self.maps(name, &Map::default(), two),
            Sides::Both(FieldItem::Free(one), FieldItem::Free(two)) => self.bodies(name, one, two),
            Sides::Old(FieldItem::Free(one)) => self.bodies(name, one, &Free::new()),
            Sides::New(FieldItem::Free(two)) => self.bodies(name, &Free::new(), two),
            Sides::Old(FieldItem::Attr(value)) | Sides::New(FieldItem::Attr(value))
                if is_nothing(value, self.seen.field) => {}
            Sides::Both(one, two) => {
                let sign = match (one, two) {
                    (FieldItem::Attr(one), FieldItem::Attr(two)) => changed(one, two),
                    _ => Sign::Changed,
                };
                self.item(sign, name, Some(one), Some(two));
            }
            Sides::Old(one) => self.item(Sign::Removed, name, Some(one), None),
            Sides::New(two) => self.item(Sign::Added, name, None, Some(two)),
            Sides::Order => self.item(Sign::Moved, name, None, None),
        }
    }

    /// Entry by entry.
    fn maps(&mut self, name: &str, old: &Map, new: &Map) {
        let config = self.seen.old.schema().config;
        let added = new.iter().filter(|(key, _)| old.get(key).is_none());
        for (key, _) in old.iter().chain(added) {
            let (one, two) = (old.get(key), new.get(key));
            let is_same = one.zip(two).is_some_and(|(one, two)| one.same(two, config));
            if !is_same {
                self.entry(name, key, one, two);
            }
        }
    }

    /// The same of a body of free names.
    fn bodies(&mut self, name: &str, old: &Free, new: &Free) {
        let (olds, news) = (by_name(old), by_name(new));
        let added = news.keys().filter(|key| !olds.contains_key(*key));
        for key in olds.keys().chain(added) {
            let (one, two) = (olds.get(key), news.get(key));
            if one != two {
                let value = |items: Option<&Vec<FreeItem>>| items.map(|items| shown::items(items));
                self.entry(name, key, value(one).as_ref(), value(two).as_ref());
            }
        }
    }

    fn entry(&mut self, name: &str, key: &str, old: Option<&Value>, new: Option<&Value>) {
        let sign = match (old, new) {
            (None, _) => Sign::Added,
            (_, None) => Sign::Removed,
            (Some(old), Some(new)) => changed(old, new),
        };
        let path = if name.is_empty() { key.to_owned() } else { format!("{name} > {key}") };
        let shown = match (name, key) {
            // Those of a plugin have names of any kind, and need not be shown.
            ("", "secrets") => Shown::default(),
            _ => {
                let around = self.around();
                let around = Around { auth: around.auth || name == "auth", ..around };
                shown::values(key, around, old, new)
            }
        };
        self.tell(path, Some(key.to_owned()), sign, shown);
    }

    fn item(
        &mut self,
        sign: Sign,
        name: &str,
        old: Option<FieldItem<'_>>,
        new: Option<FieldItem<'_>>,
    ) {
        let block = [old, new].into_iter().flatten().find_map(|item| match item {
            FieldItem::Block(block) => Some(shown::step(block)),
            _ => None,
        });
        let shown = shown::both(name, self.around(), old, new);
        self.tell(block.unwrap_or_else(|| name.to_owned()), None, sign, shown);
    }

    fn around(&self) -> Around {
        let blocks = self.seen.at.blocks();
        let is_driver = |block: &&dyn Block| matches!(block.schema().name, "task" | "sidecar_task");
        let is_free = matches!(
            self.seen.sides,
            Sides::Both(FieldItem::Free(_), _)
                | Sides::Old(FieldItem::Free(_))
                | Sides::New(FieldItem::Free(_))
        );
        Around {
            auth: blocks.iter().any(|block| block.schema().name == "auth"),
            config: blocks.iter().any(|block| block.schema().config)
                || is_free && blocks.last().is_some_and(is_driver),
        }
    }

    fn tell(&mut self, last: String, key: Option<String>, sign: Sign, shown: Shown) {
        // The outermost block is said above all of them.
        let blocks = self.seen.at.blocks().into_iter().skip(1);
        let steps: Vec<String> = blocks.map(shown::step).chain([last]).collect();
        (self.see)(&self.seen, Difference { path: steps.join(" > "), key, sign, shown });
    }
}

/// The items of a body by their names: several blocks may have one.
fn by_name(free: &Free) -> BTreeMap<&str, Vec<FreeItem>> {
    let mut all: BTreeMap<&str, Vec<FreeItem>> = BTreeMap::new();
    for item in free.iter() {
        let (FreeItem::Attr(name, _) | FreeItem::Object(name, _) | FreeItem::Block { name, .. }) =
            item;
        all.entry(name).or_default().push(item.clone());
    }
    all
}

/// How it reads that a value is another one: lists may hold the same in another order.
fn changed(old: &Value, new: &Value) -> Sign {
    let (Value::List(old), Value::List(new)) = (old, new) else { return Sign::Changed };
    let mut left: Vec<&Value> = new.iter().collect();
    let is_there = |value: &Value| {
        let at = left.iter().position(|other| **other == *value);
        at.map(|at| left.swap_remove(at)).is_some()
    };
    let same = old.len() == new.len() && old.len() < 1000 && old.iter().all(is_there);
    if same { Sign::Moved } else { Sign::Changed }
}

/// Whether Nomad treats a value as absent.
fn is_nothing(value: &Value, field: Option<&Field>) -> bool {
    let is_empty = match value {
        Value::Int(0) | Value::Bool(false) => true,
        Value::Duration(time) => time.as_nanos() == 0,
        Value::List(values) => return values.is_empty(),
        value => value.as_str() == Some(""),
    };
    is_empty && field.is_some_and(|field| field.zero)
}
