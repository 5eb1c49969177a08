//! `docs/homelab.md`, played on an agent with the twelve jobs.

use std::fs;

use crate::cli::{Project, Run};
use crate::guide::Walkthrough;
use crate::support::agent::Agent;
use crate::support::ansible::{self, ansible};
use crate::support::csi::csi;
use crate::support::nomad::{self, nomad};
use crate::support::setup::Setup;
use crate::support::{Tested, files, repository};

#[test]
fn the_page_shows_what_happens() -> Tested {
    let (Some(nomad), Some(csi)) = (nomad!(), csi!()) else { return Ok(()) };
    let Some(_ansible) = ansible!() else { return Ok(()) };
    let agent = Agent::of(csi.on(Setup::durable()), &nomad)?;
    let folder = Project::with("twelve");
    let programs = folder.path("programs");
    fs::create_dir_all(&programs)?;
    for (name, program) in [("nomad", nomad::binary()), ("ansible-playbook", ansible::binary())] {
        std::os::unix::fs::symlink(program.ok_or(name)?, programs.join(name))?;
    }
    for file in files(&repository("playbooks"))? {
        let own = file.strip_prefix(repository(""))?.to_string_lossy().into_owned();
        folder.file(&own, fs::read(&file)?);
    }
    folder.file("ansible.cfg", fs::read(repository("ansible.cfg"))?);
    let path = std::env::var("PATH").unwrap_or_default();
    let environment = [
        ("NOMAD_ADDR", format!("http://{}", agent.address())),
        ("NOMAD_CLI_NO_COLOR", "1".to_owned()),
        ("ANSIBLE_NOCOLOR", "1".to_owned()),
        ("LC_ALL", "C.UTF-8".to_owned()),
        ("PATH", format!("{}:{path}", programs.display())),
    ];
    let program = |folder: &Project, arguments: &str| {
        Run::of(folder.command(arguments).envs(environment.clone()), b"")
    };
    Walkthrough::of("docs/homelab.md", &folder, &program, &environment).play(|_| {});
    is_in_the_fixture(&fs::read_to_string(repository("docs/homelab.md"))?)
}

/// What the page shows of definitions is in those that it was played with.
fn is_in_the_fixture(page: &str) -> Tested {
    let definitions = fs::read_to_string(repository("tests/fixture/twelve.rs"))?;
    let blocks: Vec<&str> =
        page.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        assert!(definitions.contains(block), "tests/fixture/twelve.rs does not have:\n{block}");
    }
    Ok(())
}
