//! `check`: what compiler and rules find, as an editor reads it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{Project, Run};
use crate::support::shown::snapshot;
use crate::support::{Tested, repository};

/// The files of two jobs.
pub const WEB: &str = "p/registry/apps/web.rs";
pub const NAMES: &str = "p/registry/apps/names.rs";

fn job(name: &str, calls: &str) -> String {
    format!(
        "//! A job.\n\nuse crate::site::*;\n\npub fn job() -> Workload {{\n    Workload::service(\"{name}\")\n        .image(\"docker.io/traefik/whoami:v1.10.3\")\n        .shape(shape::TINY)\n{calls}}}\n"
    )
}

/// A call that claims the port of name servers.
const CLAIM: &str = "        .port(Port::fixed(\"dns\", 53).because(\"clients know it\"))\n";

/// The same definition, whose job claims that port, too.
pub fn claiming(definition: &str) -> String {
    definition.replacen("shape::TINY)\n", &format!("shape::TINY)\n{CLAIM}"), 1)
}

/// A project as `init` makes it, with a job `web` and a job `names`, both sound.
pub fn project() -> Project {
    let folder = Project::outside();
    let here = repository("").to_string_lossy().trim_end_matches('/').to_owned();
    Run::of(folder.command("init p").args(["--path", &here]), b"").ends(0);
    folder.file(WEB, job("web", ""));
    folder.file(NAMES, job("names", CLAIM));
    folder
}

/// A program that builds the project where all tests build theirs, and asks nobody outside.
pub fn in_project(mut command: Command, folder: &Project) -> Command {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("projects");
    let beside = Path::new(env!("CARGO_BIN_EXE_jobwright")).parent().map(Path::to_owned);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(beside.into_iter().chain(std::env::split_paths(&path)));
    let path = path.expect("names of folders");
    command.current_dir(folder.path("p")).env("PATH", path).env("CARGO", env!("CARGO"));
    command.env("CARGO_TARGET_DIR", target).env("CARGO_NET_OFFLINE", "true");
    command
}

/// Runs the installed program in the project.
pub fn check(folder: &Project, arguments: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jobwright"));
    command.args(arguments.split(' '));
    Run::of(&mut in_project(command, folder), b"")
}

/// What an editor reads of a run: each message with its places and what it offers. Every line is a message, and the last one
/// alone ends a build.
fn read(folder: &Project, run: &Run) -> String {
    let mut shown = format!("[exit code {}]\n", run.code);
    let messages = run.stdout.lines().map(serde_json::from_str::<Value>);
    let messages: Vec<Value> = messages.collect::<Result<_, _>>().expect("JSON on each line");
    let ends = |message: &Value| message["reason"] == "build-finished";
    assert_eq!(messages.iter().filter(|one| ends(one)).count(), 1, "{run}");
    assert!(messages.last().is_some_and(ends), "{run}");
    // All are of one package, as cargo names it: by that, an editor knows which of them are over.
    let packages = messages.iter().filter(|one| one["reason"] == "compiler-message");
    let packages: BTreeSet<&str> = packages.filter_map(|one| one["package_id"].as_str()).collect();
    assert!(packages.iter().all(|id| id.ends_with("/p#0.1.0")), "{packages:?}");
    for message in &messages {
        if message["reason"] == "build-finished" {
            shown += &format!("finished: success {}\n", message["success"]);
        }
        // That there are warnings says another message.
        let about = &message["message"];
        if message["reason"] == "compiler-message" && about["spans"] != Value::Array(Vec::new()) {
            shown += &said(about, "");
        }
    }
    shown.replace(&*folder.path("p").to_string_lossy(), "/p")
}

fn said(message: &Value, indent: &str) -> String {
    let text = message["message"].as_str().unwrap_or_default();
    let level = message["level"].as_str().unwrap_or_default();
    let mut shown = format!("{indent}{level}: {text}\n");
    for span in message["spans"].as_array().into_iter().flatten() {
        let place = ["file_name", "line_start", "column_start", "column_end"];
        let place = place.map(|part| span[part].to_string().trim_matches('"').to_owned());
        let place = format!("{}:{}:{}-{}", place[0], place[1], place[2], place[3]);
        shown += &format!("{indent}  {place}");
        for part in ["label", "suggested_replacement"] {
            shown += &span[part].as_str().map(|text| format!(" {text:?}")).unwrap_or_default();
        }
        shown += "\n";
    }
    let children = message["children"].as_array().into_iter().flatten();
    shown + &children.map(|child| said(child, "  ")).collect::<String>()
}

#[test]
fn compiler_and_rules_speak_one_language() -> Tested {
    let folder = project();
    let mut shown = String::new();
    let mut told = |what: &str, run: &Run| {
        shown += &format!("--- {what}\n{}", read(&folder, run));
    };
    told("sound", &check(&folder, "check"));
    // Both claim one port.
    folder.file(WEB, job("web", CLAIM));
    let found = check(&folder, "check");
    told("two jobs on one port", &found);
    // What the editor offers is written.
    let fixed = job("web", CLAIM).replacen(
        "service(\"web\")",
        "service(\"web\")\n        .allow(\"house/static-port-clash\", \"say why this is fine\")",
        1,
    );
    folder.file(WEB, fixed);
    told("allowed", &check(&folder, "check"));
    assert_eq!(check(&folder, "gen").code, 0);
    assert_eq!(check(&folder, "gen --check").code, 0);
    // No program, no rules.
    folder.file(WEB, job("web", "        .count(\"three\")\n"));
    told("a mistake in Rust", &check(&folder, "check"));
    folder.file(WEB, job("web", "        .count([1, 2][std::hint::black_box(2)])\n"));
    told("a definition that panics", &check(&folder, "check"));
    folder.file(
        WEB,
        job("web", "        .env(\"HOME\", std::env::var(\"HOME\").unwrap_or_default())\n"),
    );
    told("what definitions must not ask", &check(&folder, "check --clippy"));
    snapshot!(shown);
    Ok(())
}

/// Where there is no project, it is what cargo says.
#[test]
fn without_a_project_it_is_cargo() -> Tested {
    let folder = Project::outside();
    folder.file(
        "p/Cargo.toml",
        "[package]\nname = \"p\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n",
    );
    folder.file("p/src/lib.rs", "pub fn x() -> u8 {\n    \"one\"\n}\n");
    let run = check(&folder, "check");
    assert_eq!(run.code, 1, "{run}");
    assert!(read(&folder, &run).contains("src/lib.rs:2:5-10"), "{run}");
    fs::remove_file(folder.path("p/Cargo.toml"))?;
    let run = check(&folder, "check");
    assert_eq!(read(&folder, &run), "[exit code 1]\nfinished: success false\n");
    assert!(run.stderr.contains("could not find `Cargo.toml`"), "{run}");
    Ok(())
}
