//! `ansible-lint` finds nothing in the playbooks and the inventory, at its strictest profile.

use crate::support::call::{call, clean};
use crate::support::skip::{self, Needed};
use crate::support::{Tested, program, repository};

const NEEDED: Needed = Needed {
    program: "ansible-lint",
    required_by: "JOBWRIGHT_REQUIRE_ANSIBLE_LINT",
    help: "set JOBWRIGHT_ANSIBLE_LINT, or put ansible-lint on PATH (pip install ansible-lint)",
};

#[test]
fn the_playbooks_pass_the_production_profile() -> Tested {
    let found = program("JOBWRIGHT_ANSIBLE_LINT", "ansible-lint");
    let test = skip::name_of(|| ());
    let Some(program) = skip::found(found, &NEEDED, test) else { return Ok(()) };
    let folder = program.parent().ok_or("a program in no folder")?;
    let path = std::env::var("PATH")?;
    let mut command = clean(&program);
    command.current_dir(repository("")).args(["--profile", "production", "--strict"]);
    command.args(["--offline", "--nocolor", "playbooks", "inventory"]);
    // It calls the ansible that was installed with it.
    command.env("PATH", format!("{}:{path}", folder.display())).env("LC_ALL", "C.UTF-8");
    let called = call(&mut command, "").expect(&[0])?;
    assert!(called.stderr.contains("Profile 'production' was required, and it passed"), "{called}");
    Ok(())
}
