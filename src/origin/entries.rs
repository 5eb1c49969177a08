//! Everything that a job sets, and all that Nomad adds, with the location where it is set.

use std::collections::{BTreeMap, BTreeSet};

use crate::jobspec::{
    Block, FieldItem, Free, FreeItem, Job, Kind, Location, Path, Step, Value, canonical,
};
use crate::render::literal::{self, Style};

/// Something that a job sets, or could set.
pub struct Entry {
    pub path: Path,
    pub value: Option<String>,
    pub what: What,
    pub locations: Vec<Location>,
}

/// Who set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The job.
    Set,
    /// Nomad, if the job does not.
    Default,
    /// Not set.
    Unset,
}

impl Entry {
    /// Whether it has a value, or is a block.
    pub fn is_set(&self) -> bool {
        self.what != What::Unset
    }
}

/// Everything in a job with Nomad's defaults.
pub fn of(job: &Job) -> Vec<Entry> {
    let own = walked(job);
    let own: BTreeSet<&Path> =
        own.iter().filter(|entry| entry.is_set()).map(|entry| &entry.path).collect();
    let mut all = walked(&canonical(job));
    for entry in &mut all {
        if entry.what == What::Set && !own.contains(&entry.path) && entry.locations.is_empty() {
            entry.what = What::Default;
        }
    }
    all
}

fn walked(job: &Job) -> Vec<Entry> {
    let mut all = Vec::new();
    block(job, &Path::new(), None, &mut all);
    all
}

fn known(location: Location) -> Vec<Location> {
    if location.is_known() { vec![location] } else { Vec::new() }
}

/// A block and its contents. One of several without labels is numbered.
fn block(of: &dyn Block, around: &Path, number: Option<usize>, all: &mut Vec<Entry>) {
    let mut path = around.clone().then(Step::from(of));
    if let Some(number) = number {
        path.push(Step::Index(number));
    }
    let locations = known(of.base().location);
    let what = if locations.is_empty() { What::Default } else { What::Set };
    all.push(Entry { path: path.clone(), value: None, what, locations });
    let schema = of.schema();
    let (mut set, mut inner) = (BTreeSet::new(), Vec::new());
    of.visit(&mut |index, item| {
        set.insert(index);
        let here = path.clone().then(Step::name(schema.fields[index].name));
        match item {
            FieldItem::Label(_) => {}
            FieldItem::Attr(value) => {
                let locations = of.locations(index).map(|all| {
                    let count = if let Value::List(values) = value { values.len() } else { 1 };
                    (0..count.max(1)).flat_map(|at| known(all.of_value(at))).collect()
                });
                all.push(entry(here, value, locations.unwrap_or_default(), schema.config));
            }
            FieldItem::Map(map) => all.extend(map.placed().map(|(key, value, location)| {
                entry(here.clone().then(Step::name(key)), value, known(location), false)
            })),
            FieldItem::Free(body) => free(body, &here, schema.config, all),
            FieldItem::Block(block) => inner.push(block),
        }
    });
    free(&of.base().extra, &path, schema.config, all);
    for (index, field) in schema.fields.iter().enumerate() {
        if matches!(field.kind, Kind::Attr(_)) && !set.contains(&index) {
            let value = field.default.map(|preset| preset.text().to_owned());
            let path = path.clone().then(Step::name(field.name));
            all.push(Entry { path, value, what: What::Unset, locations: Vec::new() });
        }
    }
    let mut count = BTreeMap::<Step, usize>::new();
    inner.iter().for_each(|block| *count.entry(Step::from(*block)).or_default() += 1);
    let mut numbers = BTreeMap::<Step, usize>::new();
    for one in inner {
        let step = Step::from(one);
        let number = numbers.entry(step.clone()).or_default();
        block(one, &path, (count.get(&step) > Some(&1)).then_some(*number), all);
        *number += 1;
    }
}

fn free(body: &Free, path: &Path, config: bool, all: &mut Vec<Entry>) {
    for (item, location) in body.placed() {
        let (name, value) = match item {
            FreeItem::Attr(name, value) => (name, value.clone()),
            FreeItem::Object(name, map) => (name, Value::Object(map.clone())),
            FreeItem::Block { name, labels, body } => {
                free(body, &path.clone().then(Step::block(name, labels.clone())), config, all);
                continue;
            }
        };
        let path = path.clone().then(Step::name(name));
        all.push(entry(path, &value, known(location), config));
    }
}

fn entry(path: Path, value: &Value, locations: Vec<Location>, config: bool) -> Entry {
    let mut text = String::new();
    literal::value(&mut text, value, Style { config, ..Style::default() });
    Entry { path, value: Some(text), what: What::Set, locations }
}
