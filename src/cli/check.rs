//! `check`: what the compiler and the rules find in a registry, in the messages of the compiler, for editors.
//!
//! rust-analyzer takes a command that prints such messages, and shows what they say below the lines that they are about.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Output, Stdio};

use super::package::package;
use super::{Answer, print};
use crate::diagnostic::{Diagnostic, Place};
use crate::error::Error;
use crate::project::{self, Project};
use crate::report::Report;
use crate::report::cargo;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Ask clippy in place of the compiler alone
    #[arg(long)]
    clippy: bool,
    /// Further arguments for cargo, such as `--features x`
    #[arg(last = true, value_name = "CARGO")]
    cargo: Vec<OsString>,
}

/// With these words begins the line in which cargo says that it has ended.
const FINISHED: &[u8] = b"{\"reason\":\"build-finished\"";

/// Prints the compiler's messages as they come and, where it has no errors, what the rules find. Where there is no project,
/// the compiler is all there is to ask.
pub fn run(args: &Args) -> Result<Answer, Error> {
    let project = Project::here().ok();
    let (compiled, finished) = compile(args, project.as_ref())?;
    let Some(project) = project.filter(|_| compiled) else {
        message(&finished)?;
        return Ok(if compiled { Answer::Yes } else { Answer::No });
    };
    // What it has to say of the compiler's warnings, the compiler has said.
    let output = project.program().args(["lint", "--format", "cargo"]).output();
    let output = output.map_err(|error| project.no_cargo(error))?;
    match output.status.code() {
        Some(code @ (0 | 1)) => {
            message(&output.stdout)?;
            Ok(if code == 0 { Answer::Yes } else { Answer::No })
        }
        _ => {
            print::say(&String::from_utf8_lossy(&output.stderr));
            let findings = ended(&output).into_iter().collect();
            let report = Report { findings, allowed: Vec::new(), files: Vec::new() };
            message(cargo::print(&report, &package()).as_bytes())?;
            Ok(Answer::Failed)
        }
    }
}

/// Prints what cargo says, message by message, but for the last one, which is given back. Also whether there was no error.
fn compile(args: &Args, project: Option<&Project>) -> Result<(bool, Vec<u8>), Error> {
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
    let (mut line, mut finished) = (Vec::new(), Vec::new());
    if let Some(stdout) = child.stdout.take() {
        let mut stdout = BufReader::new(stdout);
        // A line that was cut off is no message.
        while stdout.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            if line.starts_with(FINISHED) {
                finished.clone_from(&line);
            } else if line.ends_with(b"\n") {
                message(&line)?;
            }
            line.clear();
        }
    }
    let status = child.wait().map_err(no_cargo)?;
    Ok((status.success(), finished))
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
    let message = format!("the program of this project panics: {}", lines.next()?);
    let help = "mend the definition: it must end for every site";
    Some(Diagnostic::error("panic", message).at(place).help(help))
}
