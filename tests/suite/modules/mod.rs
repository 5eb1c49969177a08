//! Modules use each other in one direction, and lie where they are used.
//!
//! What counts as a use, of one file by another:
//!
//! - Every `use` line that is not `pub`, and every path in the code, down to a bare name that a `use` line brought in.
//!   It is followed to the file that defines what it names: `use super::Finding` goes through the `pub use` of a `mod.rs`
//!   to `finding.rs`, and `fields::set` to `fields.rs`. The rest of a path, such as an enum's variant, is of that file too.
//! - `mod` and `pub use` alone are none: a `mod.rs` that declares and re-exports is a facade. One that has code of its own
//!   is a file like any other: what the files below it need lies in a file beside them.
//! - A module's name alone is none; what is taken from it is.
//! - What is for tests only (`#[cfg(test)]`), documentation, and what a macro writes (`quote!`, `$crate`) are none.
//! - Methods are not seen: a file that adds some to a type uses the type, and whoever calls them uses its file.
//!
//! A folder uses what its files use: whatever lies side by side, files or folders, uses each other in one direction. A room is
//! a folder or a file right in a crate's sources.

mod graph;
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use crate::support::{files, repository};
use graph::{Modules, Uses, circles};

/// The crates, and where their sources are.
const CRATES: [(&str, &str); 4] = [
    ("jobwright", "src"),
    ("jobwright_hcl", "crates/hcl/src"),
    ("jobwright_derive", "crates/derive/src"),
    ("jobwright_build", "crates/build/src"),
];

/// What only another room uses and stays where it is, and why: who uses it besides is not in these crates, or not seen.
const LODGERS: [(&str, &str); 2] = [
    ("src/house/workload/program.rs", "its methods are for definitions, and methods are not seen"),
    (
        "src/jobspec/runtime.rs",
        "its functions are for definitions, which call them by their module",
    ),
];

/// The modules of the repository, read once.
static MODULES: LazyLock<Modules> = LazyLock::new(|| {
    let mut all = Vec::new();
    for (name, folder) in CRATES {
        let root = repository(folder);
        for file in files(&root).expect("the sources") {
            if file.extension().is_some_and(|end| end == "rs") {
                let inside = file.strip_prefix(&root).expect("a file of it").display().to_string();
                all.push((name, folder, inside, fs::read_to_string(&file).expect("a source")));
            }
        }
    }
    Modules::read(all)
});

/// What lies side by side in a folder, files and folders, and the uses of these by each other.
fn neighbours(all: &Modules, uses: &Uses, folder: &str) -> (Vec<String>, Uses) {
    let of = |file: usize| {
        let inside = all.files[file].name.strip_prefix(folder)?;
        inside.split_inclusive('/').next().map(|first| format!("{folder}{first}"))
    };
    let names: BTreeSet<String> = (0..all.files.len()).filter_map(of).collect();
    let names = Vec::from_iter(names);
    let neighbour = |file: usize| names.iter().position(|name| of(file).as_ref() == Some(name));
    let mut between: Uses = vec![BTreeMap::new(); names.len()];
    for (from, to) in uses.iter().enumerate() {
        for to in to.keys() {
            let Some((user, used)) = neighbour(from).zip(neighbour(*to)) else { continue };
            if user != used {
                let example = format!("{} uses {}", all.files[from].name, all.files[*to].name);
                between[user].entry(used).or_insert(example);
            }
        }
    }
    (names, between)
}

/// The folders of the sources.
fn folders(all: &Modules) -> BTreeSet<&str> {
    let names = all.files.iter().map(|file| file.name.as_str());
    names.flat_map(|name| name.match_indices('/').map(|(at, _)| &name[..=at])).collect()
}

/// The circles as text, each in its order.
fn shown<'n>(uses: &Uses, name: impl Fn(usize) -> &'n str) -> Vec<String> {
    let each = |circle: Vec<usize>| {
        let mut text = String::new();
        for pair in circle.windows(2) {
            text.push_str(&format!("{} → ({}) ", name(pair[0]), uses[pair[0]][&pair[1]]));
        }
        text + circle.last().map_or("", |last| name(*last))
    };
    circles(uses).into_iter().map(each).collect()
}

