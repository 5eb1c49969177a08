//! The commands of a project's own program. One file per command; this one parses the line and turns results into
//! exit codes: 0 done, 1 the answer is no, 2 it could not run.

mod answer;
mod ask;
mod check;
mod checked;
mod cluster;
mod completions;
mod deploy;
mod diff;
mod docs;
mod drift;
mod fmt;
mod generate;
mod git_driver;
mod images;
mod import;
mod init;
mod job_files;
mod lint;
mod list;
mod lsp;
mod man;
mod map;
mod new;
mod origin;
mod print;
mod progress;
mod schema;
mod show;
mod site;
mod sources;
mod style;
mod templates;
mod usage;
mod values;
mod versions;
mod why;

use std::ffi::OsString;
use std::process::ExitCode;

use answer::Answer;
use clap::error::ErrorKind as Kind;
use clap::{CommandFactory, Parser, Subcommand};

use crate::error::{Error, ErrorKind};
use crate::project::Project;
use crate::registry::Registry;

/// Define Nomad jobs as typed Rust, and render them as HCL.
#[derive(Debug, Parser)]
#[command(
    name = "jobwright",
    version,
    styles = style::HELP,
    max_term_width = 80,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Render the registry to `out/`, and delete files of removed jobs
    Gen(generate::Args),
    /// List the jobs of the registry
    List(list::Args),
    /// Show one job as HCL or as Nomad's API JSON
    Show(show::Args),
    /// Create a project, or update the files of one
    Init(init::Args),
    /// Add a job, a volume or a site to the registry
    New(Box<new::Args>),
    /// Convert job files to definitions, HCL or API JSON
    Import(import::Args),
    /// Check the registry, or job files, against Nomad's and house rules
    Lint(lint::Args),
    /// Print the findings of the compiler and `lint`, for editors
    Check(check::Args),
    /// List the images of jobs, or update their tags
    Images(images::Args),
    /// Show what jobs have and need: text, JSON, a diagram, a page
    Map(map::Args),
    /// Show changes, and their effect on running allocations
    Diff(diff::Args),
    /// Show what a deployment would do to the cluster
    Plan(deploy::PlanArgs),
    /// Deploy jobs to the cluster, and wait until they are healthy
    Deploy(deploy::DeployArgs),
    /// Show where the cluster differs from the job files
    Drift(drift::Args),
    /// Format HCL files, as `nomad fmt` would
    Fmt(fmt::Args),
    /// Start the language server for job files
    Lsp,
    /// List the templates, or copy them to the project
    Templates(templates::Args),
    /// Print the model of all blocks and attributes as JSON
    Schema(schema::Args),
    /// Print the completion script of a shell
    Completions(completions::Args),
    /// Print the manual page, or write one for each command
    Man(man::Args),
}

/// The commands and their options as clap knows them: for pages that are made of them, and to check a line of a document.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// What each exit code means: for pages that are made of it.
#[must_use]
pub const fn exit_codes() -> &'static [(u8, &'static str)] {
    &answer::CODES
}

/// The commands that can end with 1, and when each does: for pages that are made of it.
#[must_use]
pub const fn commands_that_answer_no() -> &'static [(&'static str, &'static str)] {
    &answer::NO
}

/// The whole command line of a project: parses the process's arguments, runs, prints, and gives the exit code.
#[must_use]
pub fn main(registry: Registry) -> ExitCode {
    run(registry, std::env::args_os())
}

/// The same for given arguments, the first of which is the program's name.
pub fn run(registry: Registry, arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(answer) = completions::answer(&arguments, Cli::command) {
        return exit(answer);
    }
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return answer(&error),
    };
    exit(execute(cli.command, registry))
}

