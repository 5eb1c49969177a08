//! What the playbooks show with `-vvv`, and where they fail: no token.

use super::playbook_all::order;
use super::playbook_volumes::{VOLUME, stand_in};
use crate::support::agent::Agent;
use crate::support::ansible::ansible;
use crate::support::call::Called;
use crate::support::nomad::nomad;
use crate::support::{Tested, repository};
use serde_json::json;
use std::fs;

const TOKEN: &str = "5ec4e7aa-0000-4444-8888-c0ffee15b4d1";
const ENVIRONMENT: [(&str, &str); 2] = [("NOMAD_TOKEN", TOKEN), ("CONSUL_HTTP_TOKEN", TOKEN)];

#[test]
fn no_token_is_shown_by_either_playbook_whatever_becomes_of_it() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let (agent, folder) = (Agent::start(&nomad)?, tempfile::tempdir()?);
    let (nomad, here) = (agent.nomad(), folder.path());
    let program = format!("nomad={}", stand_in(here)?.display());
    fs::write(here.join("nodes"), "1")?;
    fs::write(here.join("data.volume.hcl"), VOLUME)?;
    let service = fs::read_to_string(repository("tests/suite/deploy/service.nomad.hcl"))?;
    let bad = service.replacen("\"/bin/sleep\"", "\"/bin/false\"", 1);
    let job = here.join("changes.nomad.hcl");
    let order = order(
        here,
        &[
            json!({ "file": "data.volume.hcl", "volume": "data", "type": "csi", "plugin": "disks",
                "action": "create" }),
            json!({ "file": "changes.nomad.hcl", "job": "changes" }),
        ],
    )?;
    let all = format!("order_file={}", order.display());
    let one = format!("job={}", job.display());

    // Both at a new cluster, at one with all of it, and at one with something else; then what fails.
    let good = service.replacen("\"hello\"", "\"good day\"", 1);
    let plays: [(&str, &str, &[&str], bool, u32); 12] = [
        ("all", &service, &["--check", "--diff"], true, 2),
        ("job", &service, &["--check", "--diff"], true, 1),
        ("all", &service, &["--diff"], true, 2),
        ("all", &service, &["--check", "--diff"], true, 0),
        ("job", &service, &["--check", "--diff"], true, 0),
        ("all", &service, &[], true, 0),
        ("all", &good, &["--check", "--diff"], true, 1),
        ("job", &good, &["--check", "--diff"], true, 1),
        ("job", &good, &["--diff"], true, 1),
        ("all", &bad, &["-e", "rollback=true"], false, 2),
        ("job", &bad, &["-e", "rollback=true"], false, 2),
        ("job", "job \"changes\" {", &[], false, 0),
    ];
    for (number, (playbook, text, options, succeeds, changed)) in plays.into_iter().enumerate() {
        fs::write(&job, text)?;
        let target = if playbook == "all" { &all } else { &one };
        let options = [&["-vvv", "-e", &program, "-e", target], options].concat();
        let playbook = format!("deploy-{playbook}.yml");
        let played = ansible.play(&playbook, nomad, &options, &ENVIRONMENT);
        shows_no_token(&played.called, number);
        played.expect(succeeds, changed, &[])?;
    }
    // Nothing answers.
    let nowhere = ["-vvv", "-e", &one, "-e", "nomad_addr=http://127.0.0.1:1"];
    let played = ansible.play("deploy-job.yml", nomad, &nowhere, &ENVIRONMENT);
    shows_no_token(&played.called, plays.len());
    played.expect(false, 0, &[])?;
    Ok(())
}

/// Nothing answers there: what is shown is an address that cannot be used, at the most.
#[test]
fn no_password_of_an_address_is_shown() -> Tested {
    let (Some(nomad), Some(ansible)) = (nomad!(), ansible!()) else { return Ok(()) };
    let folder = tempfile::tempdir()?;
    let order = order(folder.path(), &[])?;
    let order = format!("order_file={}", order.display());
    let job = format!("job={}", repository("out/http-echo.nomad.hcl").display());
    let mut number = 0;
    for address in ["http://user:{}@127.0.0.1:1", "http://user:{}%zz@127.0.0.1:1", "user:{}/x@h:1"]
    {
        let address = address.replace("{}", TOKEN);
        let set = format!("nomad_addr={address}");
        let more = format!("{{\"nomad_env\": {{\"NOMAD_ADDR\": \"{address}\"}}}}");
        for set in [&set, &more] {
            for (playbook, what) in [("deploy-job.yml", &job), ("deploy-all.yml", &order)] {
                let played = ansible.play(playbook, &nomad, &["-vvv", "-e", what, "-e", set], &[]);
                shows_no_token(&played.called, number);
                played.expect(false, 0, &["the address of the cluster has a user in it"])?;
                number += 1;
            }
        }
    }
    // One that is inherited is on no command line.
    let environment = [("NOMAD_ADDR", &*format!("http://user:{TOKEN}@127.0.0.1:1"))];
    let played = ansible.play("deploy-job.yml", &nomad, &["-vvv", "-e", &job], &environment);
    shows_no_token(&played.called, number);
    played.expect(false, 0, &["nomad could not validate"])?;
    Ok(())
}

#[track_caller]
fn shows_no_token(called: &Called, number: usize) {
    for text in [&called.stdout, &called.stderr] {
        assert!(!text.contains(TOKEN), "the token is shown by play {number}");
    }
}
