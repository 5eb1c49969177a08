//! The program that is called is missing, too old, or something else.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::thread;

use super::Hcl;
use crate::cli::Project;
use crate::support::nomad::nomad;
use crate::support::shown::snapshot;
use crate::support::{Tested, daemon};

const LINE: &str = "deploy shop.nomad.hcl --auto-approve";

/// Writes a script that can be called.
pub fn program(folder: &Project, name: &str, script: &str) -> PathBuf {
    folder.file(name, format!("#!/bin/sh\n{script}\n"));
    let path = folder.path(name);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it may run");
    path
}

#[test]
fn the_program_must_be_a_nomad_that_is_new_enough() {
    let folder = Project::outside();
    folder.file("shop.nomad.hcl", Hcl::service("shop").text());
    program(&folder, "old", "echo Nomad v1.2.0");
    program(&folder, "other", "echo Terraform v1.9.8");
    program(&folder, "silent", "exit 1");
    folder.file("text", "no program");
    for name in ["missing", "old", "other", "silent", "text"] {
        folder.run(&format!("{LINE} --nomad ./{name}")).ends(2);
    }
    // Nothing is on the PATH.
    folder.run(LINE).ends(2);
    snapshot!(folder);
}

#[test]
fn who_answers_nothing_is_not_waited_for_long() {
    let folder = Project::outside();
    folder.file("shop.nomad.hcl", Hcl::service("shop").text());
    program(&folder, "sleeper", "sleep 30");
    let said = folder.quietly(&format!("{LINE} --nomad ./sleeper")).ends(2);
    assert!(said.stderr.contains("timed out after 10 s"), "{said}");
}

#[test]
fn an_address_without_a_nomad_is_told_apart() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let folder = Project::outside();
    folder.file("shop.nomad.hcl", Hcl::service("shop").text());
    let [port] = daemon::free_ports::<1>()?;
    let program = nomad.command().get_program().to_string_lossy().into_owned();
    let said = folder
        .quietly(&format!("{LINE} --nomad {program} --address http://127.0.0.1:{port}"))
        .ends(2);
    let part = format!("error: at http://127.0.0.1:{port}: Nomad does not respond: ");
    assert!(said.stderr.contains(&part) && said.stderr.contains("connection refused"), "{said}");
    assert!(said.stderr.contains("help: check the address (`--address`, "), "{said}");
    // Something listens there, and it is no Nomad.
    let other = answers("hello")?;
    let line = format!("{LINE} --nomad {program} --address {other}");
    let said = folder.quietly(&line).ends(2);
    let part = format!(
        "error: at {other}: Nomad does not respond: expected Nomad, found another server\n"
    );
    assert!(said.stderr.contains(&part), "{said}");
    // A server that knows of no leader answers so.
    let server = answers("\"\"")?;
    let line = format!("{LINE} --nomad {program} --address {server} --patience 2s");
    let said = folder.quietly(&line).ends(2);
    assert!(said.stderr.contains(&format!("at {server}: the servers have no leader: ")), "{said}");
    assert!(said.stderr.contains("; retrying\n"), "{said}");
    assert!(said.stderr.contains("help: wait until the servers have elected a leader"), "{said}");
    Ok(())
}

/// Where everybody is answered the same, until the tests end.
fn answers(body: &'static str) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let length = body.len();
            let mut question = [0; 4096];
            _ = client.read(&mut question);
            _ = write!(
                client,
                "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
        }
    });
    Ok(format!("http://{address}"))
}
