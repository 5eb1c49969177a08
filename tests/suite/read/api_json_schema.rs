//! The JSON Schema of API JSON takes what Nomad prints, and finds what an editor shall mark.

use super::api_json_corpus::{all, readings};
use crate::support::schema::Judge;
use crate::support::shown::snapshot;
use crate::support::skip;
use jobwright::api;
use serde_json::{Value as Json, json};
use std::fs;

fn judge() -> Judge {
    Judge::of(&api::json_schema()).expect("a schema")
}

#[test]
fn what_nomad_prints_is_valid() {
    let (files, _) = readings(skip::name_of(|| ()));
    let judge = judge();
    all(&files, |file| {
        let text = fs::read_to_string(file).map_err(|error| error.to_string())?;
        let document: Json = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        judge.judge(&document)?;
        // What other programs hand on is the job alone.
        judge.judge(&document["Job"])
    });
}

/// A job, as somebody writes it: what is absent is left out.
fn job() -> Json {
    json!({
        "ID": "web",
        "Priority": 50,
        "TaskGroups": [{
            "Name": "web",
            "Count": 2,
            "Networks": [{
                "DynamicPorts": [{ "Label": "http", "To": 80 }],
                "ReservedPorts": [{ "Label": "admin", "Value": 8080 }],
            }],
            "Volumes": { "data": { "Name": "data", "Type": "host", "Source": "data" } },
            "Tasks": [{
                "Name": "web",
                "Driver": "docker",
                "Config": { "image": "nginx:1.27", "ports": ["http"] },
                "Env": { "TEXT": "hello" },
                "KillTimeout": 5_000_000_000_i64,
                "Services": [{ "Name": "web", "PortLabel": "http", "Provider": "nomad" }],
            }],
        }],
    })
}

#[test]
fn mistakes_are_found() {
    let judge = judge();
    assert_eq!(judge.judge(&job()), Ok(()));
    assert_eq!(judge.judge(&json!({ "Job": job() })), Ok(()));
    let mut said = String::new();
    for (pointer, wrong) in [
        ("", json!({ "Name": "web" })),
        ("/Priority", json!("50")),
        ("/Priority", json!(1.5)),
        ("/Type", json!("services")),
        ("/Datacenter", json!(["dc1"])),
        ("/TaskGroups", json!({ "web": {} })),
        ("/TaskGroups/0/Count", json!(-1)),
        ("/TaskGroups/0/Networks/0/ReservedPorts/0", json!({ "Value": 8080 })),
        ("/TaskGroups/0/Volumes/data/Sourc", json!("data")),
        ("/TaskGroups/0/Tasks/0/Driver", Json::Null),
        ("/TaskGroups/0/Tasks/0/Env/PORT", json!(80)),
        ("/TaskGroups/0/Tasks/0/KillTimeout", json!("5s")),
        ("/TaskGroups/0/Tasks/0/Config", json!("nginx:1.27")),
        ("/TaskGroups/0/Tasks/0/Services/0/Provider", json!("etcd")),
    ] {
        let mut document = job();
        let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
        match document.pointer_mut(parent).expect("a place") {
            Json::Array(all) => all[name.parse::<usize>().expect("an index")] = wrong.clone(),
            _ if pointer.is_empty() => document = wrong.clone(),
            object => object[name] = wrong.clone(),
        }
        let found = judge.judge(&document).expect_err(pointer);
        // The first line only names the schema.
        let found = found.lines().skip(1).collect::<Vec<_>>().join("\n");
        said += &format!("{pointer} = {wrong}\n{found}\n\n");
    }
    snapshot!(said);
}
