//! What people who work on jobwright do often: `cargo xtask`. CONTRIBUTING.md says when.

mod check;
mod corpus;
mod facts;
mod new_rule;
mod record;
mod step;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use step::Outcome;

/// Does what people who work on jobwright do often; CONTRIBUTING.md says when.
#[derive(Parser)]
#[command(name = "cargo xtask", max_term_width = 80)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Bring schema/jobspec.json up to Nomad's API package
    Facts(facts::Args),
    /// Write recorded results anew: snapshots, or the answers of Nomad
    Record(record::Args),
    /// Format everything, then run the checks that take seconds
    Tidy,
    /// Run what CI runs
    Check(check::Args),
    /// Add a lint rule with its file, its entry and its test case
    NewRule(new_rule::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Facts(args) => facts::run(&args),
        Command::Record(args) => record::run(&args),
        Command::Tidy => tidy::run(),
        Command::Check(args) => check::run(&args),
        Command::NewRule(args) => new_rule::run(&root(), &args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of the repository.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Reads a file of the repository.
fn read(path: &str) -> Outcome<String> {
    let path = root().join(path);
    std::fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))
}
