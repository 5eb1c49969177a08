//! Where everything that the house layer makes was written: in the definition, and never in the library.

use jobwright::jobspec::{Block, FieldItem, Free, Location, Value};
use jobwright::prelude::*;

use super::methods::{jobs, site, workloads};

/// What a block has that was not written in a definition, each with where it says it was.
fn astray(path: &str, block: &dyn Block, found: &mut Vec<String>) {
    let mut note = |path: String, location: Location| {
        if !location.rust().is_some_and(|at| at.file().starts_with("tests/suite/")) {
            found.push(format!("{path}: {location:?}"));
        }
    };
    note(path.to_owned(), block.base().location);
    free(path, &block.base().extra, &mut note);
    let schema = block.schema();
    let mut inner = Vec::new();
    block.visit(&mut |index, item| {
        let path = format!("{path} > {}", schema.fields[index].name);
        match item {
            FieldItem::Label(_) => {}
            FieldItem::Attr(value) => {
                let locations = block.locations(index).expect("an attribute that is set");
                let values = if let Value::List(values) = value { values.len() } else { 1 };
                for value in 0..values.max(1) {
                    note(format!("{path} [{value}]"), locations.of_value(value));
                }
            }
            FieldItem::Map(map) => map
                .placed()
                .for_each(|(key, _, location)| note(format!("{path} > {key}"), location)),
            FieldItem::Free(body) => free(&path, body, &mut note),
            FieldItem::Block(block) => inner.push((path, block)),
        }
    });
    for (path, block) in inner {
        astray(&path, block, found);
    }
}

fn free(path: &str, body: &Free, note: &mut dyn FnMut(String, Location)) {
    for (index, (_, location)) in body.placed().enumerate() {
        note(format!("{path} [{index}]"), location);
    }
}

#[test]
fn what_the_house_makes_is_located_at_the_call() {
    let provider = site().provider(Provider::Nomad).region("global");
    let sites = [site(), provider, site().containers(Podman::from)];
    let mut all: Vec<String> = Vec::new();
    for site in &sites {
        for (method, job) in
            workloads().into_iter().map(|(method, workload)| (method, workload.job(site)))
        {
            let mut found = Vec::new();
            astray("job", &job, &mut found);
            all.extend(found.into_iter().map(|found| format!("{method}: {found}")));
        }
    }
    for (method, job) in jobs() {
        let mut found = Vec::new();
        astray("job", &job, &mut found);
        all.extend(found.into_iter().map(|found| format!("{method}: {found}")));
    }
    assert_eq!(all.join("\n"), "");
}

#[test]
fn what_is_not_located_is_seen() {
    let mut found = Vec::new();
    let read: Job = serde_json::from_str(r#"{"ID": "web", "Priority": 70}"#).expect("a job");
    astray("job", &read, &mut found);
    assert_eq!(found, ["job: Unknown", "job > priority [0]: Unknown"]);
}

#[test]
fn what_is_made_through_the_standard_library_is_located_at_the_call_above() {
    let names = ["a", "b"];
    let constraints: Vec<Constraint> =
        [Target::host("n"), Target::kernel("linux")].into_iter().map(Into::into).collect();
    let group =
        Group::new("g").task(Task::new("t", Docker::image("x:1").args(names.map(String::from))));
    let job = Job::new("web").group(constraints.into_iter().fold(group, Group::constraint));
    let mut found = Vec::new();
    astray("job", &job, &mut found);
    // Of what was made by a function that nobody here calls, the attributes stay without a place.
    assert!(found.iter().all(|found| found.starts_with("job > group > constraint")), "{found:?}");
    assert!(!found.iter().any(|found| found.contains("library")), "{found:?}");
}
