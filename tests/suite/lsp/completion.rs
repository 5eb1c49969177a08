//! Completion knows the jobspec: in each block, all that Nomad's own declarations have there, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use jobwright::jobspec::{Config, Job, Kind, Schema, all_schemas};
use serde_json::{Value, json};

use super::client::{Client, position};
use crate::support::{Tested, repository};

/// The texts that lead into each block, by Nomad's name of it: the first way to it, from the job on.
fn ways() -> BTreeMap<&'static str, String> {
    let mut ways = BTreeMap::new();
    collect(&Job::SCHEMA, String::new(), &mut ways);
    ways
}

fn collect(schema: &'static Schema, around: String, ways: &mut BTreeMap<&'static str, String>) {
    if ways.contains_key(schema.go) {
        return;
    }
    let labels = " \"x\"".repeat(schema.labels().count());
    let way = format!("{around}{}{labels} {{\n", schema.name);
    ways.insert(schema.go, way.clone());
    for field in schema.fields {
        match field.kind {
            Kind::Block(inner) | Kind::Blocks(inner) => collect(inner, way.clone(), ways),
            Kind::Config => {
                for (driver, inner) in Config::schemas() {
                    collect(inner, format!("{way}driver = \"{driver}\"\n"), ways);
                }
            }
            Kind::Label | Kind::Attr(_) | Kind::Map(_) | Kind::Free => {}
        }
    }
}

/// What is offered inside a block, whose text is closed below or not.
fn offered(client: &mut Client, way: &str, closed: bool, number: usize) -> BTreeSet<String> {
    let end = if closed { "}\n".repeat(way.matches('{').count()) } else { String::new() };
    let text = format!("{way}\n{end}");
    let uri = format!("file:///nowhere/{number}.nomad.hcl");
    client.open(&uri, &text);
    let params = json!({"textDocument": {"uri": uri}, "position": position(&text, way.len())});
    let answer = client.ask("textDocument/completion", params).expect("an answer");
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    let items = answer.as_array().cloned().unwrap_or_default();
    items.iter().filter_map(|item| item["label"].as_str().map(str::to_owned)).collect()
}

/// What one of Nomad's structs has in HCL: by its declaration, and what its parser takes besides.
#[derive(Default)]
struct Declared {
    names: BTreeSet<String>,
    more: BTreeSet<String>,
}

/// Nomad's structs by their names, and how many attributes, blocks and labels they have in all.
fn declared() -> Result<(BTreeMap<String, Declared>, usize), Box<dyn std::error::Error>> {
    let facts: Value =
        serde_json::from_str(&fs::read_to_string(repository("schema/jobspec.json"))?)?;
    let (mut declared, mut count) = (BTreeMap::new(), 0);
    for (name, fields) in facts["blocks"].as_object().ok_or("blocks")? {
        let mut own = Declared { more: ["dynamic".to_owned()].into(), ..Declared::default() };
        let more = facts["decoder_only"][name].as_array().into_iter().flatten();
        own.more.extend(more.filter_map(|name| name.as_str().map(str::to_owned)));
        let fields = fields.as_array().ok_or("fields")?;
        for field in fields.iter().filter(|field| !field["name"].is_null()) {
            count += 1;
            if field["kind"] != "label" {
                own.names.insert(field["name"].as_str().ok_or("a name")?.to_owned());
            }
        }
        declared.insert(name.clone(), own);
    }
    Ok((declared, count))
}

#[test]
fn each_block_has_what_nomad_declares() -> Tested {
    let (declared, count) = declared()?;
    assert_eq!(count, 418);
    let mut client = Client::start(None, &["utf-16"]);
    let (ways, mut wrong, mut seen) = (ways(), Vec::new(), 0);
    for (number, (name, Declared { names, more })) in declared.iter().enumerate() {
        // A server alone sets what is in there.
        if names.is_empty() {
            continue;
        }
        let Some(way) = ways.get(name.as_str()) else {
            wrong.push(format!("nothing leads to `{name}`"));
            continue;
        };
        seen += 1;
        for closed in [true, false] {
            let offered = offered(&mut client, way, closed, number);
            let missing: Vec<_> = names.difference(&offered).collect();
            let strange = offered.difference(names).filter(|word| !more.contains(*word));
            let strange: Vec<_> = strange.collect();
            if !missing.is_empty() || !strange.is_empty() {
                wrong.push(format!("{name}: without {missing:?}, and with {strange:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 60, "{seen} blocks");
    Ok(())
}

/// The same of what the model has besides: the options of drivers.
#[test]
fn each_block_has_what_the_model_has() {
    let mut client = Client::start(None, &["utf-16"]);
    let ways = ways();
    let mut count = 0;
    for (number, schema) in all_schemas().into_iter().enumerate() {
        let Some(way) = ways.get(schema.go) else { continue };
        let fields = schema.fields.iter().filter(|field| field.kind != Kind::Label);
        let names: BTreeSet<String> = fields.map(|field| field.name.to_owned()).collect();
        let offered = offered(&mut client, way, true, number);
        let missing: Vec<_> = names.difference(&offered).collect();
        assert!(missing.is_empty(), "{}: without {missing:?}", schema.name);
        count += names.len();
    }
    assert!(count > 418, "{count} names");
}
