//! `check`: what the compiler and the rules find in a registry, in the messages of the compiler, for editors.
//!
//! rust-analyzer takes a command that prints such messages, and shows what they say below the lines that they are about.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use super::{Answer, print};
use crate::diagnostic::{Diagnostic, Place};
use crate::error::Error;
use crate::project::{self, Project};
use crate::report::Report;
use crate::report::cargo::{self, Package};
use crate::visible::visible_json;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Run clippy instead of the compiler
    #[arg(long)]
    clippy: bool,
    /// Additional arguments for cargo, such as `--features x`
    #[arg(last = true, value_name = "CARGO")]
    cargo: Vec<OsString>,
}

/// The beginning of the line that cargo prints when the build has ended.
const FINISHED: &[u8] = b"{\"reason\":\"build-finished\"";

/// Prints what the rules find, which take the program that has been built, and what the compiler says, message by message.
/// Where there is no project, the compiler is all there is to ask.
pub fn run(args: &Args) -> Result<Answer, Error> {
    let project = Project::here().ok();
    // The program comes first: whoever waits for the rules need not wait for what the compiler says of tests and of other
    // packages, and that costs no more afterwards.
    let program = project.as_ref().map(Program::build).transpose()?;
    let found = match &program {
        Some(Program { path: Some(path), message }) => Some(rules(path, message)?),
        _ => None,
    };
    let compiled = compile(args, project.as_ref())?;
    let answer = match found {
        Some(answer) if compiled => answer,
        // What keeps a program from being linked, cargo has said on standard error.
        None if compiled && program.is_some() => Answer::Failed,
        None if compiled => Answer::Yes,
        _ => Answer::No,
    };
    finish(answer == Answer::Yes)?;
    Ok(answer)
}

/// The program of a project.
struct Program {
    /// Where it is, if it could be built.
    path: Option<PathBuf>,
    /// Cargo's message of it, which says what package it is of.
    message: Value,
}

impl Program {
    /// Builds the program. What the compiler says, it will say again.
    fn build(project: &Project) -> Result<Self, Error> {
        let manifest = project.manifest();
        let mut command = project::cargo();
        command.args(["build", "--message-format=json", "--manifest-path"]).arg(&manifest);
        // The first time, it takes a minute, and shows what it does.
        let output = command.stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| project.no_cargo(error))?;
        let mut built = Self { path: None, message: Value::Null };
        let lines = output.stdout.split(|byte| *byte == b'\n');
        for message in lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok()) {
            let of_package = message["manifest_path"].as_str().map(Path::new) == Some(&manifest);
            let name = message["target"]["name"].as_str().unwrap_or_default();
            if let Some(path) = message["executable"].as_str()
                && of_package
                && project.program_name().is_none_or(|own| own == name)
            {
                built.path = Some(path.into()).filter(|_| output.status.success());
                built.message = message;
            }
        }
        Ok(built)
    }
}

/// Prints what the rules find, in messages of the package that the program is of: by that, an editor knows which are over.
fn rules(program: &Path, built: &Value) -> Result<Answer, Error> {
    let output = Command::new(program).args(["lint", "--format", "cargo"]).output();
    let output = output.map_err(|error| Error::io("cannot start", program, error))?;
    let found = String::from_utf8_lossy(&output.stdout);
    let (answer, found) = match output.status.code() {
        Some(0) => (Answer::Yes, found),
        Some(1) => (Answer::No, found),
        _ => {
            print::say(&String::from_utf8_lossy(&output.stderr));
            let findings = ended(&output).into_iter().collect();
            let report = Report { findings, allowed: Vec::new(), files: Vec::new() };
            (Answer::Failed, cargo::print(&report, &Package::default()).into())
        }
    };
    for line in found.lines() {
        let Ok(mut said) = serde_json::from_str::<Value>(line) else { continue };
        if said["reason"] == "compiler-message" {
            for part in ["package_id", "manifest_path", "target"] {
                said[part] = built[part].clone();
            }
            message(format!("{}\n", visible_json(&said.to_string())).as_bytes())?;
        }
    }
    Ok(answer)
}

/// Prints what cargo says, message by message, but for the last one; and whether there is no error.
fn compile(args: &Args, project: Option<&Project>) -> Result<bool, Error> {
    let mut command = project::cargo();
    command.arg(if args.clippy { "clippy" } else { "check" });
    command.args(["--workspace", "--all-targets", "--message-format=json"]);
    if let Some(project) = project {
        command.arg("--manifest-path").arg(project.manifest());
    }
    let no_cargo = |error| match project {
        Some(project) => project.no_cargo(error),
        None => Error::io("cannot start cargo in", Path::new("."), error),
    };
    let child = command.args(&args.cargo).stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(no_cargo)?;
    if let Some(stdout) = child.stdout.take() {
        let (mut stdout, mut line) = (BufReader::new(stdout), Vec::new());
        // A line that was cut off is no message.
        while stdout.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            if line.ends_with(b"\n") && !line.starts_with(FINISHED) {
                message(&line)?;
            }
            line.clear();
        }
    }
    Ok(child.wait().map_err(no_cargo)?.success())
}

/// Prints the message with which all others have been said.
fn finish(success: bool) -> Result<Answer, Error> {
    message(format!("{}\n", json!({"reason": "build-finished", "success": success})).as_bytes())
}

fn message(line: &[u8]) -> Result<Answer, Error> {
    print::bytes(line, &String::from_utf8_lossy(line))
}

/// What ended the program of the project before it had an answer: a definition that panics, for one.
fn ended(output: &Output) -> Option<Diagnostic> {
    let said = String::from_utf8_lossy(&output.stderr);
    let mut lines = said.lines();
    let place = lines.find_map(|line| line.split_once(" panicked at ")?.1.strip_suffix(':'))?;
    let (rest, column) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    let place = Place::Line {
        file: file.to_owned(),
        line: line.parse().ok()?,
        column: column.parse().ok()?,
    };
    let message = format!("the project's program panics: {}", lines.next()?);
    let help = "fix the definition: it must not panic for any site";
    Some(Diagnostic::error("panic", message).at(place).help(help))
}
