//! `driver-config` beside the schemas of the drivers that come with Nomad: what they convert, and what they refuse.

use std::fmt::Write as _;
use std::process::Command;

use jobwright::jobspec::{Config, Field, Kind, Schema, Version};
use serde_json::{Value, json};

use crate::cli::Project;
use crate::support::call::call;
use crate::support::nomad::nomad;
use crate::support::shown::snapshot;
use crate::support::skip::{self, Needed};
use crate::support::{Tested, go};

const NEEDED: Needed = Needed {
    program: "the schemas of Nomad's drivers",
    required_by: "JOBWRIGHT_REQUIRE_NOMAD",
    help: "install Go, which builds them from tests/nomad/drivers",
};

/// The drivers of Nomad itself.
const DRIVERS: [&str; 5] = ["docker", "exec", "java", "qemu", "raw_exec"];

/// What somebody may write as a value.
const VALUES: [&str; 21] = [
    "\"a\"",
    "\"\"",
    "\"5\"",
    "\"5.5\"",
    "\"64m\"",
    "\"1\"",
    "\"true\"",
    "\"True\"",
    "\"yes\"",
    "5",
    "1",
    "5.5",
    "true",
    "[]",
    "[\"a\"]",
    "[5]",
    "[\"a\", [\"b\"]]",
    "[{ a = \"b\" }]",
    "{ a = \"b\" }",
    "({ a = \"b\" })",
    "null",
];

/// An attribute with a value, in a configuration that has all else that the driver requires.
struct Case {
    field: &'static Field,
    value: &'static str,
}

fn cases(schema: &'static Schema, version: Version) -> Vec<Case> {
    let is_known = |field: &&Field| field.since.is_none_or(|since| since <= version);
    let fields = schema.fields.iter().filter(is_known);
    let is_named = |field: &&Field| !matches!(field.kind, Kind::Label | Kind::Free | Kind::Config);
    let all = fields.filter(is_named).flat_map(|field| VALUES.map(|value| Case { field, value }));
    // What is required and empty is said to be missing, and a map in parentheses is not judged.
    let is_apart = |case: &Case| match case.field.kind {
        Kind::Map(_) => case.value.starts_with('('),
        _ => case.field.required && ["\"\"", "null"].contains(&case.value),
    };
    all.filter(|case| !is_apart(case)).collect()
}

/// A job with a task for each case, and the line of each.
fn job(driver: &str, schema: &Schema, cases: &[Case]) -> (String, Vec<usize>) {
    let mut text = "job \"cases\" {\n".to_owned();
    let mut lines = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let _ = write!(text, "group \"g{at}\" {{\ntask \"t\" {{\ndriver = {driver:?}\nconfig {{\n");
        for field in
            schema.fields.iter().filter(|field| field.required && field.name != case.field.name)
        {
            let _ = writeln!(text, "{} = \"given\"", field.name);
        }
        lines.push(text.lines().count() + 1);
        let _ = write!(text, "{} = {}\n}}\n}}\n}}\n", case.field.name, case.value);
    }
    (text + "}\n", lines)
}

#[test]
fn what_a_driver_refuses_is_found_and_nothing_else() -> Tested {
    let test = skip::name_of(|| ());
    let Some(nomad) = nomad!() else { return Ok(()) };
    let built = go::built("tests/nomad", "./drivers", "drivers");
    let Some(judge) = skip::found(built, &NEEDED, test) else { return Ok(()) };
    let project = Project::outside();
    let (mut wrong, mut refused, mut taken) = (Vec::new(), 0, 0);
    for driver in DRIVERS {
        let (_, schema) =
            Config::schemas().iter().find(|(name, _)| *name == driver).ok_or(driver)?;
        let cases = cases(schema, nomad.version());
        let (text, lines) = job(driver, schema, &cases);
        let file = format!("{driver}.nomad.hcl");
        project.file(&file, &text);
        let said = project.quietly(&format!("lint --format json --min-severity error {file}"));
        let told: Value = serde_json::from_str(&said.stdout).map_err(|_| said.to_string())?;
        let told = told["findings"].as_array().ok_or("no findings")?;
        let job = nomad.output_json(&project.path(&file))?;
        let groups = job["Job"]["TaskGroups"].as_array().ok_or("no groups")?;
        let asked = groups.iter().map(|group| {
            json!({"driver": driver, "config": group["Tasks"][0]["Config"]}).to_string() + "\n"
        });
        let asked: String = asked.collect();
        let answers = call(&mut Command::new(&judge), &asked).expect(&[0])?.stdout;
        assert_eq!((groups.len(), answers.lines().count()), (cases.len(), cases.len()), "{driver}");
        for ((case, line), answer) in cases.iter().zip(lines).zip(answers.lines()) {
            // A newer driver has it.
            if answer.contains("No argument or block type is named") {
                continue;
            }
            let is_told = told
                .iter()
                .any(|one| one["place"]["line"] == line && one["rule"] == "house/driver-config");
            *(if answer.is_empty() { &mut taken } else { &mut refused }) += 1;
            if is_told == answer.is_empty() {
                let Case { field, value } = case;
                wrong.push(format!("{driver}: {} = {value}: told {is_told}, {answer}", field.name));
            }
        }
    }
    println!("{refused} values refused, {taken} taken");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(refused > 300 && taken > 300, "{refused} values refused, {taken} taken");
    Ok(())
}

#[test]
fn a_value_that_a_driver_refuses_is_named_with_what_it_expects() {
    let project = Project::outside();
    let config = [
        "image = [\"web:1.4.2\"]",
        "volumes = \"/srv:/srv\"",
        "args = [\"-v\", [\"-x\"]]",
        "privileged = 1",
        "pids_limit = \"many\"",
        "hostname = ({ a = 1 })",
        "labels = \"a=b\"",
        "work_dir = \"${NOMAD_TASK_DIR}\"",
        "force_pull = \"${meta.pull}\"",
        "port_map {\nhttp = \"web\"\n}",
        "logging {\ntype = [\"json\"]\n}",
        "mount {\ntype = \"bind\"\nreadonly = \"ro\"\n}",
    ];
    let config = config.join("\n");
    let task = |name: &str, driver: &str, config: &str| {
        format!("task {name:?} {{\ndriver = {driver:?}\nconfig {{\n{config}\n}}\n}}\n")
    };
    let docker = task("web", "docker", &config);
    // Podman's driver takes a string there.
    let podman = task("pod", "podman", "image = \"web:1.4.2\"\nentrypoint = \"/bin/web\"");
    project.file("a.nomad.hcl", format!("job \"a\" {{\ngroup \"a\" {{\n{docker}{podman}}}\n}}\n"));
    snapshot!(project.quietly("lint --min-severity error a.nomad.hcl").stdout);
}
