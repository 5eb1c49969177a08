//! The differences between two versions of a job, as Nomad completes them.

use super::change::{Change, Class, Sign, When};
use super::shown::{self, Shown};
use crate::jobspec::walk::{Seen, Sides, zip};
use crate::jobspec::{
    Block, Config, Connect, Consul, Effect, Field, Free, FreeItem, Group, Item, Job, Kind, Map,
    Port, Service, Task, Value,
};
use crate::render::same_items;

/// All differences, in the order of the jobspec.
pub fn of(old: &Job, new: &Job) -> Vec<Change> {
    let mut changes = Vec::new();
    zip(old, new, &mut |seen| Finder { seen, changes: &mut changes }.find());
    changes
}

/// What a walk has come to, and where what differs goes.
struct Finder<'w, 's> {
    seen: Seen<'s>,
    changes: &'w mut Vec<Change>,
}

impl Finder<'_, '_> {
    fn find(&mut self) {
        let config = self.seen.old.schema().config;
        let name = self.seen.field.map_or("", |field| field.name);
        match self.seen.sides {
            Sides::Both(one, two) if same_items(one, two, self.seen.field, config) => {}
            Sides::Both(Item::Map(one), Item::Map(two)) => self.maps(name, one, two),
            Sides::Old(Item::Map(one)) => self.maps(name, one, &Map::default()),
            Sides::New(Item::Map(two)) => self.maps(name, &Map::default(), two),
            Sides::Both(Item::Free(one), Item::Free(two)) => self.bodies(name, one, two),
            Sides::Old(Item::Free(one)) => self.bodies(name, one, &Free::new()),
            Sides::New(Item::Free(two)) => self.bodies(name, &Free::new(), two),
            Sides::Old(Item::Attr(value)) | Sides::New(Item::Attr(value))
                if is_nothing(value, self.seen.field) => {}
            Sides::Both(one, two) => self.push(Sign::Changed, name, Some(one), Some(two)),
            Sides::Old(one) => self.push(Sign::Removed, name, Some(one), None),
            Sides::New(two) => self.push(Sign::Added, name, None, Some(two)),
            Sides::Order => self.push(Sign::Moved, name, None, None),
        }
    }

    /// Entry by entry.
    fn maps(&mut self, name: &str, old: &Map, new: &Map) {
        for (key, value) in old.iter() {
            match new.get(key) {
                None => self.entry(name, key, Some(value), None),
                Some(other) if !value.same(other, self.seen.old.schema().config) => {
                    self.entry(name, key, Some(value), Some(other));
                }
                Some(_) => {}
            }
        }
        for (key, value) in new.iter().filter(|(key, _)| old.get(key).is_none()) {
            self.entry(name, key, None, Some(value));
        }
    }

    /// The same of a body of free names.
    fn bodies(&mut self, name: &str, old: &Free, new: &Free) {
        let names = |free: &Free| -> Vec<String> {
            free.iter().map(|item| named(item).to_owned()).collect()
        };
        let (olds, news) = (names(old), names(new));
        let mut all: Vec<&String> = Vec::new();
        for own in olds.iter().chain(&news) {
            if !all.contains(&own) {
                all.push(own);
            }
        }
        for own in all {
            let of = |free: &Free| -> Vec<FreeItem> {
                free.iter().filter(|item| named(item) == own).cloned().collect()
            };
            let (one, two) = (of(old), of(new));
            if one == two {
                continue;
            }
            let value = |items: &[FreeItem]| (!items.is_empty()).then(|| shown::items(items));
            self.entry(name, own, value(&one).as_ref(), value(&two).as_ref());
        }
    }

    fn entry(&mut self, name: &str, key: &str, old: Option<&Value>, new: Option<&Value>) {
        let sign = match (old, new) {
            (None, _) => Sign::Added,
            (_, None) => Sign::Removed,
            _ => Sign::Changed,
        };
        let path = [name, key].into_iter().filter(|part| !part.is_empty());
        let path = path.collect::<Vec<_>>().join(" > ");
        let is_auth = matches!(name, "auth");
        self.add(sign, &path, shown::values(key, is_auth || self.in_auth(), old, new));
    }

    fn push(&mut self, sign: Sign, name: &str, old: Option<Item<'_>>, new: Option<Item<'_>>) {
        let block = [old, new].into_iter().flatten().find_map(|item| match item {
            Item::Block(block) => Some(shown::step(block)),
            _ => None,
        });
        let path = block.unwrap_or_else(|| name.to_owned());
        self.add(sign, &path, shown::both(name, self.in_auth(), old, new));
    }

    fn in_auth(&self) -> bool {
        self.seen.at.blocks().iter().any(|block| block.schema().name == "auth")
    }

    fn add(&mut self, sign: Sign, path: &str, shown: Shown) {
        let blocks = self.seen.at.blocks();
        let outer = self.seen.at.path();
        // The job itself is said above all of them.
        let mut steps: Vec<String> =
            outer.steps().iter().skip(1).map(ToString::to_string).collect();
        steps.push(path.to_owned());
        let way = way(&blocks, self.seen.field);
        let effect = Effect::of(way.iter().copied());
        let (class, uncertain) = self.class(effect);
        if class == Class::Nothing && effect == Some(Effect::Nothing) {
            return;
        }
        let own = match self.seen.sides {
            Sides::Old(Item::Block(block)) | Sides::New(Item::Block(block)) => {
                block.as_any().downcast_ref::<Group>()
            }
            _ => None,
        };
        let group = blocks.iter().find_map(|block| block.as_any().downcast_ref::<Group>());
        self.changes.push(Change {
            path: steps.join(" > "),
            sign,
            old: shown.old,
            new: shown.new,
            lines: shown.lines,
            class,
            when: when(&blocks, self.seen.field),
            uncertain,
            group: own.or(group).map(|group| group.name.clone()),
        });
    }

