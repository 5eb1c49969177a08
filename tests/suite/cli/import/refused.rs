//! Files that are refused: what is said of them, and that the others do not suffer.

use super::{Folder, job, run, task};

/// A mistake, an unset variable, and another mistake.
const BAD: &str = "variable \"need\" {\n  type = string\n}\n\njob \"bad\" {\n  datacentres = [\"dc1\"]\n  region = var.need\n\n  \
                   group \"g\" {\n    count = \"many\"\n  }\n}\n";

#[test]
fn a_refused_file_has_its_place_and_help() {
    let folder = Folder::with([("bad.nomad", BAD)]);
    let run = folder.import("--to hcl bad.nomad");
    let finding = "error[import]: `job` has no attribute `datacentres`\n --> bad.nomad:6:3\n  |\n6 |   datacentres = [\"dc1\"]\n  \
                   |   ^^^^^^^^^^^\n  |\n  = help: did you mean `datacenters`?\n";
    let run = run.said(
        1,
        &[finding, "error[import]: expected a number, found \"many\"\n", "--> bad.nomad:10:13\n"],
    );
    assert_eq!(run.stdout, "");
    assert!(!run.stderr.contains("has no value"), "variables may stay:\n{}", run.stderr);
    assert!(run.stderr.contains("0  imported\n1  refused, see above\n"), "{}", run.stderr);
}

#[test]
fn an_unset_variable_hides_no_mistake() {
    let folder = Folder::with([("bad.nomad", BAD)]);
    for arguments in
        ["--to json bad.nomad", "--to hcl --evaluate bad.nomad", "--evaluate bad.nomad"]
    {
        folder.import(arguments).said(
            1,
            &[
                "`need` has no value",
                "--> bad.nomad:1:10",
                "no attribute `datacentres`",
                "found \"many\"",
            ],
        );
    }
    assert_eq!(folder.files(""), ["bad.nomad"]);
}

#[test]
fn the_others_are_imported() {
    let folder = Folder::with([
        ("in/good.nomad", job("good", "x:1").as_str()),
        ("in/bad.nomad", BAD),
        ("in/syntax.nomad", "job \"x\" {\n  count =\n}\n"),
    ]);
    let said = ["1  imported\n", "2  refused, see above\n"];
    let run = folder.import("--to hcl in --out o").said(1, &said);
    let rows = "     in/bad.nomad:6    `job` has no attribute `datacentres`\n     in/syntax.nomad:2 expected a value, found the end of the line\n";
    assert!(run.stderr.contains(rows), "{}", run.stderr);
    assert_eq!(folder.files("o"), ["good.nomad.hcl"]);
    folder
        .import("in gone.nomad")
        .said(1, &["1  imported\n", "3  refused", "`gone.nomad` cannot be read"]);
    assert_eq!(folder.files("registry"), ["in_jobs/good.rs", "site.rs"]);
}

#[test]
fn many_mistakes_are_cut() {
    let mut lines = String::new();
    (0..12).for_each(|at| lines.push_str(&format!("      nope{at} = 1\n")));
    let folder = Folder::with([("a.nomad", task(&lines).as_str())]);
    let run =
        folder.import("--to hcl a.nomad").said(1, &["nope9", "= note: the file has more errors\n"]);
    assert!(!run.stderr.contains("nope10"), "{}", run.stderr);
}

#[test]
fn what_is_no_job_file_of_today_is_named() {
    for (text, named, help) in [
        (
            "job \"x\" {\n  datacenters = [\"dc1\"],\n  type = \"batch\"\n}\n",
            "HCL 1",
            "leave out the commas",
        ),
        (
            "job \"x\" {\n  [[ if .y ]]\n  type = \"batch\"\n  [[ end ]]\n}\n",
            "a template of nomad-pack or Levant",
            "render it first",
        ),
        ("job \"x\" {\n  {{ if .y }}\n  type = \"batch\"\n  {{ end }}\n}\n", "template", "= help:"),
        ("{{ $x := 1 }}\njob \"x\" {\n  type = \"batch\"\n}\n", "template", "= help:"),
        ("{% if y %}\njob \"x\" {\n  type = \"batch\"\n}\n{% endif %}\n", "template", "= help:"),
    ] {
        let folder = Folder::with([("x.nomad", text)]);
        let run = folder.import("--to hcl x.nomad").said(1, &[named, help, "--> x.nomad:"]);
        let first = run.stderr.lines().next().unwrap_or_default();
        assert!(
            first.contains("seems to be") && first.contains(named),
            "first of:\n{}",
            run.stderr
        );
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let folder = Folder::new();
    std::fs::write(folder.path("latin.nomad"), b"job \"x\" {}\n# caf\xe9\n").expect("a file");
    folder
        .import("--to hcl latin.nomad")
        .said(1, &["error[utf-8]", "--> latin.nomad:2:6", "iconv"]);
    folder
        .import("--to hcl gone.nomad")
        .said(1, &["`gone.nomad` cannot be read", "check the spelling"]);
    std::fs::create_dir(folder.path("empty")).expect("a folder");
    folder.import("empty").said(0, &["no job files found\n"]);
    assert_eq!(folder.files(""), ["latin.nomad"]);
}

#[test]
fn colours_are_for_terminals() {
    let folder = Folder::with([("bad.nomad", BAD)]);
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "xterm")] {
        let run = run(folder.command("", "--to hcl bad.nomad").env(name, value), "").said(1, &[]);
        assert!(!run.stderr.contains('\u{1b}'), "{:?}", run.stderr);
    }
}
