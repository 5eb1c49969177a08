//! Templates beside consul-template: what a client can parse, and what it cannot.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use jobwright::prelude::*;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::prop_oneof;
use proptest::sample::{Index, select};
use proptest::strategy::Strategy;
use serde_json::{Value, json};

use super::{found, web};
use crate::cli::Project;
use crate::fmt::variants::setting;
use crate::support::call::call;
use crate::support::corpus::Corpus;
use crate::support::shown::snapshot;
use crate::support::skip::{self, Needed};
use crate::support::{Tested, drawn, files, go};

const NEEDED: Needed = Needed {
    program: "the templates of Nomad's clients",
    required_by: "JOBWRIGHT_REQUIRE_NOMAD",
    help: "install Go, which builds them from tests/nomad/templates",
};

/// What templates are made of, in actions and around them.
const PIECES: [&str; 98] = [
    "{{",
    "}}",
    "{{-",
    "-}}",
    "{{ ",
    " }}",
    "{{- ",
    " -}}",
    " ",
    "\n",
    "text",
    "{",
    "}",
    "-",
    "{{ end }}",
    "{{ end }}",
    "{{ end }}",
    "{{ else }}",
    "{{ if .a }}",
    "{{ else if .b }}",
    "{{ with .c }}",
    "{{ else with .d }}",
    "{{ range .e }}",
    "{{ range $i, $v := .f }}",
    "{{ $v }}",
    "{{ $x := 1 }}",
    "{{ $x = 2 }}",
    "{{ $x }}",
    "{{ break }}",
    "{{ continue }}",
    "{{ define \"t\" }}",
    "{{ define `u` }}",
    "{{ template \"t\" }}",
    "{{ template \"t\" . }}",
    "{{ block \"t\" . }}",
    "{{/* c */}}",
    "{{- /* c */ -}}",
    "/*",
    "*/",
    "if",
    "else",
    "end",
    "range",
    "with",
    "define",
    "block",
    "template",
    "break",
    "nil",
    "true",
    ".",
    ".a",
    ".b.c",
    "$",
    "$v",
    "$x",
    "$x.y",
    ":=",
    "=",
    ":",
    ",",
    "|",
    " | ",
    "(",
    ")",
    "(key \"a\").b",
    "key",
    " key ",
    "env",
    "unknown",
    "\"s\"",
    "\"\\d\"",
    "\"\\n\"",
    "`r`",
    "'c'",
    "'cc'",
    "\"",
    "`",
    "'",
    "\\",
    "1",
    "-1",
    "1.5",
    "0x1f",
    "089",
    "1e3",
    "1+2i",
    "_",
    "é",
    "!",
    "&&",
    "||",
    "==",
    "[0]",
    "+",
    "printf",
    "%",
    "💡",
];

#[derive(Clone)]
struct Case {
    left: &'static str,
    right: &'static str,
    text: String,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} … {}: {:?}", self.left, self.right, self.text)
    }
}

impl Case {
    /// The same between other delimiters.
    fn with(self, (left, right): (&'static str, &'static str)) -> Self {
        let text = self.text.replace("{{", left).replace("}}", right);
        Self { left, right, text }
    }
}

fn usual(text: impl Into<String>) -> Case {
    Case { left: "{{", right: "}}", text: text.into() }
}

/// A string of HCL on one line.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0'..' ' => _ = write!(quoted, "\\u{:04x}", u32::from(letter)),
            _ => quoted.push(letter),
        }
    }
    quoted.replace("${", "$${").replace("%{", "%%{") + "\""
}