    /// What the difference does, and whether only the cluster can tell.
    fn class(&self, effect: Option<Effect>) -> (Class, bool) {
        let Seen { old, new, field, sides, .. } = self.seen;
        let Some(field) = field else {
            let class = if old.schema().config { Class::Destructive } else { Class::InPlace };
            return (class, !old.schema().config);
        };
        let alone = match sides {
            Sides::Old(Item::Block(block)) | Sides::New(Item::Block(block)) => Some(block),
            _ => None,
        };
        // Whoever leaves the mesh stays; a proxy that goes is a task that goes.
        if let (Sides::Old(_), Some(_)) =
            (sides, alone.and_then(|block| block.as_any().downcast_ref::<Connect>()))
        {
            return (Class::InPlace, false);
        }
        // A block that comes with a namespace changes that.
        if let Some(consul) = alone.and_then(|block| block.as_any().downcast_ref::<Consul>()) {
            let has = consul.namespace.as_ref().is_some_and(|own| own.as_str() != Some(""));
            return (if has { Class::Destructive } else { Class::InPlace }, false);
        }
        if matches!(sides, Sides::Order) {
            let is_real = field.reorder && (field.name != "port" || ports_moved(old, new));
            return (if is_real { Class::Destructive } else { Class::InPlace }, false);
        }
        if let Sides::Both(Item::Attr(Value::List(one)), Item::Attr(Value::List(two))) = sides
            && matches!(field.name, "mount_flags" | "hosts")
            && is_same_set(one, two)
        {
            return (Class::InPlace, false);
        }
        match effect {
            Some(Effect::Destructive | Effect::IfBoth) => (Class::Destructive, false),
            Some(Effect::Mesh) => {
                let mesh = |block: &dyn Block| {
                    block
                        .as_any()
                        .downcast_ref::<Service>()
                        .is_some_and(|own| own.connect.is_some())
                };
                let both = mesh(old) && mesh(new);
                (if both { Class::Destructive } else { Class::InPlace }, false)
            }
            Some(Effect::Placement) => (Class::InPlace, true),
            Some(Effect::Version) => (Class::Version, false),
            Some(Effect::Nothing) => (Class::Nothing, false),
            Some(Effect::Refused | Effect::Another) => (Class::Refused, false),
            Some(Effect::Allocations) => match sides {
                Sides::Old(_) => (Class::Stop, false),
                _ => (Class::Create, false),
            },
            Some(Effect::InPlace | Effect::Count | Effect::Meta) | None => (Class::InPlace, false),
        }
    }
}

/// The fields from the job's own on, through blocks that are each in the one before.
fn way(blocks: &[&dyn Block], last: Option<&'static Field>) -> Vec<&'static Field> {
    let mut way = Vec::new();
    for pair in blocks.windows(2) {
        let [outer, inner] = pair else { continue };
        let inner = inner.schema();
        let holds = |field: &&Field| match field.kind {
            Kind::Block(schema) | Kind::Blocks(schema) => schema.is(inner),
            Kind::Config => Config::schemas().iter().any(|(_, schema)| schema.is(inner)),
            _ => false,
        };
        way.extend(outer.schema().fields.iter().find(holds));
    }
    way.extend(last);
    way
}

/// Whether two lists hold the same values, in whatever order: Nomad compares some lists so.
fn is_same_set(one: &[Value], two: &[Value]) -> bool {
    let is_in = |all: &[Value], value: &Value| all.contains(value);
    one.iter().all(|value| is_in(two, value)) && two.iter().all(|value| is_in(one, value))
}

/// What Nomad takes for what is absent.
fn is_nothing(value: &Value, field: Option<&Field>) -> bool {
    let is_empty = match value {
        Value::Int(0) | Value::Bool(false) => true,
        Value::Duration(time) => time.as_nanos() == 0,
        Value::List(values) => return values.is_empty(),
        value => value.as_str() == Some(""),
    };
    is_empty && field.is_some_and(|field| field.zero)
}

/// Whether the ports with a number of their own have another order among themselves, or those without.
fn ports_moved(old: &dyn Block, new: &dyn Block) -> bool {
    let labels = |block: &dyn Block, is_fixed: bool| {
        let mut labels = Vec::new();
        block.visit(&mut |_, item| {
            let port = match item {
                Item::Block(block) => block.as_any().downcast_ref::<Port>(),
                _ => None,
            };
            labels.extend(
                port.filter(|port| port.static_.is_some() == is_fixed)
                    .map(|port| port.label.clone()),
            );
        });
        labels
    };
    [true, false].into_iter().any(|fixed| labels(old, fixed) != labels(new, fixed))
}

/// When a change has an effect on a task that goes on running.
fn when(blocks: &[&dyn Block], field: Option<&Field>) -> When {
    let in_task = blocks.iter().any(|block| block.as_any().is::<Task>());
    let block = blocks.last().map_or("", |block| block.schema().name);
    match (block, field.map_or("", |field| field.name)) {
        ("task", "kill_timeout" | "kill_signal") | ("logs", _) => When::NextStart,
        ("task", "leader") | ("restart" | "lifecycle", _) => When::NextAllocation,
        (_, "restart" | "lifecycle") if in_task => When::NextAllocation,
        (_, "logs") if in_task => When::NextStart,
        _ => When::Now,
    }
}

fn named(item: &FreeItem) -> &str {
    match item {
        FreeItem::Attr(name, _) | FreeItem::Object(name, _) | FreeItem::Block { name, .. } => name,
    }
}
