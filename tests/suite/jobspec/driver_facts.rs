//! The typed drivers against the drivers' own descriptions of their `config`: no option missing, none invented.
//!
//! `schema/drivers.json` has the facts: the options' names and types. Those of the drivers that come with Nomad were read
//! off the sources of 1.11.3 once, and those of podman off its plugin's. Where Go has the sources of the Nomad of these
//! tests in its module cache, each option in there must be among the facts, with the same type; that version is older, so
//! some facts are of options that came later.

use crate::support::go::module_or_skip;
use crate::support::repository;
use crate::support::skip::name_of;
use jobwright::jobspec::{Config, Field, Kind, Schema, Type};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use std::fs;

const FACTS: &str = "schema/drivers.json";

/// Where each driver describes its `config`, in Nomad's sources.
const SOURCES: [(&str, &str); 5] = [
    ("docker", "drivers/docker/config.go"),
    ("exec", "drivers/exec/driver.go"),
    ("raw_exec", "drivers/rawexec/driver.go"),
    ("java", "drivers/java/driver.go"),
    ("qemu", "drivers/qemu/driver.go"),
];

/// Where the model is not what a driver says. An entry that is no longer needed fails the test.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("docker.mounts: missing", "an older spelling of `mount`; an imported one is kept as it is"),
    ("podman.entrypoint: list(string), not any", "a text is taken too, and means a list of one"),
];

#[test]
fn the_drivers_have_all_of_their_options_and_no_others() {
    let facts: Json =
        serde_json::from_str(&fs::read_to_string(repository(FACTS)).unwrap()).unwrap();
    let mut differences = BTreeSet::new();
    let mut options = 0;
    for (driver, schema) in Config::schemas() {
        compare(driver, schema, &facts[driver], &mut options, &mut differences);
    }
    let excepted: BTreeSet<String> =
        EXCEPTIONS.iter().map(|(what, _)| (*what).to_owned()).collect();
    assert_eq!(differences, excepted);
    println!("{options} options of {} drivers", Config::schemas().len());
}

fn compare(
    path: &str,
    schema: &Schema,
    facts: &Json,
    options: &mut usize,
    differences: &mut BTreeSet<String>,
) {
    for (name, fact) in facts.as_object().unwrap() {
        *options += 1;
        let Some((_, field)) = schema.field(name) else {
            differences.insert(format!("{path}.{name}: missing"));
            continue;
        };
        let inner = match (field.kind.clone_inner(), fact) {
            (Some((inner, false)), Json::Object(_)) => Some((inner, fact)),
            (Some((inner, true)), Json::Array(list)) => Some((inner, &list[0])),
            _ => None,
        };
        match inner {
            Some((inner, fact)) => {
                compare(&format!("{path}.{name}"), inner, fact, options, differences);
            }
            None if fact.as_str() == Some(&type_of(field)) => {}
            None if field.required && fact == &format!("{} required", type_of(field)) => {}
            None => {
                let fact = fact.as_str().map_or_else(|| fact.to_string(), str::to_owned);
                differences.insert(format!("{path}.{name}: {}, not {fact}", type_of(field)));
            }
        }
    }
    for field in schema.fields.iter().filter(|field| facts.get(field.name).is_none()) {
        differences.insert(format!("{path}.{}: not in the driver", field.name));
    }
}

/// The block inside a field, and whether it repeats.
trait Inner {
    fn clone_inner(&self) -> Option<(&'static Schema, bool)>;
}

impl Inner for Kind {
    fn clone_inner(&self) -> Option<(&'static Schema, bool)> {
        match self {
            Kind::Block(inner) => Some((inner, false)),
            Kind::Blocks(inner) => Some((inner, true)),
            _ => None,
        }
    }
}

/// A field's type in the drivers' words. A map of theirs is a list of maps: blocks become that.
fn type_of(field: &Field) -> String {
    match field.kind {
        Kind::Attr(Type::List(of)) => format!("list({})", word(*of)),
        Kind::Attr(of) => word(of).to_owned(),
        Kind::Map(of) => format!("list(map({}))", word(of)),
        _ => "a block".to_owned(),
    }
}

fn word(kind: Type) -> &'static str {
    match kind {
        Type::Bool => "bool",
        Type::Int(..) => "number",
        Type::Text => "string",
        _ => "any",
    }
}