/// Whether we and a client find the same templates wrong. The answer is how many of them are.
fn judged(judge: &Path, cases: &[Case]) -> Result<usize, Box<dyn std::error::Error>> {
    let project = Project::outside();
    let mut text = "job \"a\" {\ngroup \"a\" {\ntask \"a\" {\ndriver = \"raw_exec\"\n".to_owned();
    let (mut lines, mut asked) = (Vec::new(), String::new());
    let mut line = text.lines().count();
    for (at, Case { left, right, text: data }) in cases.iter().enumerate() {
        lines.push(line + 2);
        line += 6;
        let [left_shown, right_shown, data_shown] = [left, right, &**data].map(quoted);
        let _ = write!(
            text,
            "template {{\ndata = {data_shown}\ndestination = \"local/{at}\"\n\
             left_delimiter = {left_shown}\nright_delimiter = {right_shown}\n}}\n"
        );
        asked += &(json!({"left": left, "right": right, "text": data}).to_string() + "\n");
    }
    project.file("a.nomad.hcl", text + "config {\ncommand = \"true\"\n}\n}\n}\n}\n");
    let said = project.quietly("lint --format json a.nomad.hcl");
    let told: Value = serde_json::from_str(&said.stdout).map_err(|_| said.to_string())?;
    let told = told["findings"].as_array().ok_or("no findings")?;
    let answers = call(&mut Command::new(judge), &asked).expect(&[0])?.stdout;
    assert_eq!(answers.lines().count(), cases.len(), "{}", said.stdout);
    let (mut refused, mut wrong) = (0, Vec::new());
    for ((case, line), answer) in cases.iter().zip(lines).zip(answers.lines()) {
        let rules = ["house/template-syntax", "house/template-functions"];
        let is_told = |one: &&Value| {
            let message = one["message"].as_str().unwrap_or_default();
            one["place"]["line"] == line
                && rules.iter().any(|rule| one["rule"] == *rule)
                && !message.ends_with("which clients refuse")
        };
        let message = told.iter().find(is_told).map(|one| one["message"].to_string());
        refused += usize::from(!answer.is_empty());
        if message.is_some() == answer.is_empty() {
            wrong.push(format!(
                "{case:?}\n  here: {}\n  client: {answer}",
                message.unwrap_or_default()
            ));
        }
    }
    if wrong.is_empty() { Ok(refused) } else { Err(wrong.join("\n").into()) }
}

/// Texts with a few changes, and sequences of pieces.
fn variants(originals: Vec<String>) -> impl Strategy<Value = Case> {
    let pieces = vec(select(&PIECES[..]), 1..16).prop_map(|pieces| usual(pieces.concat()));
    let change = (any::<Index>(), any::<Index>(), select(&PIECES[..]), any::<bool>());
    let changed = (any::<Index>(), vec(change, 1..3)).prop_map(move |(which, changes)| {
        let mut text = which.get(&originals).clone();
        for (at, length, piece, removes) in changes {
            let ends: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = at.index(ends.len());
            let most = if removes { ends.len() - start } else { 1 };
            let end = start + length.index(most.min(8));
            text.replace_range(ends[start]..ends[end], if removes { "" } else { piece });
        }
        usual(text)
    });
    let delimiters =
        select(&[("{{", "}}"), ("{{", "}}"), ("[[", "]]"), ("<%", "%>"), ("{", "}")][..]);
    (prop_oneof![pieces, changed], delimiters).prop_map(|(case, delimiters)| case.with(delimiters))
}

/// The templates of the corpus, as Nomad has read them.
fn templates(corpus: &Corpus) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut found = Vec::new();
    for file in files(&corpus.join("nomad"))? {
        let job: Value = serde_json::from_slice(&std::fs::read(file)?)?;
        gather(&job, &mut found);
    }
    found.sort();
    found.dedup();
    Ok(found)
}

fn gather(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, found)),
        Value::Object(object) => {
            let data = object.get("EmbeddedTmpl").and_then(Value::as_str);
            // Some are between delimiters of their own.
            let left = object.get("LeftDelim").and_then(Value::as_str);
            let is_usual = left.is_none_or(|left| left.is_empty() || left == "{{");
            found.extend(data.filter(|data| is_usual && data.contains("{{")).map(str::to_owned));
            object.values().for_each(|value| gather(value, found));
        }
        _ => {}
    }
}

#[test]
fn what_a_client_cannot_parse_is_found_and_nothing_else() -> Tested {
    let test = skip::name_of(|| ());
    let built = go::built("tests/nomad", "./templates", "templates");
    let Some(judge) = skip::found(built, &NEEDED, test) else { return Ok(()) };
    let corpus = Corpus::of(test);
    let originals = templates(&corpus)?;
    corpus.has_at_least(originals.len(), 300);
    let cases: Vec<Case> = originals.iter().cloned().map(usual).collect();
    let refused = judged(&judge, &cases)?;
    println!("{} templates of the corpus, of which clients refuse {refused}", cases.len());
    // Shorter ones are changed where it matters.
    let short = originals.into_iter().filter(|text| text.len() < 600).collect();
    let (variants, mut runner) = (variants(short), drawn::runner(setting("JOBWRIGHT_SEED", 1)));
    let count = setting("JOBWRIGHT_VARIANTS", 4000);
    let mut all = 0;
    for first in (0..count).step_by(2000) {
        let number = (count - first).min(2000);
        let trees: Vec<_> = (0..number).map(|_| drawn::drawn(&variants, &mut runner)).collect();
        let cases: Vec<Case> = trees.iter().map(proptest::strategy::ValueTree::current).collect();
        match judged(&judge, &cases) {
            Ok(refused) => all += refused,
            Err(_) => {
                drawn::together(&mut runner, trees, |cases| judged(&judge, cases).map(|_| ()))
            }
        }
    }
    println!("{count} variants, of which clients refuse {all}");
    Ok(())
}

