//! The house layer's presets, for blocks that are equal to one of them.

use super::code::Code;
use super::literal;
use super::parts::Parts;
use crate::house::{SecretSource, alive, secrets_template};
use crate::jobspec::{Base, Block, Check, FieldItem, Template, Value};

/// The attributes of a block, by their indices.
fn attributes(block: &dyn Block) -> Vec<(usize, Value)> {
    let mut all = Vec::new();
    block.visit(&mut |index, item| {
        if let FieldItem::Attr(value) = item {
            all.push((index, value.clone()));
        }
    });
    all
}

/// Whether a check has the house's timing: then its attributes are taken out, and it is printed as `alive(…)`.
pub fn take_alive(parts: &mut Parts<'_>) -> bool {
    if parts.of != "Check" {
        return false;
    }
    let house = attributes(&alive(Check::blank()));
    let says = |(index, value): &(usize, Value)| {
        let mut items = parts.items.iter();
        items.any(|(at, item)| at == index && matches!(item, FieldItem::Attr(own) if *own == value))
    };
    let alive = house.iter().all(says);
    if alive {
        parts.items.retain(|(index, _)| !house.iter().any(|(house, _)| house == index));
    }
    alive
}

/// The job and the pairs of a template that is one of [`secrets`](crate::house::secrets()).
pub fn of_template(template: &Template) -> Option<(String, Vec<(String, String)>)> {
    secrets_of(&Parts::of(template), template.base())
}

fn secrets_of(parts: &Parts<'_>, base: &Base) -> Option<(String, Vec<(String, String)>)> {
    if parts.of != "Template" || !base.extra.is_empty() || base.comment.is_some() {
        return None;
    }
    let own = parts.items.iter().map(|(index, item)| match item {
        FieldItem::Attr(value) => Some((*index, (*value).clone())),
        _ => None,
    });
    let own: Vec<(usize, Value)> = own.collect::<Option<_>>()?;
    let text = own.iter().rev().find_map(|(_, value)| value.as_str())?.to_owned();
    let (job, rest) = text.strip_prefix("{{ with nomadVar \"nomad/jobs/")?.split_once("\" }}\n")?;
    let pairs: Vec<(String, String)> = rest
        .strip_suffix("{{ end }}\n")?
        .lines()
        .map(|line| {
            let (name, key) = line.split_once("={{ .")?;
            Some((name.to_owned(), key.strip_suffix(".Value | toJSON }}")?.to_owned()))
        })
        .collect::<Option<_>>()?;
    (!pairs.is_empty() && attributes(&whole(job, &pairs)) == own).then(|| (job.to_owned(), pairs))
}

/// What [`secrets`](crate::house::secrets()) makes of these pairs.
fn whole(job: &str, pairs: &[(String, String)]) -> Template {
    let own = |(name, key): &(String, String)| (name.clone(), SecretSource::from(key));
    secrets_template(job, &pairs.iter().map(own).collect::<Vec<_>>())
}

/// The pairs as a list of tuples.
pub fn pairs(pairs: &[(String, String)]) -> Code {
    let text = |text: &String| Code::atom(literal::text(text));
    Code::List(pairs.iter().map(|(name, key)| Code::Tuple(vec![text(name), text(key)])).collect())
}

/// The call for such a template: `secrets("job", [("NAME", "key")])`.
pub fn secrets_call(parts: &Parts<'_>, base: &Base) -> Option<Code> {
    let (job, known) = secrets_of(parts, base)?;
    Some(Code::call("secrets", [Code::atom(literal::text(&job)), pairs(&known)]))
}
