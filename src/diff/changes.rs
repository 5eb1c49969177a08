//! The differences between two versions of a job, as Nomad completes them.

use super::change::{Change, Class, MetaKey, When};
use super::differences::{Difference, find};
use super::shown::Shown;
use crate::jobspec::walk::{Seen, Sides};
use crate::jobspec::{
    Block, Config, Connect, Consul, Effect, Field, FieldItem, Group, Job, Kind, Pairing, Port,
    Service, Task, Value,
};

/// All differences, in the order of the jobspec.
pub fn of(old: &Job, new: &Job) -> Vec<Change> {
    let mut changes = Vec::new();
    find(old, new, &mut |seen, difference| changes.extend(change(seen, difference)));
    changes
}

/// A difference with what it does; nothing, where Nomad drops it before it compares.
fn change(seen: &Seen<'_>, difference: Difference) -> Option<Change> {
    let blocks = seen.at.blocks();
    let effect = Effect::of(way(&blocks, seen.field));
    if effect == Some(Effect::Nothing) {
        return None;
    }
    let (class, uncertain) = class(seen, effect);
    let own = match seen.sides {
        Sides::Old(FieldItem::Block(block)) | Sides::New(FieldItem::Block(block)) => {
            block.as_any().downcast_ref::<Group>()
        }
        _ => None,
    };
    let group = blocks.iter().find_map(|block| block.as_any().downcast_ref::<Group>());
    let of_task = blocks.iter().any(|block| block.as_any().is::<Task>());
    let Difference { path, key, sign, shown: Shown { old, new, lines } } = difference;
    Some(Change {
        path,
        sign,
        old,
        new,
        lines,
        class,
        when: when(&blocks, seen.field),
        uncertain,
        group: own.or(group).map(|group| group.name.clone()),
        meta: key.filter(|_| effect == Some(Effect::Meta)).map(|key| MetaKey { key, of_task }),
    })
}

/// What the difference does, and whether only the cluster can tell.
fn class(seen: &Seen<'_>, effect: Option<Effect>) -> (Class, bool) {
    let Seen { old, new, field, sides, .. } = *seen;
    let Some(field) = field else {
        let class = if old.schema().config { Class::Destructive } else { Class::InPlace };
        return (class, !old.schema().config);
    };
    let alone = match sides {
        Sides::Old(FieldItem::Block(block)) | Sides::New(FieldItem::Block(block)) => Some(block),
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
    if let Sides::Both(FieldItem::Attr(Value::List(one)), FieldItem::Attr(Value::List(two))) = sides
        && field.pairing == Pairing::Set
        && is_same_set(one, two)
    {
        return (Class::InPlace, false);
    }
    match effect {
        Some(Effect::Destructive | Effect::IfBoth) => (Class::Destructive, false),
        Some(Effect::Mesh) => {
            let mesh = |block: &dyn Block| {
                block.as_any().downcast_ref::<Service>().is_some_and(|own| own.connect.is_some())
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

/// Whether two lists hold the same values, in whatever order.
fn is_same_set(one: &[Value], two: &[Value]) -> bool {
    let is_in = |all: &[Value], value: &Value| all.contains(value);
    one.iter().all(|value| is_in(two, value)) && two.iter().all(|value| is_in(one, value))
}

/// Whether the ports with a number of their own have another order among themselves, or those without.
fn ports_moved(old: &dyn Block, new: &dyn Block) -> bool {
    let labels = |block: &dyn Block, is_fixed: bool| {
        let mut labels = Vec::new();
        block.visit(&mut |_, item| {
            let port = match item {
                FieldItem::Block(block) => block.as_any().downcast_ref::<Port>(),
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
