//! `completions`: the script that a shell needs to complete command lines, and the answers to its
//! requests.
//!
//! The script of each shell asks this program, which answers before anything else happens: see [`answer`]. Names of jobs,
//! volumes and rules are those of the project at hand, and nothing is built for them.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use super::{Answer, print};
use crate::error::{Error, ErrorKind};
use crate::lint::RULES;
use crate::project::Project;
use crate::visible::is_obeyed;

/// The variable by which a shell asks.
const ASKED: &str = "JOBWRIGHT_COMPLETE";

/// What the scripts call.
const PROGRAM: &str = "jobwright";

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell to complete in
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Powershell,
}

impl Shell {
    fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Elvish => "elvish",
            Self::Powershell => "powershell",
        }
    }
}

/// Prints the script.
pub fn run(args: &Args) -> Result<Answer, Error> {
    let failed = || Error::new(ErrorKind::Usage, "completions are not supported for this shell");
    let shells = Shells::builtins();
    let shell = shells.completer(args.shell.name()).ok_or_else(failed)?;
    let mut script = Vec::new();
    shell
        .write_registration(ASKED, PROGRAM, PROGRAM, PROGRAM, &mut script)
        .map_err(|error| failed().source_error(error))?;
    print::result(&String::from_utf8_lossy(&script))
}

/// Answers a shell, if it is one that asks. `command` is the command line of this program.
pub fn answer(
    arguments: &[OsString],
    command: impl Fn() -> Command,
) -> Option<Result<Answer, Error>> {
    std::env::var_os(ASKED)?;
    let asked = CompleteEnv::with_factory(|| with_names(command())).var(ASKED).bin(PROGRAM);
    let here = std::env::current_dir().ok();
    match asked.try_complete(arguments.iter().cloned(), here.as_deref()) {
        Ok(true) => Some(Ok(Answer::Yes)),
        Ok(false) => None,
        Err(error) => Some(Err(super::usage::error(&error, &command()))),
    }
}

/// The command line with the names that its arguments take.
fn with_names(command: Command) -> Command {
    let jobs = |arg: Arg| arg.add(ArgValueCandidates::new(|| named(Project::jobs)));
    let sites = |arg: Arg| arg.add(ArgValueCandidates::new(|| named(Project::sites)));
    let command = command
        .mut_subcommand("gen", |own| own.mut_arg("jobs", jobs).mut_arg("names", sites))
        .mut_subcommand("show", |own| own.mut_arg("job", jobs).mut_arg("names", sites))
        .mut_subcommand("map", |own| own.mut_arg("named", jobs).mut_arg("names", sites))
        .mut_subcommand("plan", |own| own.mut_arg("named", jobs).mut_arg("sites", sites))
        .mut_subcommand("deploy", |own| {
            let own = own.mut_arg("named", jobs).mut_arg("sites", sites);
            own.mut_arg("allow_destructive", jobs).mut_arg("adopt", jobs)
        });
    let rules = |arg: Arg| {
        arg.add(ArgValueCandidates::new(|| {
            let rule = |name: &str, what: &str| {
                CompletionCandidate::new(name).help(Some(what.to_owned().into()))
            };
            RULES.iter().map(|one| rule(one.name, one.what)).collect::<Vec<_>>()
        }))
    };
    let of_job = |own: Command| {
        own.mut_arg("category", |arg| {
            arg.add(ArgValueCandidates::new(|| named(Project::categories)))
        })
        .mut_arg("storage", |arg| arg.add(ArgValueCandidates::new(storages)))
    };
    command
        .mut_subcommand("lint", |own| own.mut_arg("explain", rules))
        .mut_subcommand("new", |own| of_job(own).mut_subcommand("job", of_job))
}

/// Names of the project at hand. A shell shows them as they are, and types them: none that a terminal would obey is offered.
fn named(of: fn(&Project) -> BTreeSet<String>) -> Vec<CompletionCandidate> {
    let names = Project::here().map(|project| of(&project)).unwrap_or_default();
    let names = names.into_iter().filter(|name| !name.contains(is_obeyed));
    names.map(CompletionCandidate::new).collect()
}

/// The volumes of the project, as `--storage` begins with them.
fn storages() -> Vec<CompletionCandidate> {
    let names = Project::here().map(|project| project.volumes()).unwrap_or_default();
    let names = names.into_iter().filter(|name| !name.contains(is_obeyed));
    let volumes = names.map(|name| CompletionCandidate::new(format!("csi:{name}:/")));
    volumes.chain(["ephemeral:", "host:"].map(CompletionCandidate::new)).collect()
}
