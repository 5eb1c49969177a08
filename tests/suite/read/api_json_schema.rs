//! The JSON Schema of API JSON takes what Nomad prints, and finds what an editor shall mark.

use super::api_json_corpus::{all, readings};
use crate::support::agent::Agent;
use crate::support::nomad::nomad;
use crate::support::schema::Judge;
use crate::support::shown::snapshot;
use crate::support::{Tested, files, repository, skip};
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
        let groups = document["Job"]["TaskGroups"].as_array();
        if groups.is_some_and(|groups| groups.iter().any(|group| group["Tasks"].is_null())) {
            // It is printed, and no server accepts it.
            let found = judge.judge(&document).err().unwrap_or_default();
            return if found.contains("/Tasks'") { Ok(()) } else { Err(found) };
        }
        judge.judge(&document)?;
        // What other programs hand on is the job alone.
        judge.judge(&document["Job"])
    });
}

/// A server fills in what a job does not set, and knows more of it: as `nomad job inspect` and as the API.
#[test]
fn what_a_server_answers_is_valid() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    // Nothing needs to run for it.
    let agent = Agent::start_in("elsewhere", &nomad)?;
    let judge = judge();
    let jobs =
        files(&repository("out"))?.into_iter().chain(files(&repository("tests/corpus/jobs"))?);
    let mut valid = 0;
    for file in jobs.filter(|file| file.to_string_lossy().ends_with(".hcl")) {
        let Ok(job) = nomad.output_json(&file) else { continue };
        // Some name a namespace or a plugin that this agent does not have.
        if agent.nomad().register(&file).is_err() {
            continue;
        }
        let id = job["Job"]["ID"].as_str().ok_or("no ID")?;
        let inspected: Json = serde_json::from_str(&agent.nomad().inspect(id)?)?;
        let path = format!("/v1/job/{}", id.replace('/', "%2F"));
        let raw = agent.get(&path).ok_or("no answer")?;
        for answer in [&inspected, &raw] {
            judge.judge(answer).map_err(|found| format!("{}: {found}", file.display()))?;
        }
        valid += 1;
    }
    assert!(valid >= 30, "{valid} jobs");
    Ok(())
}

/// A job, as somebody writes it: what is absent is left out.
fn job() -> Json {
    json!({
        "$schema": "./nomad-job.schema.json",
        "ID": "web",
        "Priority": 50,
        "TaskGroups": [{
            "Name": "web",
            "Count": 2,
            "Networks": [{
                "DynamicPorts": [{ "Label": "http", "To": 80 }],
                "ReservedPorts": [{ "Label": "admin", "Value": 8080 }],
            }],
            // The key is its name.
            "Volumes": { "data": { "Type": "host", "Source": "data" } },
            "Tasks": [{
                "Name": "web",
                "Driver": "docker",
                "Config": { "image": "nginx:1.27", "ports": ["http"] },
                "Env": { "TEXT": "hello" },
                "KillTimeout": 5_000_000_000_i64,
                "Services": [{
                    "Name": "web",
                    "PortLabel": "http",
                    "Provider": "nomad",
                    "Checks": [{ "Type": "tcp", "Interval": 10_000_000_000_i64, "Timeout": 2_000_000_000_i64 }],
                }],
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
        ("/Stop", json!("yes")),
        ("/TaskGroups", json!([])),
        ("/TaskGroups", json!({ "web": {} })),
        ("/TaskGroups/0/Count", json!(-1)),
        ("/TaskGroups/0/Networks/0/ReservedPorts/0", json!({ "Value": 8080 })),
        ("/TaskGroups/0/Volumes/data/Sourc", json!("data")),
        ("/TaskGroups/0/Tasks/0/Driver", Json::Null),
        ("/TaskGroups/0/Tasks/0/Env/PORT", json!(80)),
        ("/TaskGroups/0/Tasks/0/KillTimeout", json!("5s")),
        ("/TaskGroups/0/Tasks/0/Config", json!("nginx:1.27")),
        ("/TaskGroups/0/Tasks/0/Services/0/Provider", json!("etcd")),
        ("/TaskGroups/0/Tasks/0/Services/0/Checks/0/Type", json!("https")),
        ("/TaskGroups/0/Tasks/0/Services/0/Checks/0/Interval", json!(0)),
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
