//! The model against Nomad's own description of its jobspec: no field missing, none invented, none of another type.
//!
//! `schema/jobspec.json` has the facts: names, kinds and types of what Nomad's API package declares, and since when.
//! `cargo xtask facts` writes them, by the program in `schema/reflect`.

use crate::support::repository;
use crate::support::skip::{self, Needed};
use jobwright::api::{Absent, JSON_ONLY};
use jobwright::jobspec::{Field, Kind, Schema, Type, all_schemas};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::fs;

const FACTS: &str = "schema/jobspec.json";

const GO: Needed = Needed {
    program: "go",
    required_by: "JOBWRIGHT_REQUIRE_NOMAD",
    help: "install Go, which reflects Nomad's types by the program in schema/reflect",
};

/// Where the model is not what Nomad declares. An entry that is no longer needed fails the test.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "Job.id: a label, not string",
        "the job's label is its ID; `id` in HCL only gives another one",
    ),
    (
        "ScalingPolicy.resource: not in Nomad",
        "the label of a task's `scaling`, which only a decoder of its own knows",
    ),
    (
        "RequestedDevice.count: uint32, not uint64",
        "no node has that many devices, and HCL's numbers are safe there",
    ),
];

#[test]
fn the_model_has_all_of_nomads_fields_and_no_others() {
    let Compared { differences, fields, found } = compare_all(&facts());
    let excepted: BTreeSet<String> =
        EXCEPTIONS.iter().map(|(what, _)| (*what).to_owned()).collect();
    let unexpected: Vec<_> = differences.difference(&excepted).collect();
    assert!(unexpected.is_empty(), "differences without a reason: {unexpected:#?}");
    let stale: Vec<_> = excepted.difference(&differences).collect();
    assert!(stale.is_empty(), "exceptions that are no longer needed: {stale:#?}");
    println!("{found}/{fields} fields of Nomad's jobspec, {} named differences", excepted.len());
    assert_eq!(found, fields);
}

#[test]
fn a_change_of_nomads_is_seen() {
    let check = |change: &dyn Fn(&mut Json), expected: &str| {
        let mut facts = facts();
        change(&mut facts["blocks"]);
        let Compared { differences, .. } = compare_all(&facts);
        assert!(differences.contains(expected), "{expected}: {differences:?}");
    };
    let field = |name: &str| json!({ "name": name, "json": "New", "type": "string" });
    check(&|all| all["Action"] = json!([field("new")]), "Action.new: missing");
    check(&|all| all["Action"] = json!([]), "Action.command: not in Nomad");
    check(&|all| all["New"] = json!([]), "New: no such block");
    check(&|all| all["Action"][1]["type"] = "bool".into(), "Action.command: string, not bool");
    check(
        &|all| all["Action"][1]["json"] = "C".into(),
        "Action.command: `Command` in JSON, not \"C\"",
    );
    check(
        &|all| all["Action"][1]["pointer"] = true.into(),
        "Action.command: null and zero are mixed up",
    );
    check(
        &|all| all["Action"][1]["since"] = "9".into(),
        "Action.command: since Some(\"1.7\"), not \"9\"",
    );
}

struct Compared {
    differences: BTreeSet<String>,
    fields: usize,
    found: usize,
}

fn compare_all(facts: &Json) -> Compared {
    let mut differences = BTreeSet::new();
    let (mut fields, mut found) = (0, 0);
    for (go, block) in facts["blocks"].as_object().unwrap() {
        let schemas: Vec<&Schema> =
            all_schemas().into_iter().filter(|schema| schema.go == go).collect();
        if schemas.is_empty() {
            differences.insert(format!("{go}: no such block"));
        }
        let hcl: Vec<&Json> = list(block).iter().filter(|fact| !fact["name"].is_null()).collect();
        fields += hcl.len();
        let has = |fact: &&&Json| schemas.iter().any(|schema| counterpart(schema, fact).is_some());
        found += hcl.iter().filter(has).count();
        for schema in schemas {
            compare_block(go, schema, &hcl, &mut differences);
        }
    }
    Compared { differences, fields, found }
}

fn compare_block(go: &str, schema: &Schema, facts: &[&Json], differences: &mut BTreeSet<String>) {
    for fact in facts {
        let name = fact["name"].as_str().unwrap();
        match counterpart(schema, fact) {
            Some(field) => compare(&format!("{go}.{name}"), field, fact, differences),
            None => _ = differences.insert(format!("{go}.{name}: missing")),
        }
    }
    let known = |field: &&Field| facts.iter().any(|fact| is_counterpart(field, fact));
    for field in schema.fields.iter().filter(|field| !known(field)) {
        differences.insert(format!("{go}.{}: not in Nomad", field.name));
    }
}

fn list(block: &Json) -> &[Json] {
    block.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn counterpart<'a>(schema: &'a Schema, fact: &Json) -> Option<&'a Field> {
    schema.fields.iter().find(|field| is_counterpart(field, fact))
}

