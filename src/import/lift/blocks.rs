//! Blocks that several definitions repeat, as functions of the helper module.

use std::collections::{BTreeMap, BTreeSet};

use super::{helper_names, often};
use crate::import::definition::Prepared;
use crate::import::definition::code::{Code, Named};

/// What is shared has at least so many letters.
const LONG: usize = 60;

/// Where many files have it, so many will do.
const SHORTER: usize = 45;

/// How many files are many.
const MANY: usize = 8;

/// A function of the helper module.
#[derive(Clone, Debug)]
pub struct Helper {
    /// Its name.
    pub name: String,
    /// The type that it returns.
    pub of: String,
    /// Its only expression.
    pub code: Code,
}

/// A block and its position: the file, and the blocks around it.
struct BlockPosition<'a> {
    file: usize,
    within: Vec<usize>,
    named: &'a Named,
}

/// All blocks of the definitions, equal ones together.
#[derive(Default)]
struct Blocks<'a> {
    numbers: BTreeMap<String, usize>,
    places: Vec<Vec<BlockPosition<'a>>>,
}

impl<'a> Blocks<'a> {
    fn collect(&mut self, file: usize, code: &'a Code, within: &[usize]) {
        code.walk(&mut |code| {
            let Code::Named(named) = code else { return true };
            let mut within = within.to_vec();
            if let Some(key) = movable(&named.code) {
                let next = self.numbers.len();
                let number = *self.numbers.entry(key).or_insert(next);
                if number == next {
                    self.places.push(Vec::new());
                }
                if let Some(places) = self.places.get_mut(number) {
                    places.push(BlockPosition { file, within: within.clone(), named });
                }
                within.push(number);
            }
            self.collect(file, &named.code, &within);
            false
        });
    }
}

impl<'a> Blocks<'a> {
    /// The blocks that become functions, with the number of their files: those in one that becomes a function count once.
    fn repeated<'k>(
        &self,
        order: &[(&'k String, usize)],
        unnamed: &BTreeSet<String>,
        enough: usize,
    ) -> Vec<(&'k String, &'a Named, usize)> {
        let mut lifted: BTreeMap<usize, usize> = BTreeMap::new();
        let mut found = Vec::new();
        for (key, number) in order {
            let Some(places) = self.places.get(*number).filter(|_| !unnamed.contains(*key)) else {
                continue;
            };
            let mut users = BTreeSet::new();
            for place in places {
                let inside = place.within.iter().rev().find_map(|outer| lifted.get(outer));
                users.insert(inside.map_or((place.file, 0), |helper| (usize::MAX, *helper)));
            }
            let files: BTreeSet<usize> = places.iter().map(|place| place.file).collect();
            let worth = key.len() >= LONG || files.len() >= MANY && key.len() >= SHORTER;
            if let Some(first) = places.first().filter(|_| worth && users.len() >= enough) {
                lifted.insert(*number, found.len());
                found.push((*key, first.named, files.len()));
            }
        }
        found
    }
}

/// The key of a block, if it can be moved to another file.
fn movable(code: &Code) -> Option<String> {
    let mut key = String::new();
    code.key(&mut key)?;
    let mut own = false;
    code.walk(&mut |code| {
        own |= match code {
            // A constant of the file.
            Code::Atom(name) => name.chars().all(|letter| !letter.is_lowercase()) && is_name(name),
            Code::Call(callee, _) => callee == "include_str!",
            _ => false,
        };
        !own
    });
    (!own).then_some(key)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_uppercase())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// Makes functions of what the definitions repeat, and calls them there.
pub fn lift(prepared: &mut [Prepared], module: &str) -> Vec<Helper> {
    let files = often::files(prepared.len());
    let mut blocks = Blocks::default();
    for (file, one) in prepared.iter().enumerate() {
        blocks.collect(file, &one.code, &[]);
    }
    let mut order: Vec<(&String, usize)> =
        blocks.numbers.iter().map(|(key, number)| (key, *number)).collect();
    // A block is longer than those in it.
    order.sort_by_key(|(key, _)| (std::cmp::Reverse(key.len()), *key));
    let mut unnamed = BTreeSet::new();
    let (found, names) = loop {
        let found = blocks.repeated(&order, &unnamed, files);
        let names = helper_names::of(&found);
        let without = found.iter().zip(&names).filter(|(_, name)| name.is_none());
        let without: Vec<String> = without.map(|((key, ..), _)| (*key).clone()).collect();
        if without.is_empty() {
            break (found, names.into_iter().flatten().collect::<Vec<_>>());
        }
        // A block without a name that a caller could use is left where it is.
        unnamed.extend(without);
    };
    let calls: BTreeMap<String, String> =
        found.iter().zip(&names).map(|((key, ..), name)| ((*key).clone(), name.clone())).collect();
    let mut helpers: Vec<Helper> = found
        .iter()
        .zip(names)
        .map(|((_, named, _), name)| Helper {
            name,
            of: named.of.clone(),
            code: named.code.clone(),
        })
        .collect();
    for helper in &mut helpers {
        helper.code.rewrite(&mut |code| called(code, &calls, None));
    }
    for one in prepared {
        one.rewrite(&mut |code| called(code, &calls, Some(module)));
    }
    helpers.sort_by(|one, two| (&one.of, &one.name).cmp(&(&two.of, &two.name)));
    helpers
}

/// The call of the function that a block has become.
fn called(code: &Code, calls: &BTreeMap<String, String>, module: Option<&str>) -> Option<Code> {
    let Code::Named(named) = code else { return None };
    if calls.is_empty() {
        return None;
    }
    let name = calls.get(&movable(&named.code)?)?;
    let path = module.map_or_else(|| name.clone(), |module| format!("{module}::{name}"));
    Some(Code::Call(path, Vec::new()))
}
