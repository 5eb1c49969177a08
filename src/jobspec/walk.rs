//! Two blocks of one kind side by side: what only one of them has, and what both have.

use std::collections::HashMap;
use std::collections::VecDeque;

use super::{Block, Field, FieldItem, Kind, Pairing, Trail, Value};

/// What a walk has come to.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The way to the block around it.
    pub at: Trail<'a>,
    /// The block around it, on the old side.
    pub old: &'a dyn Block,
    /// The same on the new side.
    pub new: &'a dyn Block,
    /// The field; none for what the model does not know.
    pub field: Option<&'static Field>,
    /// Who has it.
    pub sides: Sides<'a>,
}

/// Who has what a walk has come to.
#[derive(Clone, Copy, Debug)]
pub enum Sides<'a> {
    /// The old block alone.
    Old(FieldItem<'a>),
    /// The new block alone.
    New(FieldItem<'a>),
    /// Both. These are no two blocks of one kind: the walk goes into those.
    Both(FieldItem<'a>, FieldItem<'a>),
    /// Both have the same repeated blocks, in another order, which means something to Nomad.
    Order,
}

/// Walks through two blocks of one kind. Blocks that repeat are paired as [`Field::pairing`] says.
///
/// ```
/// use jobwright::jobspec::walk::{Sides, zip};
/// use jobwright::jobspec::{Group, Job};
///
/// let [web, db] = ["web", "db"].map(|name| Group::new(name).count(1));
/// let old = Job::new("shop").group(web.clone()).group(db.clone());
/// let new = Job::new("shop").group(db.count(3)).group(web);
/// let mut changes = Vec::new();
/// zip(&old, &new, &mut |seen| match seen.sides {
///     Sides::Both(one, two) if one == two => {}
///     _ => changes.push(seen.at.path().to_string()),
/// });
/// assert_eq!(changes, ["job \"shop\" > group \"db\"", "job \"shop\""]);
/// ```
pub fn zip(old: &dyn Block, new: &dyn Block, see: &mut dyn FnMut(Seen<'_>)) {
    Walk { pairs: true }.blocks(old, new, &Trail::root(old), see);
}

/// The same for two that are to be written alike: blocks that repeat are paired by their positions, whatever they are.
pub fn zip_in_order(old: &dyn Block, new: &dyn Block, see: &mut dyn FnMut(Seen<'_>)) {
    Walk { pairs: false }.blocks(old, new, &Trail::root(old), see);
}

/// Fields of one index in the schema.
type Items<'a> = [(usize, FieldItem<'a>)];

#[derive(Clone, Copy)]
struct Walk {
    /// Whether repeated blocks are paired as the schema says.
    pairs: bool,
}

impl Walk {
    fn blocks(
        self,
        old: &dyn Block,
        new: &dyn Block,
        at: &Trail<'_>,
        see: &mut dyn FnMut(Seen<'_>),
    ) {
        let schema = old.schema();
        if !schema.is(new.schema()) {
            let sides = Sides::Both(FieldItem::Block(old), FieldItem::Block(new));
            return see(Seen { at: *at, old, new, field: None, sides });
        }
        let (old_items, new_items) = (items(old), items(new));
        let (mut old_rest, mut new_rest) = (old_items.as_slice(), new_items.as_slice());
        // Both have their fields in the order of the schema.
        while let Some(index) = first(old_rest, new_rest) {
            let (old_here, new_here) = (take(&mut old_rest, index), take(&mut new_rest, index));
            let field = &schema.fields[index];
            let mut tell = |sides: Sides<'_>| match sides {
                Sides::Both(FieldItem::Block(one), FieldItem::Block(two))
                    if one.schema().is(two.schema()) =>
                {
                    self.blocks(one, two, &at.block(one.schema().name, one), see);
                }
                sides => see(Seen { at: *at, old, new, field: Some(field), sides }),
            };
            match (&field.kind, field.pairing) {
                (Kind::Blocks(_), Pairing::Keyed(_) | Pairing::Set) if self.pairs => {
                    paired(field, old_here, new_here, &mut tell);
                }
                _ => in_order(old_here, new_here, &mut tell),
            }
        }
        let (one, two) = (&old.base().extra, &new.base().extra);
        if !one.is_empty() || !two.is_empty() {
            let sides = Sides::Both(FieldItem::Free(one), FieldItem::Free(two));
            see(Seen { at: *at, old, new, field: None, sides });
        }
    }
}

/// The lower one of the next fields.
fn first(one: &Items<'_>, two: &Items<'_>) -> Option<usize> {
    let of = |items: &Items<'_>| items.first().map(|(index, _)| *index);
    of(one).into_iter().chain(of(two)).min()
}

/// Takes the fields of an index off the front.
fn take<'i, 'a>(items: &mut &'i Items<'a>, index: usize) -> &'i Items<'a> {
    let count = items.iter().take_while(|(at, _)| *at == index).count();
    let (here, rest) = items.split_at(count);
    *items = rest;
    here
}

fn in_order(old: &Items<'_>, new: &Items<'_>, tell: &mut dyn FnMut(Sides<'_>)) {
    let both = old.len().min(new.len());
    for ((_, one), (_, two)) in old.iter().zip(new) {
        tell(Sides::Both(*one, *two));
    }
    old[both..].iter().for_each(|(_, one)| tell(Sides::Old(*one)));
    new[both..].iter().for_each(|(_, two)| tell(Sides::New(*two)));
}

/// Pairs those that are one thing to Nomad. Of several with one key, the first is the first.
fn paired(field: &Field, old: &Items<'_>, new: &Items<'_>, tell: &mut dyn FnMut(Sides<'_>)) {
    let mut by_key: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (at, (_, item)) in new.iter().enumerate() {
        by_key.entry(key(field, *item)).or_default().push_back(at);
    }
    let mut taken = vec![false; new.len()];
    let (mut last, mut moved) = (None, false);
    for (_, one) in old {
        let candidates = by_key.get_mut(&key(field, *one));
        let found = candidates.and_then(|all| {
            let is = |at: &usize| field.pairing != Pairing::Set || alike(*one, new[*at].1);
            let place = all.iter().position(is)?;
            all.remove(place)
        });
        match found {
            Some(at) => {
                moved |= last.is_some_and(|last| at < last);
                (last, taken[at]) = (Some(at), true);
                tell(Sides::Both(*one, new[at].1));
            }
            None => tell(Sides::Old(*one)),
        }
    }
    for ((_, two), _) in new.iter().zip(taken).filter(|(_, taken)| !taken) {
        tell(Sides::New(*two));
    }
    // Under their labels in a map, they have no order.
    if moved && !field.keyed {
        tell(Sides::Order);
    }
}

/// What a block is known by: of a set, all its labels and attributes.
fn key(field: &Field, item: FieldItem<'_>) -> String {
    let FieldItem::Block(block) = item else { return String::new() };
    let fields = block.schema().fields;
    let mut key = String::new();
    block.visit(&mut |index, item| {
        let name = fields[index].name;
        if let Pairing::Keyed(names) = field.pairing
            && !names.contains(&name)
        {
            return;
        }
        match item {
            FieldItem::Label(label) => key.push_str(&format!("{name} {label:?} ")),
            FieldItem::Attr(value) => key.push_str(&format!("{name} {} ", shown(value))),
            FieldItem::Block(_) | FieldItem::Map(_) | FieldItem::Free(_) => {}
        }
    });
    key
}

/// Strings and numbers that are the same to Nomad are shown alike.
fn shown(value: &Value) -> String {
    match value {
        Value::Int(number) => format!("{:?}", number.to_string()),
        value => value.as_str().map_or_else(String::new, |text| format!("{text:?}")),
    }
}

/// Whether two items are the same in all that they hold.
fn alike(one: FieldItem<'_>, two: FieldItem<'_>) -> bool {
    match (one, two) {
        (FieldItem::Block(one), FieldItem::Block(two)) => {
            let (ones, twos) = (items(one), items(two));
            let mut both = ones.iter().zip(&twos);
            one.schema().is(two.schema())
                && ones.len() == twos.len()
                && both.all(|((at, one), (other, two))| at == other && alike(*one, *two))
                && one.base().extra == two.base().extra
        }
        (FieldItem::Label(one), FieldItem::Label(two)) => one == two,
        (FieldItem::Attr(one), FieldItem::Attr(two)) => one == two,
        (FieldItem::Map(one), FieldItem::Map(two)) => one == two,
        (FieldItem::Free(one), FieldItem::Free(two)) => one == two,
        _ => false,
    }
}

/// The same by `==`.
impl PartialEq for FieldItem<'_> {
    fn eq(&self, other: &Self) -> bool {
        alike(*self, *other)
    }
}

fn items(block: &dyn Block) -> Vec<(usize, FieldItem<'_>)> {
    let mut items = Vec::new();
    block.visit(&mut |index, item| items.push((index, item)));
    items
}
