//! Pages that are played in a folder of their own, with the programs of this repository.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use super::walkthrough::Walkthrough;
use crate::cli::{Project, Run};
use crate::support::ansible::ansible;
use crate::support::nomad;
use crate::support::{Tested, program, repository, skip};

/// Each page that has commands, and the file of the tests that plays it.
const PLAYED: &[(&str, &str)] = &[
    ("README.md", AGENT),
    ("docs/batch.md", AGENT),
    ("docs/ci.md", HERE),
    ("docs/deploy-ansible.md", AGENT),
    ("docs/deploy.md", AGENT),
    ("docs/diff.md", HERE),
    ("docs/editors.md", HERE),
    ("docs/exit-codes.md", HERE),
    ("docs/first-job.md", AGENT),
    ("docs/fmt.md", HERE),
    ("docs/from-ansible.md", HERE),
    ("docs/from-levant.md", HERE),
    ("docs/from-nomad-pack.md", HERE),
    ("docs/getting-started.md", "deploy/getting_started.rs"),
    ("docs/homelab.md", "deploy/homelab.rs"),
    ("docs/images.md", HERE),
    ("docs/lint.md", HERE),
    ("docs/map.md", HERE),
    ("docs/moving-in.md", HERE),
    ("docs/platform-ci.md", HERE),
    ("docs/policy.md", HERE),
    ("docs/secrets.md", AGENT),
    ("docs/sites.md", "deploy/sites.rs"),
    ("docs/strings.md", AGENT),
    ("docs/templates.md", HERE),
];

const AGENT: &str = "guide/on_an_agent.rs";
const HERE: &str = "guide/played.rs";

/// Which file of the tests plays a page.
pub fn by(page: &str) -> Option<&'static str> {
    PLAYED.iter().find(|(path, _)| *path == page).map(|(_, by)| *by)
}

/// The environment in which `jobwright` and `nomad` are those of this run, and all projects are built in one folder.
pub fn environment(folder: &Project, address: &str) -> Vec<(&'static str, String)> {
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
pub fn play_in(page: &str, folder: &Project, below: &str, address: &str) {
    let none = |_: &Project, call: &str| -> Run { panic!("{page}: write `jobwright {call}`") };
    let environment = environment(folder, address);
    Walkthrough::of(page, folder, &none, &environment).below(below).play(|_| {});
}

/// Nobody listens there: such a page reaches no cluster.
pub const NOWHERE: &str = "http://127.0.0.1:1";

fn play(page: &str) -> Tested {
    play_in(page, &Project::outside(), "", NOWHERE);
    Ok(())
}

/// Runs a script in a folder.
pub fn run_in(folder: &Project, script: &str, address: &str) {
    let mut shell = Command::new("sh");
    shell.args(["-ec", script]).current_dir(folder.path(""));
    shell.envs(environment(folder, address));
    Run::of(&mut shell, b"").ends(0);
}

/// A folder in which a script has made what a page presupposes.
fn prepared(script: &str) -> Project {
    let folder = Project::outside();
    run_in(&folder, script, NOWHERE);
    folder
}

/// A project in `infra` with these definitions, by their paths in the registry, and what they render.
pub fn project(definitions: &[(&str, String)]) -> Project {
    let folder = prepared("jobwright init infra --no-import; rm -r infra/registry/apps");
    for (path, text) in definitions {
        folder.file(&format!("infra/registry/{path}"), text);
    }
    run_in(&folder, "cd infra; jobwright gen", NOWHERE);
    folder
}

#[test]
fn exit_codes() -> Tested {
    play("docs/exit-codes.md")
}

#[test]
fn editors() -> Tested {
    play("docs/editors.md")
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

/// The definition of a job with an image.
fn job(name: &str, image: &str) -> String {
    format!(
        "//! The job `{name}`.\n\nuse crate::site::*;\n\npub fn job() -> Workload {{\n    \
         Workload::service(\"{name}\").image({image}).port(Port::http(80))\n}}\n"
    )
}

const GRAFANA: &str = "\"docker.io/grafana/grafana:11.2.0\"";

#[test]
fn a_catalogue() -> Tested {
    let folder = project(&[("platform_services/grafana.rs", job("grafana", GRAFANA))]);
    run_in(&folder, "mkdir infra/jobs; cp infra/out/grafana.nomad.hcl infra/jobs", NOWHERE);
    folder.file("infra/docs/jobs.md", "<!-- jobwright:begin -->\n<!-- jobwright:end -->\n");
    play_in("docs/map.md", &folder, "infra", NOWHERE);
    Ok(())
}

#[test]
fn images() -> Tested {
    let postgres = "pub const POSTGRES: &str = \"docker.io/library/postgres:16.4\";\n";
    let grafana = job("grafana", GRAFANA);
    let netbox = job("netbox", "images::POSTGRES");
    let folder = project(&[
        ("images.rs", format!("//! Images of several jobs.\n\n{postgres}")),
        ("platform_services/grafana.rs", grafana),
        (
            "platform_services/netbox.rs",
            netbox.replace("use crate", "use crate::images;\nuse crate"),
        ),
    ]);
    play_in("docs/images.md", &folder, "infra", NOWHERE);
    Ok(())
}
