//! A cluster that asks for a token.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::{Bench, Hcl, programs};
use crate::cli::Run;
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::call::call;
use crate::support::nomad::nomad;
use crate::support::setup::Setup;

const SECRET: &str = "correct-horse-battery";

/// A job with a secret in its environment.
fn secret() -> String {
    let declared = "variable \"password\" {\n  type    = string\n  default = \"\"\n}\n";
    let env = "resources {";
    let with = "env {\n        PASSWORD = var.password\n      }\n      resources {";
    declared.to_owned() + &Hcl::service("secret").text().replacen(env, with, 1)
}

/// A program that writes its arguments into a file, one a line, and is Nomad then; with that file.
fn recorder(bench: &Bench) -> (PathBuf, PathBuf) {
    let record = bench.folder.path("calls");
    let script = format!(
        "printf '\\n' >> {record:?}\nprintf '%s\\n' \"$@\" >> {record:?}\nexec {:?} \"$@\"",
        bench.nomad.command().get_program()
    );
    (programs::program(&bench.folder, "recorder", &script), record)
}

#[test]
fn a_token_is_asked_for_and_never_shown() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::of(Setup::durable().acl(), &nomad)?;
    let bench = Bench::at(agent.address(), &nomad);
    let made = call(bench.nomad.command().args(["acl", "bootstrap", "-json"]), "").expect(&[0])?;
    let made: Value = serde_json::from_str(&made.stdout)?;
    let token = made["SecretID"].as_str().ok_or("no token")?.to_owned();
    agent.awaits_node(&token)?;
    bench.job(&Hcl::service("shop"));
    bench.job(&Hcl::service("broken").script("exit 3").healthy_after("1s"));

    let said = bench.deploy("shop broken", "").ends(2);
    let part = format!(
        "error: at http://{}: permission denied by Nomad: Permission denied\n\x20|\n = help: set `NOMAD_TOKEN` to a token with `list-jobs`, `read-job` and `submit-job` in that namespace\n",
        agent.address()
    );
    assert!(said.stderr.contains(&part), "{said}");
    // Every call of the program is written down.
    let (recorder, record) = recorder(&bench);
    let with = |token: &str, line: &str| {
        let mut command = bench.folder.command(line);
        command.env("NOMAD_ADDR", format!("http://{}", agent.address())).env("NOMAD_TOKEN", token);
        command.env("NOMAD_VAR_password", SECRET).arg("--nomad").arg(&recorder);
        Run::of(&mut command, b"")
    };
    let wrong = "00000000-1111-2222-3333-444444444444";
    let said = with(wrong, "deploy shop.nomad.hcl --auto-approve").ends(2);
    assert!(said.stderr.contains("permission denied by Nomad: "), "{said}");
    assert!(!said.to_string().contains(wrong), "{said}");

    bench.folder.file("secret.nomad.hcl", secret());
    for (line, codes) in [
        ("plan shop.nomad.hcl broken.nomad.hcl", 1..=1),
        ("deploy shop.nomad.hcl --auto-approve --receipt first.json", 0..=0),
        ("deploy shop.nomad.hcl broken.nomad.hcl --auto-approve --receipt second.json", 1..=1),
        ("deploy shop.nomad.hcl --auto-approve --address http://127.0.0.1:1", 2..=2),
        ("drift shop.nomad.hcl", 0..=0),
        ("plan secret.nomad.hcl", 1..=1),
        ("deploy secret.nomad.hcl --auto-approve --receipt third.json", 0..=0),
        // What it finds is for others to judge.
        ("drift secret.nomad.hcl", 0..=1),
    ] {
        let said = with(&token, line);
        assert!(codes.contains(&said.code), "{line}: {said}");
        let calls = fs::read_to_string(&record)?;
        fs::write(&record, "")?;
        // What the cluster is asked is among it, so that it is a record of everything.
        let is_asked = line.contains("127.0.0.1:1") || calls.contains("\noperator\n");
        assert!(calls.contains("\nversion\n") && is_asked, "{line}: {calls}");
        for hidden in [&*token, SECRET] {
            assert!(!said.to_string().contains(hidden), "{line}: shown");
            assert!(!calls.contains(hidden), "{line}: on a command line of `nomad`");
        }
    }
    let job = call(
        bench.nomad.command().args(["job", "inspect", "secret"]).env("NOMAD_TOKEN", &token),
        "",
    );
    assert!(job.expect(&[0])?.stdout.contains(SECRET), "the job did not get the secret");
    for receipt in ["first.json", "second.json", "third.json"] {
        let text = bench.folder.read(receipt);
        assert!(!text.contains(&token) && !text.contains(SECRET), "{receipt} holds a secret");
    }
    Ok(())
}
