//! Values for variables: where they come from, which one counts, and what happens without one.

use super::{folder, job};
use crate::cli::{Project, Run};
use crate::support::shown::snapshot;

/// A job whose region is a variable with a default.
const WITH_DEFAULT: &str =
    "variable \"x\" {\n  default = \"default\"\n}\n\njob \"a\" {\n  region = var.x\n}\n";
const WITHOUT: &str = "variable \"x\" {\n  type = string\n}\n\njob \"a\" {\n  region = var.x\n}\n";

#[track_caller]
fn region(folder: &Project, arguments: &str, environment: &[(&str, &str)]) -> String {
    let mut command = folder.command(&format!("import --to json a.nomad {arguments}"));
    let run = Run::of(command.envs(environment.iter().copied()), b"").ends(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    json["Job"]["Region"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_nearest_value_counts() {
    let folder = folder([
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
    let run = folder.quietly("import --to hcl --evaluate --var x=y a.nomad").ends(0);
    assert_eq!(run.stdout, "job \"a\" {\n  region = \"y\"\n}\n");
}

#[test]
fn variables_without_values_stay() {
    let folder = Project::outside();
    let group = "  group \"a\" {\n    task \"a\" {\n      driver = \"exec\"\n\n      config {\n        command = \"/bin/a\"\n      }\n    }\n  }\n}\n";
    let without = WITHOUT.trim_end().trim_end_matches('}').to_owned() + "\n" + group;
    folder.given("a.nomad", &without);
    assert_eq!(folder.run("import --to hcl a.nomad").ends(0).stdout, without);
    folder.run("import --stdout a.nomad").ends(0);
    folder.run("import a.nomad").ends(0);
    snapshot!(folder);
}

#[test]
fn variables_without_values_have_none() {
    let folder = folder([("a.nomad", WITHOUT)]);
    let said = folder.run("import --to json a.nomad").ends(1).stderr;
    let without_time =
        |text: &str| text.lines().filter(|line| !line.starts_with("in ")).collect::<String>();
    for line in ["import --evaluate --stdout a.nomad", "import --to hcl --evaluate a.nomad"] {
        let run = folder.quietly(line).ends(1);
        assert_eq!(
            (run.stdout.as_str(), without_time(&run.stderr)),
            ("", without_time(&said)),
            "{line}"
        );
    }
    // The environment is not asked unless it shall be.
    let mut command = folder.command("import --to json a.nomad");
    folder.call(command.env("NOMAD_VAR_x", "there"), b"").ends(1);
    assert_eq!(region(&folder, "--env", &[("NOMAD_VAR_x", "there")]), "there");
    snapshot!(folder);
}

#[test]
fn values_that_nobody_asks_for() {
    let folder = folder([("a.nomad", WITH_DEFAULT), ("b.nomad", job("b", "i:1").as_str())]);
    folder.run("import --to json a.nomad --var y=1").ends(1);
    folder.run("import --to hcl --out o . --var y=1 --var x=2").ends(0);
    snapshot!(folder);
}

#[test]
fn values_and_their_files_may_be_wrong() {
    let folder = Project::outside();
    folder.given(
        "a.nomad",
        "variable \"x\" {\n  type = number\n}\n\njob \"a\" {\n  priority = var.x\n}\n",
    );
    folder.given("broken.hcl", "y = 1\nx = \n");
    folder.given("wrong.hcl", "x = \"many\"\n");
    folder.given("other.hcl", "z = 1\n");
    folder.given("broken.json", "{\"x\": \n");
    folder.given("block.hcl", "variable \"x\" {\n}\n");
    for (code, values) in [
        (2, "--var-file broken.hcl"),
        (2, "--var-file broken.json"),
        (2, "--var-file gone.hcl"),
        (1, "--var-file block.hcl"),
        (1, "--var-file wrong.hcl"),
        (1, "--var-file other.hcl --var x=1"),
        (1, "--var x=many"),
        (1, "--var x=[1]"),
        (1, "--var x=1+"),
    ] {
        folder.run(&format!("import --to json a.nomad {values}")).ends(code);
    }
    folder.given(
        "list.nomad",
        "variable \"x\" {\n  type = list(string)\n}\n\njob \"a\" {\n  datacenters = var.x\n}\n",
    );
    for value in ["[a", "[][]", "a", "[var.y]"] {
        folder.run(&format!("import --to json list.nomad --var x={value}")).ends(1);
    }
    let mut command = folder.command("import --to json a.nomad --env");
    folder.call(command.env("NOMAD_VAR_x", "many"), b"").ends(1);
    let run = folder.quietly("import --to json a.nomad --var x=7").ends(0);
    assert!(run.stdout.contains("\"Priority\": 7"), "{run}");
    snapshot!(folder);
}