/// Files and folders inside of rooms that exactly one other room of the same crate uses, and nothing else does: these, and that
/// room. Commands have whatever they want from where it belongs; what the prelude names is for definitions.
fn lodgers(all: &Modules, uses: &Uses) -> Vec<(String, String)> {
    let mut units: BTreeSet<String> = BTreeSet::new();
    for file in &all.files {
        let root = file.room_folder();
        let Some(inside) = file.name.strip_prefix(&root) else { continue };
        let mut path = root.clone();
        for step in inside.split_inclusive('/') {
            path.push_str(step);
            if path != format!("{root}mod.rs") {
                units.insert(path.clone());
            }
        }
    }
    let mut found: Vec<(String, String)> = Vec::new();
    for unit in units {
        let within = |at: usize| all.files[at].name.starts_with(&unit);
        let Some(own) = (0..all.files.len()).find(|at| within(*at)) else { continue };
        let own = &all.files[own].room;
        let users = uses.iter().enumerate().filter(|(from, _)| !within(*from));
        let users = users.filter(|(_, to)| to.keys().any(|to| within(*to)));
        let users: BTreeSet<&Vec<String>> = users.map(|(from, _)| &all.files[from].room).collect();
        let outer = found.iter().any(|(outer, _)| unit.starts_with(outer.as_str()));
        if let [user] = Vec::from_iter(users).as_slice()
            && *user != own
            && user.first() == own.first()
            && user.last().is_none_or(|room| room != "cli" && room != "prelude")
            && !outer
        {
            found.push((unit, user.join("::")));
        }
    }
    found
}

#[test]
fn files_use_each_other_in_one_direction() {
    let all = &*MODULES;
    let uses = all.uses();
    assert!(uses.iter().map(BTreeMap::len).sum::<usize>() > 1000, "too few uses are seen");
    let name = |at: usize| all.files[at].name.as_str();
    let found = shown(&uses, name);
    assert!(found.is_empty(), "files use each other in a circle:\n{}", found.join("\n"));
}

#[test]
fn folders_use_each_other_in_one_direction() {
    let all = &*MODULES;
    let uses = all.uses();
    let folders = folders(all);
    assert!(folders.len() > 30, "too few folders are seen");
    for folder in folders {
        let (names, between) = neighbours(all, &uses, folder);
        let found = shown(&between, |at| names[at].as_str());
        assert!(found.is_empty(), "{folder} has a circle:\n{}", found.join("\n"));
    }
}

#[test]
fn files_lie_where_they_are_used() {
    let all = &*MODULES;
    let mut uses = all.uses();
    all.add_exports("src/prelude.rs", &mut uses);
    let found = lodgers(all, &uses);
    let listed = |unit: &str| LODGERS.iter().any(|(lodger, _)| *lodger == unit);
    let others = found.iter().filter(|(unit, _)| !listed(unit));
    let others: Vec<String> = others.map(|(unit, user)| format!("{unit}: {user}")).collect();
    assert!(others.is_empty(), "only another room uses these files:\n{}", others.join("\n"));
    for (lodger, _) in LODGERS {
        let still = found.iter().any(|(unit, _)| unit == lodger);
        assert!(still, "{lodger} needs no exception");
    }
}

/// Files of a made-up crate.
fn made_up(files: &[(&str, &str)]) -> Modules {
    let file =
        |(name, text): &(&str, &str)| ("made", "src", (*name).to_owned(), (*text).to_owned());
    Modules::read(files.iter().map(file).collect::<Vec<_>>())
}

fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
    let all = made_up(files);
    shown(&all.uses(), |at| all.files[at].name.as_str())
}

