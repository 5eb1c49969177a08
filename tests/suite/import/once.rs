//! An imported file is lexed once and parsed once, whatever is asked of it.

#![cfg(debug_assertions)]

use std::fs;

use jobwright::Diagnostic;
use jobwright::import::{Imported, JobReader, Mode, Opened, Values, candidates};
use jobwright::render::Renderer;
use jobwright::syntax::work::{Work, of};

use crate::support::corpus::Corpus;
use crate::support::{Tested, skip};

/// A text in native syntax.
const NATIVE: Work = Work { lexed: 1, parsed: 1, json: 0 };

/// API JSON, and what is no more than JSON.
const JSON: Work = Work { lexed: 0, parsed: 0, json: 1 };

/// HCL in JSON: what it is rewritten to is a text of its own.
const REWRITTEN: Work = Work { lexed: 1, parsed: 1, json: 1 };

type Read = Result<Imported, Vec<Diagnostic>>;

/// What is made of the only file of a folder, and what that takes.
fn opened(reader: &JobReader<'_>, name: &str, text: &str) -> (Opened<Read>, Work) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), text).expect("a file");
    let found = candidates(&[folder.path().to_owned()], None).files;
    let [file] = found.as_slice() else { panic!("{found:?}") };
    of(|| file.open(|file| reader.read(file)))
}

fn read(opened: Opened<Read>) -> Read {
    match opened {
        Opened::Job(read) => read,
        other => panic!("{other:?}"),
    }
}

fn task(rest: &str) -> String {
    format!(
        "# Why.\njob \"web\" {{\n  group \"g\" {{\n    task \"t\" {{\n      driver = \"exec\"\n      config {{\n        \
         command = \"/bin/${{NOMAD_TASK_NAME}}\"\n      }}\n    }}\n{rest}  }}\n}}\n"
    )
}

/// The jobs become API JSON, for which nothing is printed: what is counted is the file.
#[test]
fn a_job_is_parsed_once() {
    let values = Values { arguments: vec!["n=2".to_owned()], ..Values::default() };
    let reader = JobReader::new(Mode::Evaluate, &values).expect("no files").for_json();
    let variable = "variable \"n\" {\n  type = number\n}\n".to_owned();
    let hcl_json =
        r#"{"variable": {"n": {}}, "job": {"web": {"group": {"g": {"count": "${var.n}"}}}}}"#;
    let api =
        r#"{"Job": {"ID": "web", "Status": "running", "TaskGroups": [{"Name": "g", "Count": 2}]}}"#;
    for (name, text, expected) in [
        ("web.nomad", variable + &task("    count = var.n\n"), NATIVE),
        ("web.json", hcl_json.to_owned(), REWRITTEN),
        ("web.hcl.tpl", "variable \"n\" {}\n".to_owned() + &task(""), NATIVE),
    ] {
        let (opened, work) = opened(&reader, name, &text);
        let imported = read(opened).unwrap_or_else(|findings| panic!("{name}: {findings:?}"));
        assert_eq!(work, expected, "{name}");
        assert_eq!(imported.variables.len(), 1, "{name}");
    }
    let values = Values::default();
    let reader = JobReader::new(Mode::Evaluate, &values).expect("no files").for_json();
    let (opened, work) = opened(&reader, "web.json", api);
    assert!(read(opened).is_ok());
    assert_eq!(work, JSON);
}

/// What keeps a file from being imported is found in the same tree.
#[test]
fn a_file_that_is_no_job_is_parsed_once() {
    let values = Values::default();
    let reader = JobReader::new(Mode::Keep, &values).expect("no files").for_registry();
    for (name, text, expected, said) in [
        (
            "a.nomad",
            "job \"a\" {\n  datacentres = []\n}\n",
            NATIVE,
            "unknown attribute `datacentres` in `job`",
        ),
        ("a.nomad", "job \"a\" {\n  \"b\" {\n  }\n}\n", NATIVE, "HCL 1"),
        ("a.nomad", "job \"a\" {\n  count = [[ .count ]]\n}\n", NATIVE, "nomad-pack"),
        ("a.json", r#"{"job": {"a": {"b": 1}}}"#, REWRITTEN, "unknown attribute `b` in `job`"),
        ("a.json", r#"{"Job": {"ID": "a", "TaskGroups": 1}}"#, JSON, "expected a list"),
        ("a.json", r#"{"job": {"a": "#, JSON, "invalid JSON"),
    ] {
        let (opened, work) = opened(&reader, name, text);
        let findings = read(opened).expect_err(name);
        assert!(findings[0].message.contains(said), "{}", findings[0].message);
        assert_eq!(work, expected, "{text}");
    }
    for (name, text, expected) in [
        ("a.hcl", "client {\n  enabled = true\n}\n", NATIVE),
        ("a.json", r#"{"name": "left-pad"}"#, JSON),
        ("a.nomad.j2", "job \"a\" {\n  region = \"{{ region }}\"\n}\n", NATIVE),
    ] {
        let (opened, work) = opened(&reader, name, text);
        assert!(!matches!(opened, Opened::Job(_)), "{name}");
        assert_eq!(work, expected, "{text}");
    }
}

/// How often each file of the corpus is parsed, and the texts that are printed of it: to write a job, it is printed once and
/// read back; where variables and expressions stay, what was printed is evaluated as well.
#[test]
fn the_corpus_is_parsed_once() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let values = Values { lenient: true, ..Values::default() };
    let said = |findings: Vec<Diagnostic>| format!("{findings:?}");
    let kept = JobReader::new(Mode::Keep, &values).map_err(said)?;
    let json = JobReader::new(Mode::Evaluate, &values).map_err(said)?.for_json();
    let renderer = Renderer::new(Default::default())?;
    let mut count = 0;
    for file in candidates(&[corpus.join("jobs")], None).files {
        let (_, work) = of(|| file.open(|file| json.read(file)));
        assert_eq!(work, NATIVE, "{}", file.name());
        let (opened, work) = of(|| file.open(|file| kept.read(file)));
        let Opened::Job(Ok(imported)) = opened else { continue };
        let (_, printing) = of(|| renderer.job(&imported.job, ""));
        let evaluated = Work { lexed: work.lexed - 1, parsed: work.parsed - 1, json: 0 };
        let once = Work { lexed: printing.lexed + 1, parsed: printing.parsed + 1, json: 0 };
        let twice = Work {
            lexed: once.lexed + printing.lexed,
            parsed: once.parsed + printing.parsed,
            json: 0,
        };
        assert!([once, twice].contains(&evaluated), "{}: {work:?}", file.name());
        count += usize::from(evaluated == once);
    }
    println!("{count} files printed once");
    corpus.has_at_least(count, 701);
    Ok(())
}