#[test]
fn the_options_of_an_older_nomad_are_among_them() {
    let test = name_of(|| ());
    let Some(nomad) = module_or_skip("github.com/hashicorp/nomad", test) else { return };
    let facts: Json =
        serde_json::from_str(&fs::read_to_string(repository(FACTS)).unwrap()).unwrap();
    let (mut found, mut differences) = (0, Vec::new());
    for (driver, path) in SOURCES {
        let text = fs::read_to_string(nomad.join(path)).unwrap();
        let theirs = Reader::at(&text, "taskConfigSpec").unwrap().spec();
        among(driver, &theirs, &facts[driver], &mut found, &mut differences);
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    println!("{found} options in the sources");
    assert!(found > 100, "{found} options in {}", nomad.display());
}

/// Each option of theirs stands in the facts.
fn among(
    path: &str,
    theirs: &Json,
    facts: &Json,
    found: &mut usize,
    differences: &mut Vec<String>,
) {
    match (theirs, facts) {
        (Json::Object(theirs), Json::Object(facts)) => {
            for (name, option) in theirs {
                let fact = facts.get(name).unwrap_or(&Json::Null);
                among(&format!("{path}.{name}"), option, fact, found, differences);
            }
        }
        (Json::Array(theirs), Json::Array(facts)) if theirs.len() == 1 && facts.len() == 1 => {
            among(path, &theirs[0], &facts[0], found, differences);
        }
        (theirs, facts) if theirs == facts => *found += 1,
        (theirs, facts) => {
            differences.push(format!("{path}: {theirs} in the sources, not {facts}"))
        }
    }
}

/// Reads the calls of Go's `hclspec` package that describe a driver's options.
struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// What a variable is set to.
    fn at(text: &'a str, variable: &str) -> Option<Self> {
        let (_, rest) = text.split_once(&format!("{variable} = "))?;
        Some(Self { text, rest })
    }

    fn spec(&mut self) -> Json {
        let call = self.word();
        match call.strip_prefix("hclspec.") {
            Some("NewObject") => self.object(),
            Some("NewAttr") => {
                let [_, kind, required] = self.arguments();
                if required == "true" { format!("{kind} required").into() } else { kind.into() }
            }
            Some("NewBlockAttrs") => {
                let [_, kind, _] = self.arguments();
                format!("list(map({kind}))").into()
            }
            Some("NewBlock") => {
                self.skip("(");
                self.words(2);
                let inner = self.spec();
                self.skip(")");
                inner
            }
            Some("NewBlockList") => {
                self.skip("(");
                self.words(1);
                let inner = self.spec();
                self.skip(")");
                json!([inner])
            }
            Some("NewDefault") => {
                self.skip("(");
                let inner = self.spec();
                self.skip(",");
                self.word();
                self.skip("(");
                self.literal();
                for sign in [")", ",", ")"] {
                    self.skip(sign);
                }
                inner
            }
            _ if call.is_empty() => Json::Null,
            _ => Reader::at(self.text, call).map_or(Json::Null, |mut reader| reader.spec()),
        }
    }

    /// `(map[string]*hclspec.Spec{ "name": …, })`
    fn object(&mut self) -> Json {
        self.rest = self.rest.split_once('{').map_or("", |(_, rest)| rest);
        let mut options = Map::new();
        while !self.skip("}") && !self.rest.is_empty() {
            let name = self.word().to_owned();
            self.skip(":");
            options.insert(name, self.spec());
            self.skip(",");
        }
        self.skip(")");
        Json::Object(options)
    }

    fn arguments(&mut self) -> [&'a str; 3] {
        self.skip("(");
        let arguments = [(); 3].map(|()| {
            let argument = self.word();
            self.skip(",");
            argument
        });
        self.skip(")");
        arguments
    }

    /// The next name or quoted text, without its quotes.
    fn word(&mut self) -> &'a str {
        self.space();
        let (word, rest) = match self.rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or(("", "")),
            None => {
                let end = |c: char| !c.is_ascii_alphanumeric() && !"._".contains(c);
                self.rest.split_at(self.rest.find(end).unwrap_or(self.rest.len()))
            }
        };
        self.rest = rest;
        word
    }

    /// Steps over a default, in backquotes or in quotes with escapes.
    fn literal(&mut self) {
        self.space();
        let quote = if self.rest.starts_with('`') { '`' } else { '"' };
        let inner = self.rest.get(1..).unwrap_or("");
        let ends = |(at, _): &(usize, &str)| quote == '`' || !inner[..*at].ends_with('\\');
        let end = inner.match_indices(quote).find(ends).map_or(inner.len(), |(at, _)| at + 1);
        self.rest = &inner[end..];
    }

    /// Steps over so many arguments.
    fn words(&mut self, count: usize) {
        for _ in 0..count {
            self.word();
            self.skip(",");
        }
    }

    fn skip(&mut self, sign: &str) -> bool {
        self.space();
        let found = self.rest.strip_prefix(sign);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// Spaces and comments.
    fn space(&mut self) {
        self.rest = self.rest.trim_start();
        while let Some(comment) = self.rest.strip_prefix("//") {
            self.rest = comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        }
    }
}