/// Does what the line asks for if that needs no registry: help, the version, the message that it is wrong, and the
/// commands that work on plain files.
#[must_use]
pub fn without_registry(arguments: &[OsString]) -> Option<ExitCode> {
    if let Some(answer) = completions::answer(arguments, Cli::command) {
        return Some(exit(answer));
    }
    match Cli::try_parse_from(arguments) {
        Ok(Cli { command: Command::Fmt(args) }) => Some(exit(fmt::run(&args))),
        Ok(Cli { command: Command::Check(args) }) => Some(exit(check::run(&args))),
        Ok(Cli { command: Command::Templates(args) }) => Some(exit(templates::run(&args))),
        Ok(Cli { command: Command::Drift(args) }) if args.needs_no_registry() => {
            Some(exit(drift::run(&args, None)))
        }
        Ok(Cli { command: Command::Lsp }) => Some(exit(lsp::run())),
        Ok(Cli { command: Command::Schema(args) }) => Some(exit(schema::run(&args))),
        Ok(Cli { command: Command::Completions(args) }) => Some(exit(completions::run(&args))),
        Ok(Cli { command: Command::Man(args) }) => Some(exit(man::run(&args, Cli::command()))),
        // A project's files are those of its own jobwright.
        Ok(Cli { command: Command::Init(args) }) if args.is_new() || !versions::are_two() => {
            Some(exit(init::run(&args)))
        }
        Ok(Cli { command: Command::Import(args) }) if args.needs_no_registry() => {
            Some(exit(import::run(&args, None)))
        }
        // Whoever reads others' files in a clone of theirs need not want to run what is in it.
        Ok(Cli { command: Command::Import(_) }) => Some(exit(Err(not_built()?))),
        Ok(Cli { command: Command::Lint(args) }) if args.needs_no_registry() => {
            Some(exit(lint::run(&args, None)))
        }
        Ok(Cli { command: Command::Images(args) }) if args.needs_no_registry() => {
            Some(exit(images::run(&args, None)))
        }
        Ok(Cli { command: Command::Map(args) }) if args.needs_no_registry() => {
            Some(exit(map::run(&args, None)))
        }
        Ok(Cli { command: Command::Diff(args) }) if args.needs_no_registry() => {
            Some(exit(diff::run(&args, None)))
        }
        // Files need no project; in one, it is looked at whether they are stale.
        Ok(Cli { command: Command::Plan(args) }) if Project::here().is_err() => {
            Some(exit(deploy::plan(&args, None)))
        }
        Ok(Cli { command: Command::Deploy(args) }) if Project::here().is_err() => {
            Some(exit(deploy::run(&args, None)))
        }
        Ok(_) => None,
        // What this program does not know, another version may.
        Err(error) if error.use_stderr() && arguments.len() > 1 && versions::are_two() => None,
        Err(error) => Some(answer(&error)),
    }
}

/// What an import into the project here is told, whose program has never been built: it would be built and run.
fn not_built() -> Option<Error> {
    let project = Project::here().ok().filter(|project| !project.is_built())?;
    let message = "`import` would build and run the program of this project for the first time:";
    let help = "if you trust the project, run `jobwright gen` first; `--to hcl`, `--to json` and `--stdout` run nothing";
    Some(Error::new(ErrorKind::Project, message).path(project.root()).help(help))
}

fn exit(answer: Result<Answer, Error>) -> ExitCode {
    match answer {
        Ok(answer) => ExitCode::from(answer.code()),
        Err(error) => {
            print::error(&error);
            ExitCode::from(Answer::Failed.code())
        }
    }
}

/// Says that the project is built with another jobwright than this program, where that matters.
pub fn say_versions(project: &Project) {
    versions::say(project);
}

/// Prints an error as all commands do.
pub fn report(error: &Error) {
    print::error(error);
}

/// Prints help or what is wrong with the line, each with its exit code.
fn answer(error: &clap::Error) -> ExitCode {
    match error.kind() {
        Kind::DisplayHelp
        | Kind::DisplayVersion
        | Kind::DisplayHelpOnMissingArgumentOrSubcommand => print::help(error),
        _ => print::error(&usage::error(error, &Cli::command())),
    }
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

fn execute(command: Command, registry: Registry) -> Result<Answer, Error> {
    match command {
        Command::Gen(args) => generate::run(&args, registry),
        Command::List(args) => list::run(&args, registry),
        Command::Show(args) => show::run(&args, registry),
        Command::Init(args) => init::run(&args),
        Command::New(args) => new::run(*args, &registry),
        Command::Import(args) => import::run(&args, Some(registry)),
        Command::Lint(args) => lint::run(&args, Some(registry)),
        Command::Check(args) => check::run(&args),
        Command::Images(args) => images::run(&args, Some(registry)),
        Command::Map(args) => map::run(&args, Some(registry)),
        Command::Diff(args) => diff::run(&args, Some(registry)),
        Command::Plan(args) => deploy::plan(&args, Some(registry)),
        Command::Deploy(args) => deploy::run(&args, Some(registry)),
        Command::Drift(args) => drift::run(&args, Some(registry)),
        Command::Fmt(args) => fmt::run(&args),
        Command::Templates(args) => templates::run(&args),
        Command::Lsp => lsp::run(),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args, Cli::command()),
    }
}
