//! Pictures of the terminal, made of what the programs print; `docs/recording/record` writes them anew.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use regex::Regex;

use super::screen::svg;
use super::written::check;
use crate::cli::{Project, Run, cargo_in, readme_project};
use crate::diff::case;
use crate::support::agent::Agent;
use crate::support::nomad::{self, nomad};
use crate::support::setup::Setup;
use crate::support::{Tested, repository};

/// What forces colours where there is no terminal.
const COLOURS: (&str, &str) = ("CLICOLOR_FORCE", "1");

const NARROW: usize = 80;

/// No line of progress wraps in it: which of these there are depends on the machine.
const WIDE: usize = 100;

#[test]
fn what_gen_prints() -> Tested {
    let folder = readme_project();
    let run = cargo_in(&folder, "project", "gen", &[(COLOURS.0, COLOURS.1.to_owned())]).ends(0);
    let again = cargo_in(&folder, "project", "gen --check", &[(COLOURS.0, COLOURS.1.to_owned())]);
    let calls = [("jobwright gen", said(run)), ("jobwright gen --check", said(again.ends(0)))];
    check("docs/recording/gen.svg", &svg("jobwright gen", NARROW, &calls))
}

#[test]
fn what_lint_prints() -> Tested {
    let folder = readme_project();
    let job = "project/registry/applications/whoami.rs";
    let port = ".port(Port::http(80))";
    folder.file(job, folder.read(job).replace(port, ".port(Port::fixed(\"http\", 8080).to(80))"));
    let run = cargo_in(&folder, "project", "lint", &[(COLOURS.0, COLOURS.1.to_owned())]).ends(1);
    check(
        "docs/recording/lint.svg",
        &svg("jobwright lint", NARROW, &[("jobwright lint", said(run))]),
    )
}

#[test]
fn what_diff_prints() -> Tested {
    let folder = case("00-redis-walkthrough");
    let run = Run::of(folder.command("diff old new").env(COLOURS.0, COLOURS.1), b"").ends(0);
    let call = "jobwright diff main..HEAD";
    check("docs/recording/diff.svg", &svg("jobwright diff", NARROW, &[(call, said(run))]))
}

/// Six jobs, one of which fails.
#[test]
fn what_deploy_prints() -> Tested {
    let Some(nomad) = nomad!() else { return Ok(()) };
    let agent = Agent::of(Setup::dev(), &nomad)?;
    let folder = Project::outside();
    let cases = repository("tests/suite/guide/pictured");
    for file in crate::support::files(&cases)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        folder.file(&name, fs::read(&file)?);
    }
    let programs = folder.path("programs");
    fs::create_dir_all(&programs)?;
    symlink(nomad::binary().ok_or("no nomad")?, programs.join("nomad"))?;
    let call = "jobwright deploy *.nomad.hcl --auto-approve";
    let mut shell = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_jobwright");
    shell.args(["-c", &format!("{} --parallel 1 2>&1", call.replacen("jobwright", program, 1))]);
    shell.current_dir(folder.path("")).env(COLOURS.0, COLOURS.1).env("COLUMNS", "80");
    shell.env("NOMAD_ADDR", format!("http://{}", agent.address()));
    shell.env("PATH", format!("{}:/usr/bin:/bin", programs.display()));
    let run = Run::of(&mut shell, b"").ends(1);
    let mut text = said(run).replace(agent.address(), "127.0.0.1:4646");
    // What is another one on each machine.
    for (pattern, figure) in [(r"\b[0-9a-f]{8}\b", "4f1c09ae"), ("on `[^`]+`", "on `node-1`")] {
        text = Regex::new(pattern)?.replace_all(&text, figure).into_owned();
    }
    let picture = svg("jobwright deploy", WIDE, &[(call, text)]);
    let path = "docs/recording/deploy.svg";
    let there = fs::read_to_string(repository(path)).unwrap_or_default();
    // The same but for its times is the same picture.
    let (known, shown) = (steady(&there)?, steady(&picture)?);
    if known == shown {
        return check(path, &there);
    }
    check(path, &picture).map_err(|error| format!("{error}\n{known:#?}\n{shown:#?}").into())
}

/// What a picture shows, without what depends on how fast the machine is.
fn steady(picture: &str) -> Result<Vec<String>, regex::Error> {
    let progress = Regex::new(r"^\s*\d+ s  ")?;
    let figures = Regex::new(r"\b\d+(\.\d+)? ?s\b")?;
    let tags = Regex::new("<[^>]*>")?;
    let rows = picture.lines().filter(|line| line.starts_with("<text"));
    let rows = rows.map(|line| tags.replace_all(line, "").into_owned());
    let ends = |row: &String| [" done after ", " failed: "].iter().any(|end| row.contains(end));
    let told = rows.filter(|row| !progress.is_match(row) || ends(row));
    Ok(told.map(|row| figures.replace_all(&row, "N s").trim_start().to_owned()).collect())
}

fn said(run: Run) -> String {
    run.stdout + &run.stderr
}
