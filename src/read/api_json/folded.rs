//! Names that differ only in case are one name to Go, which reads a value into what it read for the name before: scalars
//! are replaced, blocks are merged, lists element by element.

use std::collections::HashMap;

use crate::jobspec::{Field, Job, Kind, Schema};
use crate::read::Finding;
use jobwright_hcl::json::{Json, Member, Node};
use jobwright_hcl::syntax::Span;

/// Makes one of names that differ only in case, where they name fields, and says so.
pub fn fold(root: &mut Node<'_>) -> Vec<Finding> {
    let mut warnings = Vec::new();
    if !has_twins(root) {
        return warnings;
    }
    let Json::Object(members) = &mut root.kind else { return warnings };
    let is_outer = |member: &Member<'_>| member.key.eq_ignore_ascii_case("Job");
    if members.iter().any(|member| is_outer(member) && !member.value.is_null()) {
        let of = |key: &str| key.eq_ignore_ascii_case("Job").then_some(OUTER);
        merge_twins(members, of, &mut warnings);
        let outer = members.iter_mut().find(|member| is_outer(member));
        outer.into_iter().for_each(|job| block(&mut job.value, &Job::SCHEMA, &mut warnings));
    } else {
        block(root, &Job::SCHEMA, &mut warnings);
    }
    warnings
}

/// What a value is to Go, where another one comes for the same name.
#[derive(Clone, Copy)]
struct Slot {
    kind: Target,
    /// Null leaves what was there.
    keeps: bool,
}

#[derive(Clone, Copy)]
enum Target {
    Value,
    Block,
    Blocks,
    Map,
}

const OUTER: Slot = Slot { kind: Target::Block, keeps: false };

impl Slot {
    fn of(field: &Field) -> Self {
        let kind = match field.kind {
            Kind::Attr(_) | Kind::Label => Target::Value,
            Kind::Block(_) => Target::Block,
            Kind::Blocks(_) if !field.keyed => Target::Blocks,
            _ => Target::Map,
        };
        let keeps = field.zero || field.kind == Kind::Label;
        Self { kind, keeps: keeps && matches!(kind, Target::Value) }
    }
}

/// Whether there are such names anywhere, be it where case means something.
fn has_twins(node: &Node<'_>) -> bool {
    match &node.kind {
        Json::List(all) => all.iter().any(has_twins),
        Json::Object(members) => {
            let mut seen = std::collections::HashSet::new();
            members.iter().any(|member| {
                !seen.insert(member.key.to_ascii_lowercase()) || has_twins(&member.value)
            })
        }
        _ => false,
    }
}

fn block(node: &mut Node<'_>, schema: &'static Schema, warnings: &mut Vec<Finding>) {
    let Json::Object(members) = &mut node.kind else { return };
    let field = |key: &str| schema.fields.iter().find(|one| one.json.eq_ignore_ascii_case(key));
    merge_twins(members, |key| field(key).map(Slot::of), warnings);
    for member in members {
        let Some(field) = field(&member.key) else { continue };
        let (Kind::Block(inner) | Kind::Blocks(inner)) = &field.kind else { continue };
        match &mut member.value.kind {
            Json::List(all) => all.iter_mut().for_each(|one| block(one, inner, warnings)),
            Json::Object(all) if field.keyed => {
                all.iter_mut().for_each(|one| block(&mut one.value, inner, warnings));
            }
            _ => block(&mut member.value, inner, warnings),
        }
    }
}

fn merge_twins(
    members: &mut Vec<Member<'_>>,
    of: impl Fn(&str) -> Option<Slot>,
    warnings: &mut Vec<Finding>,
) {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<Member<'_>> = Vec::with_capacity(members.len());
    for member in std::mem::take(members) {
        let into = of(&member.key);
        let place =
            into.map(|_| *places.entry(member.key.to_ascii_lowercase()).or_insert(kept.len()));
        match (into, place.and_then(|place| kept.get_mut(place))) {
            (Some(into), Some(first)) => {
                if first.key != member.key {
                    warnings.push(told(&first.key, &member.key, member.key_span, into));
                }
                merge(&mut first.value, member.value, into);
                (first.key, first.key_span) = (member.key, member.key_span);
            }
            _ => kept.push(member),
        }
    }
    *members = kept;
}

fn told(first: &str, last: &str, span: Span, into: Slot) -> Finding {
    let what = match into.kind {
        Target::Value => "the last value applies",
        _ => "they are merged, and the last of equal keys applies",
    };
    let message = format!("`{first}` and `{last}` are the same name to Nomad: {what}");
    Finding::new(span, message).help("remove one of them")
}

/// Reads a value into one that is there.
fn merge<'a>(old: &mut Node<'a>, new: Node<'a>, into: Slot) {
    if new.is_null() && into.keeps {
        return;
    }
    old.span = new.span;
    match (into.kind, &mut old.kind, new.kind) {
        (Target::Block, Json::Object(one), Json::Object(two)) => one.extend(two),
        (Target::Map, Json::Object(one), Json::Object(two)) => {
            let keys = one.iter().enumerate().map(|(place, member)| (member.key.clone(), place));
            let places: HashMap<String, usize> = keys.collect();
            for member in two {
                match places.get(&member.key).and_then(|place| one.get_mut(*place)) {
                    Some(other) => *other = member,
                    None => one.push(member),
                }
            }
        }
        (Target::Blocks, Json::List(one), Json::List(two)) => {
            one.truncate(two.len());
            let mut two = two.into_iter();
            one.iter_mut().zip(two.by_ref()).for_each(|(one, two)| merge(one, two, OUTER));
            one.extend(two);
        }
        (_, old, new) => *old = new,
    }
}
