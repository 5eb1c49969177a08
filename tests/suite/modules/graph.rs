//! Which file uses which: paths resolved to the files that define what they name.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::source::{Source, Use};

/// The modules of all crates.
pub struct Modules {
    /// By their paths, which begin with the crate.
    modules: BTreeMap<Vec<String>, (usize, Source)>,
    /// The files.
    pub files: Vec<File>,
}

/// A file.
pub struct File {
    /// Its path in the repository.
    pub name: String,
    /// The crate, and the room in it: a folder or a file at the top of the sources; the crate alone for its root.
    pub room: Vec<String>,
}

impl File {
    /// The folder of the room, if it is one.
    pub fn room_folder(&self) -> String {
        let mut steps = self.name.split_inclusive('/');
        let room = self.room.last().map_or("", String::as_str);
        let mut folder = String::new();
        for step in steps.by_ref() {
            folder.push_str(step);
            if step.strip_suffix('/') == Some(room) {
                break;
            }
        }
        folder
    }
}

/// What a path names.
enum Named {
    /// An item that this file defines.
    Item(usize),
    /// A module itself.
    Module,
}

/// For each file, the files that it uses, each with a path by which it does.
pub type Uses = Vec<BTreeMap<usize, String>>;

impl Modules {
    /// Reads files: the crate of each, the folder of that crate's sources, the path in it, and the text.
    pub fn read<'t>(files: impl IntoIterator<Item = (&'t str, &'t str, String, String)>) -> Self {
        let mut all = Self { modules: BTreeMap::new(), files: Vec::new() };
        for (name, folder, file, text) in files {
            let steps = file.strip_suffix(".rs").unwrap_or(&file).split('/');
            let mut path: Vec<String> =
                [name].into_iter().chain(steps).map(str::to_owned).collect();
            let last = path.last().cloned().unwrap_or_default();
            if last == "mod" || last == "lib" {
                path.pop();
            } else if last == "main" {
                // A program is a crate of its own.
                path = vec![last.clone()];
            }
            let room = path.get(..path.len().min(2)).unwrap_or_default().to_vec();
            all.add(path, all.files.len(), Source::read(&text));
            all.files.push(File { name: format!("{folder}/{file}"), room });
        }
        all
    }

    fn add(&mut self, path: Vec<String>, file: usize, mut source: Source) {
        for (name, inner) in std::mem::take(&mut source.inner) {
            self.add(path.iter().cloned().chain([name]).collect(), file, inner);
        }
        self.modules.insert(path, (file, source));
    }

    /// Which file uses which.
    pub fn uses(&self) -> Uses {
        let mut uses: Uses = vec![BTreeMap::new(); self.files.len()];
        for (module, (file, source)) in &self.modules {
            let imports = source.uses.iter().filter(|import| !import.public && !import.module);
            for path in imports.map(|import| &import.path).chain(&source.paths) {
                if let Some(Named::Item(other)) = self.resolve(module, path, 0)
                    && other != *file
                {
                    uses[*file].entry(other).or_insert_with(|| path.join("::"));
                }
            }
        }
        uses
    }

    /// Adds what a file exports to what it uses.
    pub fn add_exports(&self, file: &str, uses: &mut Uses) {
        for (module, (at, source)) in &self.modules {
            if self.files[*at].name == file {
                for export in &source.uses {
                    if let Some(Named::Item(other)) = self.resolve(module, &export.path, 0) {
                        uses[*at].insert(other, export.path.join("::"));
                    }
                }
            }
        }
    }

    /// What a path names that stands in a module.
    fn resolve(&self, module: &[String], path: &[String], depth: usize) -> Option<Named> {
        let (_, source) = self.modules.get(module)?;
        let (first, mut rest) = path.split_first()?;
        let mut at = module.to_vec();
        match first.as_str() {
            "crate" => at.truncate(1),
            "self" => {}
            "super" => {
                at.pop();
                while let Some((_, after)) = rest.split_first().filter(|(step, _)| *step == "super")
                {
                    at.pop();
                    rest = after;
                }
            }
            _ if source.items.contains(first) && rest.is_empty() => return None,
            name => {
                let known = source.uses.iter().any(|import| import.name == name);
                let child = self.modules.contains_key(&[module, &[name.to_owned()]].concat());
                if known || child {
                    rest = path;
                } else if self.modules.contains_key(&[name.to_owned()][..]) {
                    at = vec![name.to_owned()];
                } else {
                    return None;
                }
            }
        }
        self.descend(at, rest, depth)
    }

    /// What a path names that begins at a module.
    fn descend(&self, mut at: Vec<String>, path: &[String], depth: usize) -> Option<Named> {
        let Some((first, rest)) = path.split_first() else { return Some(Named::Module) };
        let (file, source) = self.modules.get(&at)?;
        let import = source.uses.iter().find(|import| import.name == *first);
        at.push(first.clone());
        // A name can be a module and an item at once: the end of a path is the item.
        let item = rest.is_empty() && (import.is_some() || source.items.contains(first));
        if self.modules.contains_key(&at) && !item {
            return self.descend(at, rest, depth);
        }
        at.pop();
        match import {
            // Names that stand for each other are no names.
            Some(_) if depth > 20 => None,
            Some(Use { path, .. }) => {
                let path: Vec<String> = path.iter().chain(rest).cloned().collect();
                self.imported(&at, &path, depth + 1)
            }
            None => Some(Named::Item(*file)),
        }
    }

    /// What the path of a `use` line names. It may begin with a module or item of its own, never with the name that the
    /// line itself brings in.
    fn imported(&self, module: &[String], path: &[String], depth: usize) -> Option<Named> {
        let (first, _) = path.split_first()?;
        let child: Vec<String> = module.iter().cloned().chain([first.clone()]).collect();
        if self.modules.contains_key(&child) && path.len() > 1 {
            return self.descend(child, path.get(1..)?, depth);
        }
        let (_, source) = self.modules.get(module)?;
        let itself = source.uses.iter().any(|import| import.path == path && import.name == *first);
        if itself && path.len() == 1 { None } else { self.resolve(module, path, depth) }
    }
}

/// What uses each other in a circle: for each group of nodes that reach each other, a shortest way round.
pub fn circles(uses: &Uses) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut seen = BTreeSet::new();
    for start in 0..uses.len() {
        if seen.contains(&start) {
            continue;
        }
        let Some(circle) = circle(uses, start) else { continue };
        let reached = reached(uses, start);
        let back = |other: &usize| self::reached(uses, *other).contains(&start);
        seen.extend(reached.into_iter().filter(back));
        found.push(circle);
    }
    found
}

fn reached(uses: &Uses, start: usize) -> BTreeSet<usize> {
    let (mut reached, mut left) = (BTreeSet::new(), vec![start]);
    while let Some(node) = left.pop() {
        left.extend(uses[node].keys().filter(|next| reached.insert(**next)));
    }
    reached
}

/// The shortest way from a node to itself.
fn circle(uses: &Uses, start: usize) -> Option<Vec<usize>> {
    let mut from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut left = VecDeque::from([start]);
    while let Some(node) = left.pop_front() {
        for next in uses[node].keys() {
            if *next == start {
                let mut way = vec![start];
                let mut at = node;
                while at != start {
                    way.push(at);
                    at = from[&at];
                }
                way.push(start);
                way.reverse();
                return Some(way);
            }
            if !from.contains_key(next) {
                from.insert(*next, node);
                left.push_back(*next);
            }
        }
    }
    None
}
