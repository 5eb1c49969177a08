//! Configuration given through hcl-rs: as a macro, as a struct, and as text. To Nomad it is what the same text is in a job
//! file.

use std::collections::BTreeMap;
use std::fs;

use jobwright::eval::Inputs;
use jobwright::hcl;
use jobwright::jobspec::{
    Config, Free, Group, Job, Map, Other, Task, Value, Variable, interpolate, literal, var,
};
use jobwright::render::Renderer;
use jobwright::{api, read, second_reader};
use serde::Serialize;
use serde_json::json;

use crate::support::{Tested, nomad::nomad};

/// Bodies of a driver's configuration, each as text.
const BODIES: &[&str] = &[
    "",
    "a = \"b\"\nc = true\nd = 12\ne = -3\nf = 0.25\ng = 1e3\nh = 9223372036854775807",
    "a = 18446744073709551615\nb = -9223372036854775808\nc = 123456789012345678901234567890",
    "a = []\nb = [1, [\"x\", [true]], {}]\nc = [null]",
    "a = {}\nb = { c = 1, \"d.e\" = { f = [] } }\ng = ({ h = 1 })\ni = (({ j = { k = 2 } }))",
    "a {}\na {\n  b = 1\n}\nc \"x\" \"y\" {\n  d {\n    e = \"f\"\n  }\n}\ng \"h\" {}",
    "a = \"${NOMAD_PORT_http}:${NOMAD_IP_http}/${attr.kernel.name}\"\nb = NOMAD_DC\nc = \"${env[\"HOME\"]}\"",
    "a = var.n\nb = \"x${var.n}y\"\nc = \"${var.n}\"\nd = var.n + 1\ne = var.n > 1 ? \"a\" : \"b\"\nf = max(var.n, 3)",
    "a = [for i in [1, 2] : i * var.n]\nb = { for i in [\"x\"] : i => upper(i) }\nc = [var.n, \"x${var.n}\"]",
    "a = (var.n)\nb = (1)\nc = -var.n\nd = !true\ne = (1 + 2) * var.n\nf = [1, 2, 3][0]\ng = { (\"k\") = 1 }",
    "a = \"%{ if var.n > 1 }yes%{ else }no%{ endif }\"\nb = \"x ${~ var.n ~} y\"\nc = \"%{ for i in [1, 2] }${i},%{ endfor }\"",
    "a = \"$${x} ${var.n} %%{y} $\"\nb = \"\\\"${var.n}\\\\ \\n\\t\"\nc = \"${\"a\"}${true}${1}\"\nd = \"${meta.a}${var.n}${meta.b}\"",
    "a = <<EOT\nx ${var.n}\n  \"y\"\nEOT\nb = <<EOT\nplain $$ {z}\nEOT\nc = <<-EOT\n    p\n      ${var.n}\n    q\n    EOT",
    "a = \"é🦀\"\nb = \"tab\\there \\u00e9\"",
];

fn job(config: impl Into<Config>) -> Job {
    let task = Task::new("t", Other::driver("jail")).config(config);
    let mut job = Job::batch("x").group(Group::new("g").task(task));
    job.variables.push(Variable::number("n").default(2));
    job
}

/// The job file that has the body as it is.
fn file(body: &str) -> String {
    format!(
        "variable \"n\" {{\n  type    = number\n  default = 2\n}}\n\njob \"x\" {{\n  type = \"batch\"\n  group \"g\" {{\n    task \"t\" {{\n      driver = \"jail\"\n      config {{\n{body}\n      }}\n    }}\n  }}\n}}\n"
    )
}

/// A job file, and the texts of the jobs that hold the same.
type Rendered = (String, Vec<String>);

/// Each body as it is, and as each way to give it makes it.
fn rendered() -> Result<Vec<Rendered>, Box<dyn std::error::Error>> {
    let renderer = Renderer::new(BTreeMap::new())?;
    let mut all = Vec::new();
    for body in BODIES {
        let ways = [Free::hcl(body), hcl::parse(body)?.into()];
        let mut texts = Vec::new();
        for way in ways {
            let job = job(way);
            assert_eq!(crate::strings::findings(&job), [], "{body}");
            let text = renderer.job(&job, "").map_err(|error| format!("{error}\n{body}"))?;
            assert_eq!(second_reader::job(&job, &text)?.differences, [], "{text}");
            texts.push(text);
        }
        all.push((file(body), texts));
    }
    Ok(all)
}

#[test]
fn our_reader_reads_the_same() -> Tested {
    let evaluated = |text: &str| match read::evaluated(text, &Inputs::default(), None) {
        Ok(reading) => api::job(&reading.job),
        Err(findings) => panic!("{findings:?}\n{text}"),
    };
    for (file, texts) in rendered()? {
        let expected = evaluated(&file);
        for text in texts {
            assert_eq!(evaluated(&text), expected, "{file}\n{text}");
        }
    }
    Ok(())
}

