//! `cargo xtask facts`: what Nomad's API package says of the jobspec, read off it by the program in schema/reflect.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use serde_json::{Map, Value as Json};

use crate::step::{self, Outcome, program};

const FACTS: &str = "schema/jobspec.json";

#[derive(clap::Args)]
pub struct Args {
    /// Take this version of github.com/hashicorp/nomad/api, as `go get` takes it
    #[arg(long, value_name = "VERSION")]
    api: Option<String>,
    /// The release of Nomad that first has the fields that are new, such as 2.1
    #[arg(long, value_name = "RELEASE")]
    release: Option<String>,
    /// Write nothing; fail if the committed facts are not what the package says
    #[arg(long, conflicts_with_all = ["api", "release"])]
    check: bool,
}

pub fn run(args: &Args) -> Outcome {
    if let Some(version) = &args.api {
        step::run(go(&["get"]).arg(format!("github.com/hashicorp/nomad/api@{version}")))?;
        step::run(&mut go(&["mod", "tidy"]))?;
    }
    let reflected = parsed(&step::output(&mut go(&["run", "."]))?)?;
    let committed = crate::read(FACTS)?;
    let (facts, changes) = merged(&reflected, &parsed(&committed)?, args.release.as_deref())?;
    for change in &changes {
        println!("{change}");
    }
    let facts = printed(&facts);
    if facts == committed {
        println!("{FACTS} is up to date");
        return Ok(());
    }
    if args.check {
        return Err(format!("{FACTS} is stale: run `cargo xtask facts`"));
    }
    let path = crate::root().join(FACTS);
    fs::write(&path, facts).map_err(|error| format!("cannot write {FACTS}: {error}"))?;
    println!(
        "{FACTS} is written; `cargo test -p jobwright --test suite -- parity` names what the model lacks"
    );
    Ok(())
}

fn go(arguments: &[&str]) -> std::process::Command {
    let mut go = program("go");
    go.current_dir(crate::root().join("schema/reflect")).args(arguments);
    go
}

fn parsed(text: &str) -> Outcome<Json> {
    serde_json::from_str(text).map_err(|error| format!("invalid JSON: {error}"))
}

/// The facts with the release of each field: that of the committed ones, and for new fields the given one. Beside them, what
/// has changed, a line each.
fn merged(
    reflected: &Json,
    committed: &Json,
    release: Option<&str>,
) -> Outcome<(Json, Vec<String>)> {
    let known = fields(committed);
    let (mut facts, mut changes, mut unknown) = (reflected.clone(), Vec::new(), Vec::new());
    let blocks = facts.get_mut("blocks").and_then(Json::as_object_mut);
    for (block, fields) in blocks.ok_or("the reflected facts have no `blocks`")? {
        for fact in fields.as_array_mut().into_iter().flatten().filter_map(Json::as_object_mut) {
            let key = key(block, fact);
            let before = known.get(&key);
            // What only a server sets has no release.
            let named = fact.get("name").is_some_and(|name| !name.is_null());
            let since = match before {
                Some(before) => before.get("since").cloned(),
                None => release.filter(|_| named).map(Json::from),
            };
            if before.is_none() && named && since.is_none() {
                unknown.push(key.clone());
            }
            fact.extend(since.map(|since| ("since".to_owned(), since)));
            match before {
                None => changes.push(format!("new: {key}")),
                Some(before) if *before != fact => changes.push(format!("changed: {key}")),
                Some(_) => {}
            }
        }
    }
    let now = self::fields(&facts);
    changes.extend(
        known.keys().filter(|key| !now.contains_key(*key)).map(|key| format!("gone: {key}")),
    );
    if unknown.is_empty() {
        return Ok((facts, changes));
    }
    Err(format!(
        "new fields without a release: {}\nhelp: name the release that first has them: `cargo xtask facts --release 2.1`",
        unknown.join(", ")
    ))
}

/// All fields, by block and key in the API.
fn fields(facts: &Json) -> BTreeMap<String, &Map<String, Json>> {
    let blocks = facts.get("blocks").and_then(Json::as_object).into_iter().flatten();
    let fields = blocks.flat_map(|(block, fields)| {
        let facts = fields.as_array().into_iter().flatten().filter_map(Json::as_object);
        facts.map(move |fact| (key(block, fact), fact))
    });
    fields.collect()
}

fn key(block: &str, fact: &Map<String, Json>) -> String {
    format!("{block}.{}", fact.get("json").and_then(Json::as_str).unwrap_or_default())
}

/// A field a line, so that a change of Nomad's can be reviewed.
fn printed(facts: &Json) -> String {
    let mut out = format!(
        "{{\n  \"recorded_by\": \"cargo xtask facts\",\n  \"api\": {},\n  \"decoder_only\": {{",
        facts["api"]
    );
    lines(&mut out, &facts["decoder_only"], |names| format!(" {names}"));
    out.push_str(",\n  \"blocks\": {");
    lines(&mut out, &facts["blocks"], |fields| {
        let fields = fields.as_array().into_iter().flatten();
        let lines: Vec<String> = fields.map(|fact| format!("\n      {fact}")).collect();
        format!(" [{}]", lines.join(","))
    });
    out.push_str("\n}\n");
    out
}

/// The entries of an object, and the brace behind them.
fn lines(out: &mut String, object: &Json, value: impl Fn(&Json) -> String) {
    for (index, (name, one)) in object.as_object().into_iter().flatten().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let _infallible = write!(out, "{comma}\n    \"{name}\":{}", value(one));
    }
    out.push_str("\n  }");
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn facts(fields: Json) -> Json {
        json!({ "api": "v1", "decoder_only": {}, "blocks": { "Job": fields } })
    }

    #[test]
    fn releases_are_kept_and_new_fields_get_theirs() {
        let old = facts(json!([
            { "json": "ID", "name": "id", "type": "string" },
            { "json": "UI", "name": "ui", "type": "block", "since": "1.10" },
            { "json": "Gone", "name": "gone", "type": "bool" },
        ]));
        let new = facts(json!([
            { "json": "ID", "name": "id", "type": "int" },
            { "json": "UI", "name": "ui", "type": "block" },
            { "json": "New", "name": "new", "type": "bool" },
            { "json": "Server", "name": null, "type": "bool" },
        ]));
        let error = merged(&new, &old, None).expect_err("a release is missing");
        assert!(error.starts_with("new fields without a release: Job.New\n"), "{error}");
        let (merged, changes) = merged(&new, &old, Some("2.1")).expect("facts");
        let since = |index: usize| merged["blocks"]["Job"][index]["since"].as_str();
        assert_eq!([0, 1, 2, 3].map(since), [None, Some("1.10"), Some("2.1"), None]);
        assert_eq!(
            changes,
            ["changed: Job.ID", "new: Job.New", "new: Job.Server", "gone: Job.Gone"]
        );
    }

    #[test]
    fn what_is_printed_is_the_facts_again() {
        let committed = crate::read(FACTS).expect("the facts");
        let json = parsed(&committed).expect("JSON");
        assert_eq!(printed(&json), committed);
    }
}