/// Labels have no name in some of Nomad's structs, and a job's ID is one.
fn is_counterpart(field: &Field, fact: &Json) -> bool {
    let json = fact["json"] == field.json;
    match field.kind {
        Kind::Label => json && (fact["kind"] == "label" || fact["name"] == field.name),
        _ => fact["name"] == field.name && fact["kind"] != "label",
    }
}

fn compare(path: &str, field: &Field, fact: &Json, differences: &mut BTreeSet<String>) {
    let mut differs = |what: String| _ = differences.insert(format!("{path}: {what}"));
    let (ours, theirs) = (type_of(field), fact["type"].as_str().unwrap());
    if ours != theirs && !(field.kind == Kind::Label && fact["kind"] == "label") {
        differs(format!("{ours}, not {theirs}"));
    }
    if fact["json"] != field.json {
        differs(format!("`{}` in JSON, not {}", field.json, fact["json"]));
    }
    let scalar =
        matches!(field.kind, Kind::Attr(kind) if !matches!(kind, Type::List(_) | Type::Map(_)));
    if scalar && field.zero == (fact["pointer"] == true) {
        differs("null and zero are mixed up".to_owned());
    }
    let since = field.since.map(|since| since.to_string());
    if fact["since"].as_str() != since.as_deref() {
        differs(format!("since {since:?}, not {}", fact["since"]));
    }
    if field.attribute_form != (fact["attribute"] == true) {
        differs("the attribute form is not where Nomad has it".to_owned());
    }
    if fact["required"] == true && !field.required && field.kind != Kind::Label {
        differs("is required".to_owned());
    }
}

/// A field's type in the words of the facts.
fn type_of(field: &Field) -> String {
    match field.kind {
        Kind::Label => "a label".to_owned(),
        Kind::Attr(kind) => word(kind),
        Kind::Map(kind) => format!("block of {}", word(kind)),
        Kind::Free | Kind::Config => "block of any".to_owned(),
        Kind::Block(inner) => format!("block {}", inner.go),
        Kind::Blocks(inner) if field.keyed => format!("keyed blocks {}", inner.go),
        Kind::Blocks(inner) => format!("blocks {}", inner.go),
    }
}

fn word(kind: Type) -> String {
    match kind {
        Type::Bool => "bool".to_owned(),
        Type::Int(i64::MIN, i64::MAX) => "int".to_owned(),
        Type::Int(0, most) => format!("uint{}", 64 - most.leading_zeros()),
        Type::Int(_, most) => format!("int{}", 65 - most.leading_zeros()),
        Type::Number => "number".to_owned(),
        Type::Duration => "duration".to_owned(),
        Type::Text => "string".to_owned(),
        Type::List(of) => format!("list of {}", word(*of)),
        Type::Map(of) => format!("map of {}", word(*of)),
        Type::Any | Type::Expression => "any".to_owned(),
    }
}

/// The facts once more, read off Nomad's API package by the program that made them, where Go is at hand.
#[test]
fn the_facts_are_what_nomads_own_types_say() {
    let output = std::process::Command::new("go")
        .args(["run", "."])
        .current_dir(repository("schema/reflect"))
        .output();
    let Some(output) = skip::found(output.ok(), &GO, skip::name_of(|| ())) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let reflected: Json = serde_json::from_slice(&output.stdout).unwrap();
    let mut committed = facts();
    for fact in committed["blocks"].as_object_mut().unwrap().values_mut() {
        for fact in fact.as_array_mut().unwrap() {
            fact.as_object_mut().unwrap().remove("since");
        }
    }
    for key in ["api", "decoder_only", "blocks"] {
        assert_eq!(reflected[key], committed[key], "{FACTS} is stale: run `cargo xtask facts`");
    }
}

#[test]
fn what_only_json_can_say_is_in_its_place() {
    let facts = facts();
    let mut expected = BTreeSet::new();
    for (go, block) in facts["blocks"].as_object().unwrap() {
        for fact in list(block).iter().filter(|fact| fact["name"].is_null()) {
            let absent = match fact["type"].as_str().unwrap() {
                _ if fact["pointer"] == true => Absent::Null,
                "bool" => Absent::False,
                "string" => Absent::Empty,
                kind if kind.starts_with("uint") || kind.starts_with("int") => Absent::Zero,
                _ => Absent::Null,
            };
            expected.insert(format!("{go}.{} {absent:?}", fact["json"].as_str().unwrap()));
        }
    }
    let ours = JSON_ONLY.iter().map(|(go, json, absent)| format!("{go}.{json} {absent:?}"));
    assert_eq!(ours.collect::<BTreeSet<_>>(), expected);
}

fn facts() -> Json {
    serde_json::from_str(&fs::read_to_string(repository(FACTS)).unwrap()).unwrap()
}
