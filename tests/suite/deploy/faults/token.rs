//! A cluster that asks for a token.

use serde_json::Value;

use super::{Bench, Hcl};
use crate::cli::Run;
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::call::call;
use crate::support::nomad::nomad;
use crate::support::setup::Setup;

#[test]
fn a_token_is_asked_for_and_never_shown() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::of(Setup::durable().acl(), &nomad)?;
    let bench = Bench::at(agent.address(), &nomad);
    let made = call(bench.nomad.command().args(["acl", "bootstrap", "-json"]), "").expect(&[0])?;
    let made: Value = serde_json::from_str(&made.stdout)?;
    let token = made["SecretID"].as_str().ok_or("no token")?.to_owned();
    bench.job(&Hcl::service("shop"));
    bench.job(&Hcl::service("broken").script("exit 3").healthy_after("1s"));

    let said = bench.deploy("shop broken", "").ends(2);
    let part = format!(
        "error: at http://{}: Nomad does not allow it: Permission denied\n\
         \x20|\n = help: set `NOMAD_TOKEN` to a token that may `list-jobs`, `read-job` and \
         `submit-job` in that namespace\n",
        agent.address()
    );
    assert!(said.stderr.contains(&part), "{said}");
    let with = |token: &str, line: &str| {
        let mut command = bench.folder.command(line);
        command.env("NOMAD_ADDR", format!("http://{}", agent.address())).env("NOMAD_TOKEN", token);
        command.arg("--nomad").arg(bench.nomad.command().get_program());
        Run::of(&mut command, b"")
    };
    let wrong = "00000000-1111-2222-3333-444444444444";
    let said = with(wrong, "deploy shop.nomad.hcl --auto-approve").ends(2);
    assert!(said.stderr.contains("Nomad does not allow it: "), "{said}");
    assert!(!said.to_string().contains(wrong), "{said}");

    for (line, code) in [
        ("plan shop.nomad.hcl broken.nomad.hcl", 1),
        ("deploy shop.nomad.hcl --auto-approve --receipt first.json", 0),
        ("deploy shop.nomad.hcl broken.nomad.hcl --auto-approve --receipt second.json", 1),
        ("deploy shop.nomad.hcl --auto-approve --address http://127.0.0.1:1", 2),
        ("drift shop.nomad.hcl", 0),
    ] {
        let said = with(&token, line).ends(code);
        assert!(!said.to_string().contains(&token), "{line}: the token is shown");
    }
    for receipt in ["first.json", "second.json"] {
        assert!(!bench.folder.read(receipt).contains(&token), "{receipt} holds the token");
    }
    Ok(())
}
