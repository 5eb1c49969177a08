//! Variables and local values: each job file's `jsonencode([var, local])`, or that it is refused, as Nomad has it.

use std::fs;

use jobwright::eval::{Context, Files, Inputs, VariableFile, attribute, job_context};
use jobwright::syntax::{self, Item};
use serde_json::Value as Json;

use crate::support::Tested;
use crate::support::call::call;
use crate::support::nomad::{Nomad, nomad};

/// The context of a job file without mistakes.
pub fn context_of(text: &str) -> Context<'_> {
    let body = syntax::parse(text).expect("HCL");
    let folder = crate::support::repository("tests/suite/eval/files");
    let files = Files::below(folder).home("/home/someone");
    let (context, errors) = job_context(text, &body, &Inputs::default(), Some(files));
    assert_eq!(errors, []);
    context
}

/// What is given to a job file from outside: `-var a=b`, `NOMAD_VAR_a=b`, and everything else is a variable file.
type Given<'g> = &'g [&'g str];

/// Declarations, what is given, and the JSON of `[var, local]`, or nothing when Nomad refuses the file.
const CASES: &[(&str, Given<'_>, Option<&str>)] = &[
    ("", &[], Some("[{},{}]")),
    (
        "variables {\n a = \"x\"\n b = 5\n c = [1, \"a\"]\n d = null\n}",
        &[],
        Some(r#"[{"a":"x","b":5,"c":[1,"a"],"d":null},{}]"#),
    ),
    ("variable \"a\" { default = 1 }", &[], Some(r#"[{"a":1},{}]"#)),
    ("variable \"a\" {}", &[], None),
    ("variable \"a\" {}", &["-var a=5"], Some(r#"[{"a":"5"},{}]"#)),
    ("variable \"a\" {}", &["-var a=${NOMAD_X}"], Some(r#"[{"a":"${NOMAD_X}"},{}]"#)),
    ("variable \"a\" {}", &["NOMAD_VAR_a=[1]"], Some(r#"[{"a":"[1]"},{}]"#)),
    ("variable \"a\" {}", &["a = [1]\n"], Some(r#"[{"a":[1]},{}]"#)),
    ("variable \"a\" {}", &["{\"a\": [1, \"${x}\"]}"], Some(r#"[{"a":[1,"${x}"]},{}]"#)),
    ("variable \"a\" { type = string }", &["-var a=5"], Some(r#"[{"a":"5"},{}]"#)),
    ("variable \"a\" { type = number }", &["-var a=5"], Some(r#"[{"a":5},{}]"#)),
    ("variable \"a\" { type = number }", &["-var a=x"], None),
    ("variable \"a\" { type = number }", &["-var a=1+1"], None),
    ("variable \"a\" { type = bool }", &["-var a=true"], Some(r#"[{"a":true},{}]"#)),
    ("variable \"a\" { type = bool }", &["-var a=\"1\""], Some(r#"[{"a":true},{}]"#)),
    ("variable \"a\" { type = bool }", &["-var a=yes"], None),
    ("variable \"a\" { type = list(string) }", &["-var a=[1, 2]"], Some(r#"[{"a":["1","2"]},{}]"#)),
    ("variable \"a\" { type = list(string) }", &["-var a=x"], None),
    ("variable \"a\" { type = list(string) }", &["-var a=["], None),
    ("variable \"a\" { type = list(string) }", &["-var a=[upper(\"x\")]"], None),
    ("variable \"a\" { type = set(number) }", &["a = [3, 1, 3]\n"], Some(r#"[{"a":[1,3]},{}]"#)),
    ("variable \"a\" { type = map(string) }", &["-var a={x=1}"], Some(r#"[{"a":{"x":"1"}},{}]"#)),
    (
        "variable \"a\" { type = object({ n = number }) }",
        &["-var a={n=\"1\", m=2}"],
        Some(r#"[{"a":{"n":1}},{}]"#),
    ),
    ("variable \"a\" { type = object({ n = number }) }", &["-var a={}"], None),
    (
        "variable \"a\" { type = tuple([string, number]) }",
        &["-var a=[1, \"2\"]"],
        Some(r#"[{"a":["1",2]},{}]"#),
    ),
    ("variable \"a\" { type = any }", &["-var a=1"], None),
    ("variable \"a\" { type = nope }", &["-var a=1"], None),
    ("variable \"a\" { type = \"string\" }", &["-var a=1"], None),
    ("variable \"a\" { type = object({ n = optional(number) }) }", &["-var a={}"], None),
    ("variable \"a\" { default = true }", &["-var a=false"], Some(r#"[{"a":false},{}]"#)),
    ("variable \"a\" { default = 5 }", &["-var a=x"], None),
    ("variable \"a\" { default = null }", &["-var a=x"], None),
    ("variable \"a\" { default = null }", &["-var a=[1]"], Some(r#"[{"a":[1]},{}]"#)),
    ("variable \"a\" {\n type = number\n default = \"7\"\n}", &[], Some(r#"[{"a":7},{}]"#)),
    ("variable \"a\" {\n type = number\n default = \"x\"\n}", &[], None),
    ("variable \"a\" {\n type = string\n default = null\n}", &[], Some(r#"[{"a":null},{}]"#)),
    ("variable \"a\" { default = upper(\"x\") }", &[], None),
    ("variable \"a\" { default = var.b }", &[], None),
    ("variable \"a\" { default = \"${NOMAD_X}\" }", &[], None),
    ("variable \"a\" { default = \"$${NOMAD_X}\" }", &[], Some(r#"[{"a":"${NOMAD_X}"},{}]"#)),
    ("variable \"a\" { default = 1 + 1 }", &[], Some(r#"[{"a":2},{}]"#)),
    ("variable \"a\" { default = [for x in [1]: x] }", &[], Some(r#"[{"a":[1]},{}]"#)),
    ("variable \"a\" {\n default = 1\n description = \"text\"\n}", &[], Some(r#"[{"a":1},{}]"#)),
    ("variable \"a\" {\n default = 1\n description = [1]\n}", &[], None),
    ("variable \"a\" {\n default = 1\n sensitive = true\n}", &[], None),
    ("variable \"a\" {\n default = 1\n other {}\n}", &[], None),
    ("variable \"a b\" { default = 1 }", &[], None),
    ("variable { default = 1 }", &[], None),
    ("variable \"a\" \"b\" { default = 1 }", &[], None),
    ("variable \"a\" { default = 1 }\nvariable \"a\" { default = 2 }", &[], None),
    ("variables { a = 1 }\nvariable \"a\" { default = 2 }", &[], None),
    ("variables {\n a {}\n}", &[], None),
    // The command line wins over files, files over the environment, that over defaults; later files over earlier ones.
    ("variable \"a\" { default = \"d\" }", &["NOMAD_VAR_a=e"], Some(r#"[{"a":"e"},{}]"#)),
    (
        "variable \"a\" { default = \"d\" }",
        &["NOMAD_VAR_a=e", "a = \"f\"\n"],
        Some(r#"[{"a":"f"},{}]"#),
    ),
    (
        "variable \"a\" { default = \"d\" }",
        &["a = \"f\"\n", "a = \"g\"\n"],
        Some(r#"[{"a":"g"},{}]"#),
    ),
    (
        "variable \"a\" { default = \"d\" }",
        &["-var a=c", "NOMAD_VAR_a=e", "a = \"f\"\n"],
        Some(r#"[{"a":"c"},{}]"#),
    ),
    (
        "variable \"a\" { default = \"d\" }",
        &["-var a=c", "-var a=b=2"],
        Some(r#"[{"a":"b=2"},{}]"#),
    ),
    ("", &["-var a=1"], None),
    ("", &["a = 1\n"], None),
    ("", &["NOMAD_VAR_a=1"], Some("[{},{}]")),
    ("variable \"a\" { type = number }", &["NOMAD_VAR_a=x", "-var a=1"], None),
    ("variable \"a\" {}", &["variable \"a\" { default = 1 }\n"], None),
    ("variable \"a\" {}", &["a = upper(\"x\")\n"], None),
    ("variable \"a\" {}", &["a = NOMAD_X\n"], None),
    ("variable \"a\" {}", &["a = \"$${x}\"\n"], Some(r#"[{"a":"${x}"},{}]"#)),
    // Validations.
    (
        "variable \"a\" {\n default = 5\n validation {\n condition = var.a > 3\n error_message = \"Too small.\"\n }\n}",
        &[],
        Some(r#"[{"a":5},{}]"#),
    ),
    (
        "variable \"a\" {\n default = 5\n validation {\n condition = var.a > 7\n error_message = \"Too small.\"\n }\n}",
        &[],
        None,
    ),
    (
        "variable \"a\" {\n default = \"x\"\n validation {\n condition = can(upper(var.a)) && length(split(\"\", var.a)) == 1\n error_message = \"One letter!\"\n }\n}",
        &[],
        Some(r#"[{"a":"x"},{}]"#),
    ),
    (
        "variable \"a\" {\n default = 5\n validation {\n condition = true\n error_message = \"Never.\"\n }\n}",
        &[],
        None,
    ),
    (
        "variable \"a\" {\n default = 5\n validation {\n condition = var.a > NOMAD_X\n error_message = \"Never.\"\n }\n}",
        &[],
        None,
    ),
    (
        "variable \"a\" {\n default = 5\n validation {\n condition = var.a > 3\n error_message = \"too small.\"\n }\n}",
        &[],
        None,
    ),
    (
        "variable \"a\" {\n default = 5\n validation {\n condition = var.a > 3\n error_message = \"Too small\"\n }\n}",
        &[],
        None,
    ),
    (
        "variable \"a\" {\n default = 5\n validation {\n condition = var.a > 3\n error_message = \"\"\n }\n}",
        &[],
        None,
    ),
    ("variable \"a\" {\n default = 5\n validation {\n condition = var.a > 3\n }\n}", &[], None),
    ("variable \"a\" {\n default = 5\n validation {\n error_message = \"Oh.\"\n }\n}", &[], None),
    (
        "variable \"a\" {\n default = 5\n validation {\n condition = var.a\n error_message = \"Oh.\"\n }\n}",
        &[],
        None,
    ),
    (
        "variable \"a\" {\n default = null\n validation {\n condition = var.a\n error_message = \"Oh.\"\n }\n}",
        &[],
        None,
    ),
    (
        "variable \"a\" {\n default = \"true\"\n validation {\n condition = var.a\n error_message = \"Oh.\"\n }\n}",
        &[],
        Some(r#"[{"a":"true"},{}]"#),
    ),
    (
        "variable \"a\" {\n default = [1, 2]\n validation {\n condition = length([for x in var.a: x if x > 2]) == 0\n error_message = \"Ja?\"\n }\n}",
        &[],
        Some(r#"[{"a":[1,2]},{}]"#),
    ),
    (
        "variable \"a\" {\n default = \"5\"\n validation {\n condition = convert(var.a, number) > 3\n error_message = \"Oh.\"\n }\n}",
        &[],
        None,
    ),
    (
        "variable \"a\" {\n default = \"5\"\n validation {\n condition = var[\"a\"] > 3\n error_message = \"Oh.\"\n }\n}",
        &[],
        None,
    ),
    (
        "variable \"a\" {\n default = 5\n validation {\n condition = var.a > 3 && fileexists(\"x\")\n error_message = \"Oh.\"\n }\n}",
        &[],
        None,
    ),
    (
        "variable \"a\" {\n default = 1\n validation {\n condition = var.a > 3\n error_message = \"Oh.\"\n }\n}",
        &["-var a=5"],
        Some(r#"[{"a":5},{}]"#),
    ),
    // Local values.
    ("locals {\n a = 1\n b = \"${local.a}x\"\n}", &[], Some(r#"[{},{"a":1,"b":"1x"}]"#)),
    ("locals {\n b = local.a + 1\n}\nlocals {\n a = 1\n}", &[], Some(r#"[{},{"a":1,"b":2}]"#)),
    (
        "variables { v = 2 }\nlocals { a = upper(\"x${var.v}${NOMAD_X}\") }",
        &[],
        Some(r#"[{"v":2},{"a":"X2${NOMAD_X}"}]"#),
    ),
    ("locals {\n a = local.b\n b = local.a\n}", &[], None),
    ("locals { a = local.a }", &[], None),
    ("locals { a = local.missing }", &[], None),
    ("locals { a = var.missing }", &[], None),
    ("locals { a = try(local.a, 5) }", &[], Some(r#"[{},{"a":5}]"#)),
    ("locals { a = nope() }", &[], None),
    ("locals {\n a {}\n}", &[], None),
    ("locals \"x\" { a = 1 }", &[], None),
    (
        "locals {\n a = [for x in local.b: x * 2]\n b = [1, 2]\n}",
        &[],
        Some(r#"[{},{"a":[2,4],"b":[1,2]}]"#),
    ),
    ("locals {\n a = convert([2, 1, 2], set(number))\n}", &[], Some(r#"[{},{"a":[1,2]}]"#)),
    (
        "locals {\n a = { b = { c = 1 } }\n d = local.a.b[\"c\"]\n}",
        &[],
        Some(r#"[{},{"a":{"b":{"c":1}},"d":1}]"#),
    ),
];

const JOB: &str = "\njob \"j\" {\n group \"g\" {\n task \"t\" {\n driver = \"exec\"\n config {\n out = jsonencode([var, local])\n }\n }\n }\n}\n";

/// What we make of it.
fn ours(declarations: &str, given: Given<'_>) -> Option<String> {
    let text = format!("{declarations}{JOB}");
    let body = syntax::parse(&text).ok()?;
    let mut inputs = Inputs::default();
    for item in given {
        if let Some(assignment) = item.strip_prefix("-var ") {
            inputs = inputs.argument(assignment);
        } else if item.starts_with("NOMAD_VAR_") {
            inputs = inputs.environment(item.split_once('='));
        } else {
            inputs.files.push(VariableFile::read(item).ok()?);
        }
    }
    let (context, errors) = job_context(&text, &body, &inputs, None);
    if !errors.is_empty() {
        return None;
    }
    let Some(Item::Block(job)) = body.items.last() else { panic!("a job") };
    let mut config = &job.body;
    while let Some(Item::Block(inner)) = config.items.last() {
        config = &inner.body;
    }
    let Some(Item::Attribute(out)) = config.items.last() else { panic!("an attribute") };
    context.evaluate(&out.value).ok()?.as_str().map(str::to_owned)
}

/// What Nomad makes of it.
fn nomads(nomad: &Nomad, declarations: &str, given: Given<'_>) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("job.nomad.hcl");
    fs::write(&file, format!("{declarations}{JOB}")).expect("a file");
    let mut command = nomad.command();
    command.args(["job", "run", "-output"]);
    for (at, item) in given.iter().enumerate() {
        if let Some(assignment) = item.strip_prefix("-var ") {
            command.args(["-var", assignment]);
        } else if let Some((name, text)) =
            item.split_once('=').filter(|_| item.starts_with("NOMAD_VAR_"))
        {
            command.env(name, text);
        } else {
            let path = folder.path().join(format!("{at}.hcl"));
            fs::write(&path, item).expect("a file");
            command.arg("-var-file").arg(path);
        }
    }
    let called = call(command.arg(&file), "").expect(&[0]).ok()?;
    let output: Json = serde_json::from_str(&called.stdout).ok()?;
    output.pointer("/Job/TaskGroups/0/Tasks/0/Config/out")?.as_str().map(str::to_owned)
}

#[test]
fn are_read_as_recorded() {
    for (declarations, given, expected) in CASES {
        assert_eq!(ours(declarations, given).as_deref(), *expected, "{declarations}\n{given:?}");
    }
}

#[test]
fn are_read_as_nomad_reads_them() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    for (declarations, given, expected) in CASES {
        let found = nomads(&nomad, declarations, given);
        assert_eq!(found.as_deref(), *expected, "{declarations}\n{given:?}");
    }
    Ok(())
}

#[test]
fn a_missing_value_hides_no_other_mistake() {
    let text = "variable \"a\" {}\nlocals {\n b = upper(var.a)\n c = nope()\n}\nvariable \"d\" { type = text }\n";
    let body = syntax::parse(text).expect("HCL");
    let (_, errors) = job_context(text, &body, &Inputs::default(), None);
    let messages: Vec<&str> = errors.iter().map(|error| error.error.message.as_str()).collect();
    assert_eq!(
        messages,
        ["unknown type `text`", "missing value for the variable `a`", "unknown function `nope`"]
    );
}

#[test]
fn attributes_convert_as_nomad_converts() {
    let value = |source: &str| {
        let expr = syntax::parse_expression(source).expect("an expression");
        Context::job(source.as_bytes()).evaluate(&expr).expect("a value")
    };
    let text = |source: &str| attribute::text(&value(source)).ok().flatten();
    assert_eq!(text("1.50").as_deref(), Some("1.5"));
    assert_eq!(text("1e3").as_deref(), Some("1000"));
    assert_eq!(text("null"), None);
    assert_eq!(
        attribute::text(&value("[1]")).map_err(|error| error.to_string()),
        Err("expected a string, found a list".to_owned())
    );
    let whole = |source: &str| attribute::whole(&value(source), 0, 255);
    assert_eq!(whole("\"60\""), Ok(Some(60)));
    assert_eq!(whole("2.0"), Ok(Some(2)));
    assert!(whole("60.5").is_err() && whole("256").is_err() && whole("true").is_err());
    let nanoseconds = |source: &str| attribute::nanoseconds(&value(source)).ok();
    assert_eq!(nanoseconds("\"1.5h\""), Some(5_400_000_000_000));
    assert_eq!(nanoseconds("1e9"), Some(1_000_000_000));
    assert_eq!(nanoseconds("\"0\""), Some(0));
    for source in ["\"10\"", "\"1d\"", "1.5", "null", "true", "NOMAD_X"] {
        assert_eq!(nanoseconds(source), None, "{source}");
    }
    assert_eq!(attribute::bool(&value("\"1\"")), Ok(Some(true)));
    assert!(attribute::bool(&value("1")).is_err());
}