#[test]
fn circles_are_found() {
    // Through a facade, braces in braces, another name, and a path in the code.
    let found = circles_of(&[
        ("lib.rs", "mod room; mod other;"),
        ("room/mod.rs", "mod low; mod high; pub use {high::{self as top, High}, low::Low};"),
        ("room/low.rs", "use super::{High}; pub struct Low;"),
        ("room/high.rs", "pub struct High; fn f() { vec![crate::other::call(1)]; }"),
        ("other.rs", "use crate::{room::{self, Low as L}}; pub fn call() { room::top::f(); }"),
    ]);
    let circle = "src/room/low.rs → (super::High) src/room/high.rs → (crate::other::call) src/other.rs → \
                  (crate::room::Low) src/room/low.rs";
    assert_eq!(found, [circle]);
    let found = circles_of(&[
        ("lib.rs", "mod top;"),
        ("top/mod.rs", "mod below; pub struct Shared; pub fn run() { below::run() }"),
        ("top/below.rs", "pub fn run() -> super::Shared { super::Shared }"),
    ]);
    assert_eq!(found.len(), 1, "a folder's own code and what is in it: {found:?}");
    let found = circles_of(&[
        ("lib.rs", "mod top;"),
        ("top/mod.rs", "mod below; pub use below::B; pub struct S; fn f() -> &'static B { S }"),
        ("top/below.rs", "use super::S; pub struct B;"),
    ]);
    assert_eq!(found.len(), 1, "a name that is exported and used: {found:?}");
}

#[test]
fn folders_have_circles_where_files_have_none() {
    let all = made_up(&[
        ("lib.rs", "mod one; mod two;"),
        ("one/mod.rs", "mod low; mod high;"),
        ("one/low.rs", "pub struct Low;"),
        ("one/high.rs", "use crate::two::Middle;"),
        ("two.rs", "pub use crate::one::low; use crate::one::low::Low; pub struct Middle(Low);"),
    ]);
    assert_eq!(circles(&all.uses()), [[0; 0]; 0]);
    let (names, between) = neighbours(&all, &all.uses(), "src/");
    let found = shown(&between, |at| names[at].as_str());
    let circle = "src/one/ → (src/one/high.rs uses src/two.rs) src/two.rs → \
                  (src/two.rs uses src/one/low.rs) src/one/";
    assert_eq!(found, [circle]);
}

#[test]
fn what_is_no_use_makes_no_circle() {
    let found = circles_of(&[
        ("lib.rs", "mod room; pub use room::low::Low;"),
        ("room/mod.rs", "pub mod low; mod high; pub use {high::High, low::*};"),
        (
            "room/low.rs",
            "/// See [`super::High`].\npub struct Low; #[cfg(test)] mod tests { use crate::room::High; }",
        ),
        (
            "room/high.rs",
            "use super::low; use std::low::High as Other; pub struct High(low::Low); fn f(low: u8) { low.High() }",
        ),
    ]);
    assert_eq!(found, [""; 0]);
    // A method of a name that is exported, and a module of a function's name.
    let found = circles_of(&[
        ("lib.rs", "mod top;"),
        ("top/mod.rs", "mod a; pub use a::f; pub struct S; impl S { fn f(&self) {} }"),
        ("top/a.rs", "use super::S; pub fn f() {}"),
    ]);
    assert_eq!(found, [""; 0]);
    let found = circles_of(&[
        ("lib.rs", "mod top;"),
        ("top/mod.rs", "mod a; mod b; pub fn b() { a::f() }"),
        ("top/a.rs", "use super::b::{self, B}; pub fn f() -> B { b::B }"),
        ("top/b.rs", "pub struct B;"),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn lodgers_are_found() {
    let all = made_up(&[
        ("lib.rs", "mod low; mod side; mod top;"),
        (
            "low/mod.rs",
            "mod alone; mod shared; mod used; pub use {alone::Alone, shared::Shared, used::Used};",
        ),
        ("low/alone.rs", "pub struct Alone;"),
        ("low/shared.rs", "use super::used::Used; pub struct Shared(Used);"),
        ("low/used.rs", "pub struct Used;"),
        ("side.rs", "use crate::low::Shared;"),
        ("top.rs", "use crate::low::{Alone, Shared, Used};"),
    ]);
    let found = lodgers(&all, &all.uses());
    assert_eq!(found, [("src/low/alone.rs".to_owned(), "made::top".to_owned())]);
}
