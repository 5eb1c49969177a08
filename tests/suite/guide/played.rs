//! Pages that are played in a folder of their own, with the programs of this repository.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::walkthrough::Walkthrough;
use crate::cli::{Project, Run};
use crate::support::agent::Agent;
use crate::support::ansible::ansible;
use crate::support::nomad::{self, nomad};
use crate::support::setup::Setup;
use crate::support::{Tested, program, repository, skip};

/// Each page that has commands, and the file of the tests that plays it.
const PLAYED: &[(&str, &str)] = &[
    ("README.md", HERE),
    ("docs/ci.md", HERE),
    ("docs/diff.md", HERE),
    ("docs/exit-codes.md", HERE),
    ("docs/first-job.md", HERE),
    ("docs/fmt.md", HERE),
    ("docs/from-ansible.md", HERE),
    ("docs/from-levant.md", HERE),
    ("docs/from-nomad-pack.md", HERE),
    ("docs/getting-started.md", "deploy/getting_started.rs"),
    ("docs/homelab.md", "deploy/homelab.rs"),
    ("docs/images.md", HERE),
    ("docs/lint.md", HERE),
    ("docs/moving-in.md", HERE),
    ("docs/platform-ci.md", HERE),
    ("docs/policy.md", HERE),
    ("docs/sites.md", "deploy/sites.rs"),
    ("docs/templates.md", HERE),
];

const HERE: &str = "guide/played.rs";

/// Which file of the tests plays a page.
pub fn by(page: &str) -> Option<&'static str> {
    PLAYED.iter().find(|(path, _)| *path == page).map(|(_, by)| *by)
}