#[test]
fn every_function_of_a_client_is_known() -> Tested {
    let test = skip::name_of(|| ());
    let built = go::built("tests/nomad", "./templates", "templates");
    let Some(judge) = skip::found(built, &NEEDED, test) else { return Ok(()) };
    let listed =
        std::fs::read_to_string(crate::support::repository("src/lint/template/functions.rs"))?;
    let (listed, of_sprig) = listed.split_once("const OF_SPRIG").ok_or("no list")?;
    let (_, listed) = listed.split_once("const OF_GO").ok_or("no list")?;
    let names = |list: &str, prefix: &str| -> Vec<String> {
        let quoted = list
            .split_once("= [")
            .into_iter()
            .flat_map(|(_, list)| list.split('"').skip(1).step_by(2));
        quoted.map(|name| format!("{prefix}{name}")).collect()
    };
    // What has come after the consul-template of Nomad 1.6.3.
    let newer = [
        "byPort",
        "exportedServices",
        "hmacSHA256Hex",
        "partitions",
        "peerings",
        "sprig_sha512sum",
    ];
    let (of_go, of_consul_template) = listed.split_once("const").ok_or("no list")?;
    let names =
        [names(of_go, ""), names(of_consul_template, ""), names(of_sprig, "sprig_")].concat();
    let known = names.iter().filter(|name| !newer.contains(&name.as_str()));
    let cases: Vec<Case> = known.map(|name| usual(format!("{{{{ {name} }}}}"))).collect();
    assert!(cases.len() > 300, "{}", cases.len());
    assert_eq!(judged(&judge, &cases)?, 0);
    Ok(())
}

#[test]
fn a_mistake_in_a_template_is_named_with_what_to_write() {
    let project = Project::outside();
    let data = [
        "{{ with nomadVar \"app\" }}{{ .db-password }}{{ end }}",
        "{{ with secret \"kv/app\" }}{{ .Data.data.api-key }}{{ end }}",
        "{{ range service \"web\" }}{{ .Address }}:{{ .Port }}",
        "{{ if .a }}{{ end }",
        "{{ end }}",
        "{{ if eq .a 1 }}{{ else }}{{ else }}{{ end }}",
        "{{ range $i, $v := services }}{{ $w }}{{ end }}",
        "{{ if .a == 1 }}{{ end }}",
        "{{ if .a && .b }}{{ end }}",
        "{{ if .a || .b }}{{ end }}",
        "{{ if !.a }}{{ end }}",
        "{{ .a + 1 }}",
        "{{ .list[0] }}",
        "{{ env 'PORT' }}",
        "{{ env\"PORT\" }}",
        "{{ env \"PORT }}",
        "{{ regexMatch \"\\d+\" .a }}",
        "{{ (key \"a\" }}",
        "{{ key \"a\" | \"b\" }}",
        "{{ if }}{{ end }}",
        "{{ }}",
        "{{/* a }}",
        "{{ /* a */ key \"b\" }}",
        "{{ NOMAD_PORT_http }}",
        "{{ kye \"a\" }}",
        "{{ b64enc \"a\" }}",
        "{{ ansible_host }}",
        "{{ plugin \"date\" }}",
        "{{ define \"t\" }}a{{ end }}{{ define \"t\" }}b{{ end }}",
    ];
    let mut text = "job \"a\" {\ngroup \"a\" {\ntask \"a\" {\ndriver = \"raw_exec\"\nconfig {\ncommand = \"true\"\n}\nvault {}\n".to_owned();
    for (at, data) in data.iter().enumerate() {
        let _ = write!(
            text,
            "template {{\ndata = {}\ndestination = \"secrets/{at}\"\n}}\n",
            quoted(data)
        );
    }
    project.file("a.nomad.hcl", text + "}\n}\n}\n");
    let lint = "lint a.nomad.hcl";
    snapshot!(project.quietly(lint).stdout);
}

#[test]
fn a_mistake_in_a_definition_is_shown_in_its_string() {
    let template = Template::inline("local/a", "PORT={{ NOMAD_PORT_http }}\n{{ if .a }}");
    snapshot!(found(web().template(template)));
}
