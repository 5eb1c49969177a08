//! What the process itself receives: arguments, variables and rendered files, on a real agent.

use std::fs;

use jobwright::jobspec::{Group, Job, Network, Port, RawExec, Task, Template, Text, literal};
use jobwright::render::Renderer;
use proptest::strategy::ValueTree;

use super::{findings, text};
use crate::support::agent::Agent;
use crate::support::nomad::{Nomad, nomad};
use crate::support::{Tested, drawn, wait_for};

/// Writes down what it was given, with a zero after each.
const DUMP: &str = "cat /proc/$$/cmdline > \"$NOMAD_ALLOC_DIR/args\"\n\
                    cat /proc/$$/environ > \"$NOMAD_ALLOC_DIR/env\"\n\
                    mkdir \"$NOMAD_ALLOC_DIR/files\" && cp local/files/* \"$NOMAD_ALLOC_DIR/files\"\n";

const TEXTS: usize = 300;

/// Texts that a process can receive at all: no zeros; and in which nothing is left to the run time.
fn texts() -> Vec<String> {
    let (mut runner, strategy) = (drawn::runner(1), text());
    let plain = |text: &String| {
        let references = text
            .match_indices("${")
            .any(|(at, _)| jobwright::jobspec::reference(&text[at..]).is_some());
        !text.contains('\0') && !references
    };
    let all = std::iter::repeat_with(|| drawn::drawn(&strategy, &mut runner).current());
    all.filter(plain).take(TEXTS).collect()
}

/// Whether a template's text arrives as it stands: none of consul-template's own words, and not empty, as Nomad wants.
fn fits_template(text: &str) -> bool {
    !text.is_empty() && !text.contains("{{")
}

/// A reference, and what it must become, as a function of the allocation.
type Expected = fn(&serde_json::Value, &serde_json::Value) -> String;

fn references() -> Vec<(&'static str, Expected)> {
    vec![
        ("${NOMAD_ALLOC_ID}", |alloc, _| alloc["ID"].as_str().unwrap_or_default().to_owned()),
        ("id=${NOMAD_ALLOC_ID}!", |alloc, _| {
            format!("id={}!", alloc["ID"].as_str().unwrap_or_default())
        }),
        ("{${NOMAD_TASK_NAME}}", |_, _| "{t}".to_owned()),
        ("${NOMAD_TASK_NAME} }", |_, _| "t }".to_owned()),
        ("$${NOMAD_TASK_NAME}", |_, _| "$t".to_owned()),
        ("${NOMAD_JOB_NAME}/${NOMAD_GROUP_NAME}", |_, _| "process/g".to_owned()),
        ("${NOMAD_PORT_http}", |alloc, _| port(alloc)),
        ("${1}:${NOMAD_PORT_http}", |alloc, _| format!("${{1}}:{}", port(alloc))),
        ("${attr.kernel.name}", |_, node| {
            node["Attributes"]["kernel.name"].as_str().unwrap_or_default().to_owned()
        }),
        ("${node.unique.name}", |_, node| node["Name"].as_str().unwrap_or_default().to_owned()),
        ("${node.datacenter}", |_, _| "dc1".to_owned()),
    ]
}

fn port(alloc: &serde_json::Value) -> String {
    alloc["AllocatedResources"]["Shared"]["Ports"][0]["Value"].to_string()
}

fn job(texts: &[String]) -> Job {
    let references = references();
    let mut args: Vec<Text> = vec!["local/dump.sh".into()];
    args.extend(texts.iter().map(|text| Text::from(text.as_str())));
    args.extend(references.iter().map(|(reference, _)| Text::from(*reference)));
    args.extend(references.iter().map(|(reference, _)| literal(*reference)));
    let mut task = Task::new("t", RawExec::command("/bin/sh").args(args))
        .template(Template::inline("local/dump.sh", DUMP))
        .driver("raw_exec");
    for (index, text) in texts.iter().enumerate() {
        task = task.env(format!("TEXT_{index}"), text.as_str());
        if fits_template(text) {
            task = task.template(Template::inline(format!("local/files/{index}"), text.as_str()));
        }
    }
    for (index, (reference, _)) in references.iter().enumerate() {
        task = task.env(format!("REFERENCE_{index}"), *reference);
        task = task.template(Template::inline(format!("local/files/r{index}"), *reference));
    }
    Job::batch("process")
        .datacenters(["dc1"])
        .group(Group::new("g").network(Network::new().port(Port::dynamic("http"))).task(task))
}

