//! Values for the variables of jobs: what is deployed is what `nomad job run` would have made of them.

use serde_json::Value;

use super::{Bench, Hcl, version};
use crate::support::agent::Agent;
use crate::support::nomad::nomad;
use crate::support::{Tested, call};

/// A job with a variable, whose value is in its environment.
fn with_variable(id: &str, variable: &str, default: &str) -> String {
    let declared = format!("variable \"{variable}\" {{\n  type    = string\n{default}}}\n");
    let with = format!("env {{\n        VALUE = var.{variable}\n      }}\n      resources {{");
    declared + &Hcl::service(id).text().replacen("resources {", &with, 1)
}

/// The value of it in a job as the API has it.
fn value(job: &Value) -> &Value {
    &job["TaskGroups"][0]["Tasks"][0]["Env"]["VALUE"]
}

fn deployed(agent: &Agent, id: &str) -> Value {
    value(&agent.get(&format!("/v1/job/{id}")).unwrap_or_default()).clone()
}

/// Options of ours, and what is in the environment: from the weakest to the strongest.
const GIVEN: [(&str, &[(&str, &str)]); 8] = [
    ("", &[]),
    ("", &[("NOMAD_VAR_size", "environment")]),
    ("--var-file one.vars.hcl", &[("NOMAD_VAR_size", "environment")]),
    ("--var-file one.vars.hcl --var-file two.vars.hcl", &[]),
    ("--var-file two.vars.hcl --var-file one.vars.hcl", &[]),
    ("--var size=option --var-file one.vars.hcl", &[("NOMAD_VAR_size", "environment")]),
    ("--var-file one.vars.hcl --var size=option", &[]),
    ("--var size=option --var size=later", &[("NOMAD_VAR_size", "environment")]),
];

#[test]
fn values_are_those_that_nomad_would_take() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    bench.folder.file("shop.nomad.hcl", with_variable("shop", "size", "  default = \"none\"\n"));
    bench.folder.file("one.vars.hcl", "size = \"one\"\n");
    bench.folder.file("two.vars.hcl", "size = \"two\"\n");
    let mut seen = Vec::new();
    let mut wrong = Vec::new();
    for (options, environment) in GIVEN {
        let theirs = options.replace("--var", "-var").replace("-var-file ", "-var-file=");
        let mut command = bench.nomad.command();
        command.args(["job", "run", "-output"]).args(theirs.split_whitespace());
        command.arg("shop.nomad.hcl").current_dir(bench.folder.path(""));
        let said = call::call(command.envs(environment.iter().copied()), "").expect(&[0])?;
        let expected = value(&serde_json::from_str::<Value>(&said.stdout)?["Job"]).clone();
        let run = |line: &str| bench.run_with(environment, &format!("{line} {options}"));
        let mut check = |is_right: bool, what: &str| {
            if !is_right {
                wrong.push(format!("{options} {environment:?}: {what}, expected {expected}"));
            }
        };
        run("deploy shop.nomad.hcl --auto-approve").ends(0);
        let found = deployed(&agent, "shop");
        check(found == expected, &format!("`deploy` made it {found}"));
        for command in ["plan", "drift"] {
            let said = run(&format!("{command} shop.nomad.hcl"));
            check(said.code == 0, &format!("`{command}` after it: {said}"));
        }
        seen.push(expected.as_str().unwrap_or_default().to_owned());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let words = ["none", "environment", "one", "two", "one", "option", "option", "later"];
    assert_eq!(seen, words);
    // The same value again is no other version.
    let versions = version(&agent, "shop");
    bench.deploy("shop", GIVEN[7].0).ends(0);
    assert_eq!(version(&agent, "shop"), versions);
    // What is set in the environment is seen by `plan` and `drift`, too.
    for command in ["plan", "drift"] {
        let other = [("NOMAD_VAR_size", "larger")];
        let said = bench.run_with(&other, &format!("{command} shop.nomad.hcl")).ends(1);
        assert!(said.stdout.contains("larger"), "{said}");
    }
    Ok(())
}

#[test]
fn a_value_for_one_of_several_jobs_is_no_error_for_the_others() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let (bench, agent) = Bench::start(&nomad)?;
    bench.folder.file("shop.nomad.hcl", with_variable("shop", "size", ""));
    bench.folder.file("mail.nomad.hcl", with_variable("mail", "domain", ""));
    bench.job(&Hcl::service("plain"));
    bench.folder.file("some.vars.hcl", "domain = \"example.org\"\n");
    let files = "shop.nomad.hcl mail.nomad.hcl plain.nomad.hcl";
    let values = "--var size=large --var-file some.vars.hcl";
    bench.deploy("shop mail plain", values).ends(0);
    assert_eq!(
        ["shop", "mail", "plain"].map(|id| deployed(&agent, id)),
        [Value::from("large"), Value::from("example.org"), Value::Null]
    );
    for command in ["plan", "drift"] {
        let said = bench.run(&format!("{command} {files} {values}")).ends(0);
        assert!(!said.to_string().contains("differs from its file"), "{said}");
    }
    // Nobody declares it: a slip, which is said or refused, and never passed over.
    let said = bench.deploy("shop mail plain", &format!("{values} --var siez=small"));
    assert!(said.stderr.contains("siez"), "{said}");
    // One without a value is refused before anything is registered, and named.
    let said = bench.deploy("shop mail plain", "--var size=small").ends(2);
    assert!(said.stderr.contains("domain") && said.stderr.contains("mail.nomad.hcl"), "{said}");
    assert_eq!(deployed(&agent, "shop"), "large");
    Ok(())
}
