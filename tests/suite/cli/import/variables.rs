//! Values for variables: where they come from, which one counts, and what happens without one.

use super::{Folder, job, run};

/// A job whose region is a variable with a default.
const WITH_DEFAULT: &str =
    "variable \"x\" {\n  default = \"default\"\n}\n\njob \"a\" {\n  region = var.x\n}\n";
const WITHOUT: &str = "variable \"x\" {\n  type = string\n}\n\njob \"a\" {\n  region = var.x\n}\n";

#[track_caller]
fn region(folder: &Folder, arguments: &str, environment: &[(&str, &str)]) -> String {
    let mut command = folder.command("", &format!("--to json a.nomad {arguments}"));
    let run = run(command.envs(environment.iter().copied()), "").said(0, &[]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    json["Job"]["Region"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_nearest_value_counts() {
    let folder = Folder::with([
        ("a.nomad", WITH_DEFAULT),
        ("one.hcl", "x = \"one\"\n"),
        ("two.hcl", "x = \"two\"\n"),
        ("three.json", "{ \"x\": \"three\" }"),
    ]);
    let environment = [("NOMAD_VAR_x", "environment")];
    for (arguments, expected) in [
        ("", "default"),
        ("--env", "environment"),
        ("--env --var-file one.hcl", "one"),
        ("--var-file one.hcl --var-file two.hcl", "two"),
        ("--var-file two.hcl --var-file one.hcl", "one"),
        ("--var x=argument --env --var-file one.hcl", "argument"),
        ("--var x=first --var x=last", "last"),
        ("--var x=a=b", "a=b"),
    ] {
        assert_eq!(region(&folder, arguments, &environment), expected, "{arguments}");
    }
    assert_eq!(region(&folder, "--env", &[]), "default");
    let run = folder.import("--to hcl --evaluate --var x=y a.nomad").said(0, &[]);
    assert_eq!(run.stdout, "job \"a\" {\n  region = \"y\"\n}\n");
}

#[test]
fn variables_without_values_stay() {
    let folder = Folder::with([("a.nomad", WITHOUT)]);
    assert_eq!(folder.import("--to hcl a.nomad").said(0, &[]).stdout, WITHOUT);
    let run = folder.import("--stdout a.nomad").said(0, &["Variable::string(\"x\")", "var(\"x\")"]);
    assert_eq!(run.stderr, "");
    folder
        .import("a.nomad")
        .said(0, &["1  imported", "of these, 1 with variables or expressions, which stay"]);
    for arguments in
        ["--to json a.nomad", "--evaluate --stdout a.nomad", "--to hcl --evaluate a.nomad"]
    {
        let said = [
            "error[import]: the variable `x` has no value",
            "--> a.nomad:1:10",
            "`--var NAME=VALUE`",
        ];
        let run = folder.import(arguments).said(1, &said);
        assert_eq!(run.stdout, "");
    }
    // The environment is not asked unless it shall be.
    let mut command = folder.command("", "--to json a.nomad");
    run_with(&mut command, 1, "has no value");
    let mut command = folder.command("", "--to json --env a.nomad");
    run_with(&mut command, 0, "\"Region\": \"there\"");
}

fn run_with(command: &mut std::process::Command, code: i32, words: &str) {
    run(command.env("NOMAD_VAR_x", "there"), "").said(code, &[words]);
}

#[test]
fn values_that_nobody_asks_for() {
    let folder = Folder::with([("a.nomad", WITH_DEFAULT), ("b.nomad", job("b", "i:1").as_str())]);
    folder
        .import("--to json a.nomad --var y=1")
        .said(1, &["the job has no variable `y`", "for `a.nomad`"]);
    let run = folder.import("--to hcl --out o . --var y=1 --var x=2").said(
        0,
        &[
            "warning[import]: no job declares the variable `y`\n",
            "check the spelling",
            "2  imported",
        ],
    );
    assert!(!run.stderr.contains("`x`"), "{}", run.stderr);
}

#[test]
fn values_and_their_files_may_be_wrong() {
    let folder = Folder::with([
        ("a.nomad", "variable \"x\" {\n  type = number\n}\n\njob \"a\" {\n  priority = var.x\n}\n"),
        ("broken.hcl", "y = 1\nx = \n"),
        ("wrong.hcl", "x = \"many\"\n"),
    ]);
    folder
        .import("--to json a.nomad --var-file broken.hcl")
        .said(2, &["--> broken.hcl:2:5", "expected a value"]);
    folder.import("--to json a.nomad --var-file gone.hcl").said(2, &["`gone.hcl` cannot be read"]);
    folder
        .import("--to json a.nomad --var-file wrong.hcl")
        .said(1, &["--> wrong.hcl:1:5", "for `a.nomad`"]);
    folder.import("--to json a.nomad --var x=many").said(1, &["--> --var x:1:1"]);
    folder.import("--to json a.nomad --var x=7").said(0, &["\"Priority\": 7"]);
}