/// The environment in which `jobwright` and `nomad` are those of this run, and all projects are built in one folder.
fn environment(folder: &Project, address: &str) -> Vec<(&'static str, String)> {
    let programs = folder.path(".programs");
    fs::create_dir_all(&programs).expect("a folder");
    for (name, file) in [
        ("jobwright", Some(PathBuf::from(env!("CARGO_BIN_EXE_jobwright")))),
        ("nomad", nomad::binary().map(Into::into)),
    ] {
        // A page may be played in two parts.
        if let Some(file) = file.filter(|_| !programs.join(name).exists()) {
            symlink(file, programs.join(name)).expect("a link");
        }
    }
    let path = std::env::var("PATH").unwrap_or_default();
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("projects");
    let fixed = [
        ("CARGO_NET_OFFLINE", "true"),
        ("COLUMNS", "80"),
        ("NO_COLOR", "1"),
        ("NOMAD_CLI_NO_COLOR", "1"),
        ("GIT_AUTHOR_NAME", "you"),
        ("GIT_AUTHOR_EMAIL", "you@lab.example"),
        ("GIT_COMMITTER_NAME", "you"),
        ("GIT_COMMITTER_EMAIL", "you@lab.example"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ];
    let varying = [
        ("PATH", format!("{}:{path}", programs.display())),
        ("CARGO_TARGET_DIR", target.display().to_string()),
        ("NOMAD_ADDR", address.to_owned()),
    ];
    fixed.map(|(name, value)| (name, value.to_owned())).into_iter().chain(varying).collect()
}

/// Plays a page in a folder that holds what it presupposes, beginning below it.
fn play_in(page: &str, folder: &Project, below: &str, address: &str) {
    let none = |_: &Project, call: &str| -> Run { panic!("{page}: write `jobwright {call}`") };
    let environment = environment(folder, address);
    Walkthrough::of(page, folder, &none, &environment).below(below).play(|_| {});
}

/// Nobody listens there: such a page reaches no cluster.
const NOWHERE: &str = "http://127.0.0.1:1";

fn play(page: &str) -> Tested {
    play_in(page, &Project::outside(), "", NOWHERE);
    Ok(())
}

/// Runs a script that makes what a page presupposes.
fn prepared(script: &str) -> Project {
    let folder = Project::outside();
    let mut shell = std::process::Command::new("sh");
    shell.args(["-ec", script]).current_dir(folder.path(""));
    shell.envs(environment(&folder, NOWHERE));
    Run::of(&mut shell, b"").ends(0);
    folder
}

#[test]
fn exit_codes() -> Tested {
    play("docs/exit-codes.md")
}

#[test]
fn formatting() -> Tested {
    play("docs/fmt.md")
}

#[test]
fn from_ansible() -> Tested {
    if ansible!().is_none() {
        return Ok(());
    }
    play("docs/from-ansible.md")
}

#[test]
fn from_levant() -> Tested {
    play("docs/from-levant.md")
}

#[test]
fn from_nomad_pack() -> Tested {
    play("docs/from-nomad-pack.md")
}

#[test]
fn finding_mistakes() -> Tested {
    play("docs/lint.md")
}

#[test]
fn moving_in() -> Tested {
    play("docs/moving-in.md")
}

#[test]
fn a_platform_teams_ci() -> Tested {
    play("docs/platform-ci.md")
}

#[test]
fn templates() -> Tested {
    play("docs/templates.md")
}

#[test]
fn policy() -> Tested {
    if program("JOBWRIGHT_OPA", "opa").is_none() {
        skip::say("no opa: the page on policies is not played");
        return Ok(());
    }
    play("docs/policy.md")
}

/// Two commits of the redis job: `main`, and what a branch makes of it.
fn branch() -> Result<Project, Box<dyn std::error::Error>> {
    let cases = repository("tests/suite/diff/cases/00-redis-walkthrough");
    let [old, new] = ["old", "new"].map(|side| cases.join(format!("{side}.nomad.hcl")));
    Ok(prepared(&format!(
        "git init -q -b main .; mkdir jobs; cp '{}' jobs/redis.nomad.hcl; git add jobs; git commit -qm 'our jobs'\n\
         git switch -qc newer; cp '{}' jobs/redis.nomad.hcl; git commit -qam 'three, and newer'",
        old.display(),
        new.display()
    )))
}

#[test]
fn what_will_this_change_do() -> Tested {
    play_in("docs/diff.md", &branch()?, "", NOWHERE);
    Ok(())
}

#[test]
fn reviews() -> Tested {
    play_in("docs/ci.md", &branch()?, "", NOWHERE);
    Ok(())
}

#[test]
fn images() -> Tested {
    let folder = prepared("jobwright init infra --no-import; rm -r infra/registry/apps");
    folder.file(
        "infra/registry/images.rs",
        "//! Images of several jobs.\n\npub const POSTGRES: &str = \"docker.io/library/postgres:16.4\";\n",
    );
    let job = |name: &str, image: &str| {
        format!(
            "//! The job `{name}`.\n\nuse crate::site::*;\n\npub fn job() -> Workload {{\n    \
             Workload::service(\"{name}\").image({image}).port(Port::http(80))\n}}\n"
        )
    };
    let grafana = job("grafana", "\"docker.io/grafana/grafana:11.2.0\"");
    folder.file("infra/registry/platform_services/grafana.rs", grafana);
    folder.file(
        "infra/registry/platform_services/netbox.rs",
        job("netbox", "images::POSTGRES").replace("use crate", "use crate::images;\nuse crate"),
    );
    let mut shell = std::process::Command::new("jobwright");
    shell.arg("gen").current_dir(folder.path("infra")).envs(environment(&folder, NOWHERE));
    Run::of(&mut shell, b"").ends(0);
    play_in("docs/images.md", &folder, "infra", NOWHERE);
    Ok(())
}

#[test]
fn the_first_job() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::of(Setup::dev(), &nomad)?;
    let address = format!("http://{}", agent.address());
    play_in("docs/first-job.md", &Project::outside(), "", &address);
    Ok(())
}

/// From the README alone: a project, 50 job files that become another one, and a deployment.
#[test]
fn the_readme() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::of(Setup::dev(), &nomad)?;
    let folder = Project::outside();
    for number in 0..50 {
        folder.file(
            &format!("jobs/app-{number}.nomad.hcl"),
            format!(
                "# The application {number}.\njob \"app-{number}\" {{\n  datacenters = [\"dc1\"]\n\n  \
                 group \"app\" {{\n    count = {}\n\n    task \"app\" {{\n      driver = \"docker\"\n\n      \
                 config {{\n        image = \"registry.lab/app:1.{number}.0\"\n      }}\n    }}\n  }}\n}}\n",
                1 + number % 3
            ),
        );
    }
    play_in("README.md", &folder, "", &format!("http://{}", agent.address()));
    let imported = folder.files("homelab/out").iter().filter(|file| file.ends_with(".hcl")).count();
    assert_eq!(imported, 50);
    assert_eq!(agent.get("/v1/job/hello").map(|job| job["Status"].clone()), Some("running".into()));
    Ok(())
}
