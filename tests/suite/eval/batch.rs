//! Many expressions in one job file, read by us and by Nomad.

use std::error::Error;

use jobwright::eval::{EvalError, Value};
use jobwright::syntax::{self, Item};
use serde_json::{Map, Value as Json};

use crate::support::call::call;
use crate::support::nomad::Nomad;

/// An expression, and what Nomad makes of it.
pub struct Case {
    /// Comment lines before it.
    comments: Vec<String>,
    pub source: String,
    pub recorded: Option<Recorded>,
}

/// What became of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Recorded {
    /// The JSON that `jsonencode` makes of it.
    Value(String),
    Error,
}

impl Case {
    pub fn read_all(text: &str) -> Vec<Self> {
        let (mut cases, mut comments) = (Vec::<Self>::new(), Vec::new());
        for line in text.lines() {
            if line.is_empty() || line.starts_with("# ") {
                comments.push(line.to_owned());
            } else if let Some(json) = line.strip_prefix("  = ") {
                let recorded = Some(Recorded::Value(json.to_owned()));
                cases.last_mut().expect("an expression").recorded = recorded;
            } else if line == "  !" {
                cases.last_mut().expect("an expression").recorded = Some(Recorded::Error);
            } else {
                let source = line.to_owned();
                cases.push(Self {
                    comments: std::mem::take(&mut comments),
                    source,
                    recorded: None,
                });
            }
        }
        cases
    }

    pub fn write_all(cases: &[Self]) -> String {
        let mut text = String::new();
        for case in cases {
            for comment in &case.comments {
                text.push_str(comment);
                text.push('\n');
            }
            let recorded = match &case.recorded {
                Some(Recorded::Value(json)) => format!("  = {json}"),
                _ => "  !".to_owned(),
            };
            text.push_str(&format!("{}\n{recorded}\n", case.source));
        }
        text
    }
}

/// What is there to refer to.
const BEFORE: &str = r#"variables {
  text = "some text"
  number = 5
  nothing = null
  list = ["c", "a", "b"]
  map = { one = 1, two = "2" }
}
variable "typed" {
  type = object({ names = list(string), counts = map(number), set = set(string), flag = bool })
  default = { names = ["x", "y"], counts = { a = 1 }, set = ["q", "p", "q"], flag = "true" }
}
locals {
  people = [{ name = "Ann", age = 30 }, { name = "Bob", age = 25 }]
}
"#;

/// A job file that holds the expressions as attributes of a task's `config`.
fn job<'c>(sources: impl Iterator<Item = &'c str>) -> String {
    let mut text = format!("{BEFORE}job \"cases\" {{\n  group \"g\" {{\n    task \"t\" {{\n");
    text.push_str("      driver = \"raw_exec\"\n      config {\n");
    for (at, source) in sources.enumerate() {
        text.push_str(&format!("        c{at} = {source}\n"));
    }
    text + "      }\n    }\n  }\n}\n"
}

/// The expression as it is asked for: as JSON, which shows numbers in full.
fn written(case: &Case) -> String {
    format!("jsonencode({})", case.source)
}

/// What we make of each.
pub fn evaluate(cases: &[Case]) -> Vec<Recorded> {
    results(cases)
        .into_iter()
        .map(|result| match result {
            Ok(value) => {
                value.as_str().map_or(Recorded::Error, |json| Recorded::Value(json.to_owned()))
            }
            Err(_) => Recorded::Error,
        })
        .collect()
}

/// Our errors, each with its expression.
pub fn errors(cases: &[Case]) -> Vec<(String, EvalError)> {
    let errors = results(cases).into_iter().map(|result| result.err().unwrap_or_default());
    let of_case = |(case, errors): (&Case, Vec<EvalError>)| {
        let each = |error| (case.source.clone(), error);
        errors.into_iter().map(each).collect::<Vec<_>>()
    };
    cases.iter().zip(errors).flat_map(of_case).collect()
}

fn results(cases: &[Case]) -> Vec<Result<Value, Vec<EvalError>>> {
    let written: Vec<String> = cases.iter().map(written).collect();
    let text = job(written.iter().map(String::as_str));
    let body = syntax::parse(&text).expect("expressions that are HCL");
    let context = super::variables::context_of(&text);
    let Some(Item::Block(job)) = body.items.last() else { panic!("a job") };
    let mut config = &job.body;
    while let Some(Item::Block(inner)) = config.items.last() {
        config = &inner.body;
    }
    let attributes = config.items.iter().map(|item| match item {
        Item::Attribute(attribute) => &attribute.value,
        Item::Block(_) => panic!("an attribute"),
    });
    let evaluated = attributes.map(|expr| {
        let result = context.evaluate(expr);
        if let Err(errors) = &result {
            let places = errors.iter().all(|error| !error.span.of(&text).is_empty());
            assert!(places, "{errors:?} in {}", expr.span.of(&text));
        }
        result
    });
    evaluated.collect()
}

/// What Nomad makes of each.
pub fn ask(nomad: &Nomad, cases: &[Case]) -> Vec<Recorded> {
    let written: Vec<String> =
        cases.iter().map(|case| format!("try({}, 0)", written(case))).collect();
    let sources: Vec<(usize, &str)> = written.iter().map(String::as_str).enumerate().collect();
    let mut answers = vec![Recorded::Error; cases.len()];
    values(nomad, &sources, &mut answers);
    answers
}

/// Fills in the values. Where Nomad refuses all of them together, they are asked for in halves: a value that is
/// not known spoils them all.
fn values(nomad: &Nomad, sources: &[(usize, &str)], answers: &mut [Recorded]) {
    match run(nomad, &job(sources.iter().map(|(_, source)| *source))) {
        Ok(mut config) => {
            for (at, (case, _)) in sources.iter().enumerate() {
                if let Some(Json::String(json)) = config.remove(&format!("c{at}")) {
                    answers[*case] = Recorded::Value(json);
                }
            }
        }
        Err(_) if sources.len() > 1 => {
            let (one, two) = sources.split_at(sources.len() / 2);
            values(nomad, one, answers);
            values(nomad, two, answers);
        }
        Err(_) => {}
    }
}

fn run(nomad: &Nomad, text: &str) -> Result<Map<String, Json>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("cases.nomad.hcl");
    std::fs::write(&file, text)?;
    let mut command = nomad.command();
    command.env("HOME", "/home/someone");
    command.current_dir(crate::support::repository("tests/suite/eval/files"));
    let called = call(command.args(["job", "run", "-output"]).arg(&file), "").expect(&[0])?;
    let output: Json = serde_json::from_str(&called.stdout)?;
    match output.pointer("/Job/TaskGroups/0/Tasks/0/Config") {
        Some(Json::Object(config)) => Ok(config.clone()),
        _ => Err("no config".into()),
    }
}
