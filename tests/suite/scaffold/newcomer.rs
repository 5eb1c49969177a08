//! The way of a newcomer, from an empty folder to a job that is healthy on an agent.
//!
//! With `--nocapture`, it says how long each step took.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::cli::{Project, Run, cargo_in};
use crate::support::Tested;
use crate::support::agent::Agent;
use crate::support::nomad::{self, nomad};
use crate::support::setup::Setup;

/// Does what `jobwright COMMAND` does in the project, and says how long that took. It must end well.
fn step(folder: &Project, command: &str, environment: &[(&str, String)]) -> Run {
    let start = Instant::now();
    let run = cargo_in(folder, "infra", command, environment);
    println!("{:5.1} s  jobwright {command}", start.elapsed().as_secs_f64());
    // Nothing that is compiled for the first time gives a warning.
    assert!(!run.stderr.contains("warning"), "{command}\n{run}");
    run.ends(0)
}

/// Cargo, as the project's own tests are run with.
fn tests(folder: &Project) -> Run {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("projects");
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder.path("infra")).env("CARGO_TARGET_DIR", target);
    command.args(["test", "--quiet", "--offline"]);
    Run::of(&mut command, b"")
}

#[test]
fn from_an_empty_folder_to_a_healthy_job() -> Tested {
    let start = Instant::now();
    let folder = Project::outside();
    folder.run("init infra").ends(0);
    let new = "new job whoami --image docker.io/traefik/whoami:v1.10.3 --port 80 --route /whoami --shape tiny";
    let shown = step(&folder, new, &[]).stdout;
    step(&folder, "gen", &[]);
    step(&folder, "gen --check", &[]);
    step(&folder, "lint", &[]);
    step(&folder, "init --check", &[]);
    // What `new` showed is what the definition gives when it is compiled, and what is deployed.
    assert_eq!(step(&folder, "show whoami", &[]).stdout, shown);
    assert_eq!(folder.read("infra/out/whoami.nomad.hcl"), shown);
    // Another project that builds in the same folder has a program of another name.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("projects");
    assert!(target.join("debug/infra").is_file());
    let list = step(&folder, "list --format json", &[]).stdout;
    let list: serde_json::Value = serde_json::from_str(&list)?;
    assert_eq!(list.as_array().map(Vec::len), Some(3), "{list}");
    let own = tests(&folder).ends(0);
    assert!(own.stdout.contains("1 passed"), "{own}");
    let mut layout = Command::new("rustfmt");
    layout.args(["--edition", "2024", "--check"]).current_dir(folder.path("infra"));
    let files = folder.files("infra").into_iter().filter(|file| file.ends_with(".rs"));
    Run::of(layout.args(files), b"").ends(0);

    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::of(Setup::dev(), &nomad)?;
    let program = nomad::binary().ok_or("no nomad")?;
    let environment = [("NOMAD_ADDR", format!("http://{}", agent.address()))];
    let deploy = format!("deploy hello --auto-approve --nomad {}", program.display());
    step(&folder, &deploy, &environment);
    let status = agent.get("/v1/job/hello/deployment").ok_or("no deployment")?;
    assert_eq!(status["Status"], "successful", "{status}");
    println!("{:5.1} s  in all", start.elapsed().as_secs_f64());
    Ok(())
}

/// The commands of the workflows are those that a project takes.
#[test]
fn workflows_call_commands_that_there_are() {
    let folder = Project::outside();
    folder.quietly("init lab").ends(0);
    let mut called = 0;
    for file in [
        ".github/workflows/jobs.yml",
        ".gitlab-ci.yml",
        ".githooks/pre-commit",
        "AGENTS.md",
        "README.md",
    ] {
        let text = fs::read_to_string(folder.path(&format!("lab/{file}"))).expect("a file");
        for line in text.lines() {
            for begin in ["cargo run --quiet -- ", "`jobwright ", "$ jobwright "] {
                let Some((_, rest)) = line.split_once(begin) else { continue };
                let words = rest.split(['`', '|', '>', '#', ';', '"']).next().unwrap_or_default();
                let command = words.split_whitespace().next().unwrap_or_default();
                let options: Vec<&str> =
                    words.split_whitespace().filter(|word| word.starts_with("--")).collect();
                if command.starts_with(|letter: char| letter.is_uppercase()) || command.is_empty() {
                    continue;
                }
                let help = folder.quietly(&format!("{command} --help")).ends(0).stdout;
                for option in options {
                    assert!(help.contains(option), "{file}: {line}\n{help}");
                }
                called += 1;
            }
        }
    }
    assert!(called > 15, "{called}");
}