/// A file of the finished allocation.
fn file(nomad: &Nomad, alloc: &str, path: &str) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let output = nomad.command().args(["alloc", "fs", alloc, path]).output()?;
    assert!(output.status.success(), "{path}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(output.stdout)
}

fn zero_ended(bytes: &[u8]) -> Vec<String> {
    let mut parts: Vec<String> = bytes
        .split(|byte| *byte == 0)
        .map(|part| String::from_utf8_lossy(part).into_owned())
        .collect();
    parts.pop();
    parts
}

#[test]
fn the_process_receives_what_was_written() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let texts = texts();
    let job = job(&texts);
    // Some texts hold names that a node might set; these are only warnings.
    let errors =
        findings(&job).into_iter().filter(|finding| finding.severity == jobwright::Severity::Error);
    assert_eq!(errors.collect::<Vec<_>>(), []);
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("process.nomad.hcl");
    fs::write(&path, Renderer::new(Default::default())?.job(&job, "")?)?;

    let agent = Agent::start(&nomad)?;
    agent.nomad().run(&path)?;
    let finished = wait_for(120, || {
        let allocs = agent.get("/v1/job/process/allocations")?;
        let alloc = allocs.as_array()?.first()?.clone();
        matches!(alloc["ClientStatus"].as_str(), Some("complete" | "failed")).then_some(alloc)
    });
    let listed = finished.ok_or("the task does not end")?;
    assert_eq!(listed["ClientStatus"], "complete", "{:#}", listed["TaskStates"]);
    let id = listed["ID"].as_str().unwrap_or_default();
    let alloc = agent.get(&format!("/v1/allocation/{id}")).ok_or("no allocation")?;
    let node = agent
        .get(&format!("/v1/node/{}", alloc["NodeID"].as_str().unwrap_or_default()))
        .ok_or("no node")?;

    let args = zero_ended(&file(agent.nomad(), id, "alloc/args")?);
    let references = references();
    assert_eq!(args.len(), 2 + texts.len() + 2 * references.len());
    for (arg, text) in args[2..].iter().zip(&texts) {
        assert_eq!(arg, text, "as an argument");
    }
    let environment = zero_ended(&file(agent.nomad(), id, "alloc/env")?);
    for (index, text) in texts.iter().enumerate() {
        assert!(environment.contains(&format!("TEXT_{index}={text}")), "{text:?} as a variable");
        if fits_template(text) {
            let rendered = file(agent.nomad(), id, &format!("alloc/files/{index}"))?;
            assert_eq!(String::from_utf8_lossy(&rendered), *text, "as a rendered file");
        }
    }
    for (index, (reference, expected)) in references.iter().enumerate() {
        let expected = expected(&alloc, &node);
        let at = 2 + texts.len() + index;
        assert_eq!(args[at], expected, "{reference} as an argument");
        assert_eq!(args[at + references.len()], *reference, "literal {reference} as an argument");
        assert!(
            environment.contains(&format!("REFERENCE_{index}={expected}")),
            "{reference} as a variable"
        );
        let rendered = file(agent.nomad(), id, &format!("alloc/files/r{index}"))?;
        assert_eq!(
            String::from_utf8_lossy(&rendered),
            *reference,
            "{reference} in a template is text"
        );
    }
    println!("{} texts and {} references arrived in the process", texts.len(), references.len());
    Ok(())
}
