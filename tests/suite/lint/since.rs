//! What is newer than the cluster: every attribute and block that came after 1.6, and every option of a driver that did, is
//! told of in a job for the version before it, and not in one for the version that has it.

use jobwright::jobspec::{Config, Field, Job, Kind, Schema, Type, Version};
use jobwright::lint::{Context, check};
use jobwright::prelude::*;
use jobwright::{Defined, Definition, read};

/// The first two parts of a way to each block: what opens it, and what closes it.
type Way = (String, String);

/// A field that came later, with the way to its block.
struct Late {
    schema: &'static Schema,
    field: &'static Field,
    since: Version,
    way: Way,
}

fn open(schema: &Schema, keyword: &str) -> String {
    let labels: String = schema.labels().map(|_| " \"x\"").collect();
    format!("{keyword}{labels} {{\n")
}

/// All late fields in a block and in the blocks in it; each block is gone into once.
fn late(schema: &'static Schema, way: &Way, around: &mut Vec<&'static str>, all: &mut Vec<Late>) {
    if around.contains(&schema.template) {
        return;
    }
    around.push(schema.template);
    for field in schema.fields {
        if let Some(since) = field.since {
            all.push(Late { schema, field, since, way: way.clone() });
        }
        let inside = |opened: String| (format!("{}{opened}", way.0), format!("}}\n{}", way.1));
        match field.kind {
            Kind::Block(inner) | Kind::Blocks(inner) => {
                late(inner, &inside(open(inner, field.name)), around, all);
            }
            Kind::Config => {
                for (driver, inner) in Config::schemas() {
                    let opened = format!("driver = \"{driver}\"\nconfig {{\n");
                    late(inner, &inside(opened), around, all);
                }
            }
            Kind::Label | Kind::Attr(_) | Kind::Map(_) | Kind::Free => {}
        }
    }
}

/// A value of a type.
fn value(field: &Field, kind: Type) -> String {
    match kind {
        Type::Bool => "true".to_owned(),
        Type::Int(..) | Type::Number => field.min.unwrap_or(1).to_string(),
        Type::Duration => "\"1m\"".to_owned(),
        Type::List(Type::Int(..)) => "[1]".to_owned(),
        Type::List(Type::Text) => "[\"x\"]".to_owned(),
        Type::Map(_) => "{ x = \"x\" }".to_owned(),
        Type::Text | Type::Any | Type::List(_) | Type::Expression => {
            format!("{:?}", field.one_of.iter().find(|text| !text.is_empty()).unwrap_or(&"x"))
        }
    }
}

fn text(late: &Late) -> String {
    let field = late.field;
    let own = match field.kind {
        Kind::Attr(kind) => format!("{} = {}\n", field.name, value(field, kind)),
        Kind::Block(inner) | Kind::Blocks(inner) => format!("{}}}\n", open(inner, field.name)),
        Kind::Map(_) | Kind::Free => format!("{} {{\nx = \"x\"\n}}\n", field.name),
        Kind::Label | Kind::Config => String::new(),
    };
    format!("job \"x\" {{\n{}{own}{}}}\n", late.way.0, late.way.1)
}

/// What is said of a job for a cluster of a version.
fn said(job: &Job, version: Version) -> Vec<String> {
    let definition = Definition::Job(job.clone());
    let (site, defined) = (Site::bare(""), Defined { source: "x".into(), definition });
    let outcome = check(&Context::new(&site, &[&defined]).plain().for_nomad(version));
    let own = outcome.findings.into_iter().filter(|finding| finding.rule == "nomad/since");
    own.map(|finding| finding.message).collect()
}

#[test]
fn everything_that_came_later_is_told_of() {
    let mut all = Vec::new();
    late(&Job::SCHEMA, &(String::new(), String::new()), &mut Vec::new(), &mut all);
    assert!(all.len() > 90, "{} late fields", all.len());
    let mut labels = 0;
    for late in &all {
        let name = format!("{}.{}", late.schema.go, late.field.name);
        // A label comes with its block, which came at the same time.
        if late.field.kind == Kind::Label {
            labels += 1;
            continue;
        }
        let text = text(late);
        let job = read::job(&text).unwrap_or_else(|found| panic!("{name}: {found:?}\n{text}"));
        let before = said(&job, Version::new(1, 6, 0));
        let own = |message: &&String| message.contains(&format!("`{}`", late.field.name));
        let message = before.iter().find(own);
        let message = message.unwrap_or_else(|| panic!("{name}: nothing said\n{text}{before:?}"));
        assert!(message.contains(&format!("Nomad {}", late.since)), "{name}: {message}");
        let then = said(&job, late.since);
        assert!(!then.iter().any(|message| own(&message)), "{name}: {then:?}");
    }
    println!("{} attributes, blocks and options that came later, {labels} labels", all.len());
}

#[test]
fn without_a_version_nothing_is_said() {
    let job = Job::new("x").group(Group::new("x").max_run_duration(mins(1)));
    let site = Site::new("lab");
    let defined = Defined { source: "x".into(), definition: Definition::Job(job.clone()) };
    let found = check(&Context::new(&site, &[&defined])).findings;
    assert!(!found.iter().any(|finding| finding.rule == "nomad/since"), "{found:?}");
    let old = site.nomad("2.0.2");
    let found = check(&Context::new(&old, &[&defined])).findings;
    assert!(found.iter().any(|finding| finding.rule == "nomad/since"), "{found:?}");
    assert_eq!(said(&job, Version::new(2, 0, 3)), Vec::<String>::new());
}