#[test]
fn nomad_reads_the_same() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let read = |text: &str| {
        let path = folder.path().join("x.nomad.hcl");
        fs::write(&path, text)?;
        nomad.output_json(&path).map_err(Box::<dyn std::error::Error>::from)
    };
    let mut compared = 0;
    for (file, texts) in rendered()? {
        let expected = read(&file)?;
        for text in texts {
            assert_eq!(read(&text)?, expected, "{file}\n{text}");
            compared += 1;
        }
    }
    println!("{compared} bodies the same to Nomad");
    Ok(())
}

#[test]
fn a_macro_is_the_body_that_it_shows() -> Tested {
    let memory = 64;
    let body = hcl::body!({
        Path = "/jails/echo"
        Allow = ["raw_sockets", "${NOMAD_PORT_http}", "${1}"]
        Persist = true
        Nothing = null
        Share = 0.5
        Least = (-1)
        ("log-level") = "info"
        Count = (hcl::expr::Traversal::builder(hcl::expr::Variable::new("var")?).attr("n").build())
        Image = (hcl::expr::TemplateExpr::from("web:${var.n}"))
        Wrapped = { a = 1, "b.c" = [] }
        Plain = (hcl::Expression::Parenthesis(Box::new(hcl::expression!({ a = 1 }))))
        Limits {
            memory = (memory)
        }
        mount "x" y {
            ro = true
        }
    });
    let wrapped = Map::from_iter([("a", Value::from(1)), ("b.c", Value::List(Vec::new()))]);
    let by_hand = Free::new()
        .attr("Path", "/jails/echo")
        .attr("Allow", ["raw_sockets", "${NOMAD_PORT_http}", "${1}"])
        .attr("Persist", true)
        .attr("Nothing", Value::Null)
        .attr("Share", 0.5)
        .attr("Least", -1)
        .attr("log-level", "info")
        .attr("Count", var("n"))
        .attr("Image", Value::from(interpolate(["web:".into(), var("n").into()])))
        .attr("Wrapped", wrapped)
        .object("Plain", Map::from_iter([("a", 1)]))
        .block("Limits", Free::new().attr("memory", 64))
        .labelled_block("mount", &["x", "y"], Free::new().attr("ro", true));
    assert_eq!(Free::from(body), by_hand);
    Ok(())
}

#[derive(Serialize)]
struct Jail {
    path: &'static str,
    allow: Vec<String>,
    share: f64,
    big: u64,
    nothing: Option<u8>,
    limits: Vec<Limits>,
    options: BTreeMap<&'static str, bool>,
}

#[derive(Serialize)]
struct Limits {
    memory: u32,
}

#[test]
fn a_struct_is_its_fields() {
    let jail = Jail {
        path: "${NOMAD_ALLOC_DIR}/echo ${1} %{x}",
        allow: vec!["a \"b\" $${c}${d}$${e}".to_owned()],
        share: 0.5,
        big: u64::MAX,
        nothing: None,
        limits: vec![Limits { memory: 64 }, Limits { memory: 65 }],
        options: BTreeMap::from([("a.b", true)]),
    };
    let job = api::job(&job(Free::from_serialize(&jail)));
    let config = &job["TaskGroups"][0]["Tasks"][0]["Config"];
    assert_eq!(
        config,
        &json!({
            "path": "${NOMAD_ALLOC_DIR}/echo $${1} %%{x}",
            "allow": ["a \"b\" $$${c}$${d}$$${e}"],
            "share": 0.5,
            "big": 18446744073709551615.0,
            "limits": [{ "memory": 64 }, { "memory": 65 }],
            "options": [{ "a.b": true }],
        })
    );
}

#[test]
fn hcl_rs_forgets_escapes_of_strings_without_a_template() -> Tested {
    // The text has `${1}` replaced by Nomad's client; through hcl-rs it is the text that it looks like.
    let text = "a = \"$${1}\"\n";
    let config =
        |free: Free| api::job(&job(free))["TaskGroups"][0]["Tasks"][0]["Config"]["a"].clone();
    assert_eq!(config(Free::hcl(text)), "${1}");
    assert_eq!(config(hcl::parse(text)?.into()), "$${1}");
    assert_eq!(Free::from(hcl::body!({ a = "${NOMAD_DC}" })), Free::new().attr("a", "${NOMAD_DC}"));
    assert_ne!(Free::new().attr("a", literal("${NOMAD_DC}")), Free::hcl("a = \"$${NOMAD_DC}\""));
    Ok(())
}

#[test]
fn what_cannot_be_a_body_is_a_finding() {
    let check = |free: Free, expected: &str| {
        let found = crate::strings::findings(&job(free));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].message, expected);
        assert!(found[0].primary.place.file().is_some_and(|file| file.ends_with("hcl_rs.rs")));
    };
    check(
        Free::hcl("a = 1\nb = \n"),
        "`config`: invalid HCL, line 2, column 5: expected a value, found the end of the line",
    );
    check(
        Free::from_serialize(&[1, 2]),
        "`config`: a value cannot be a body of attributes: expected a struct or a map",
    );
    let inner = Free::new().block("x", Free::hcl("{"));
    check(inner, "`x`: invalid HCL, line 1, column 1: expected an attribute or a block, found `{`");
}
