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
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 80)]
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

/// The root directory of the repository.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Reads a file of the repository.
fn read(path: &str) -> Outcome<String> {
    let path = root().join(path);
    std::fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The commands between backticks, each as its words.
    fn commands(text: &str) -> Vec<Vec<String>> {
        let spans = text.split('`').filter(|span| span.starts_with("cargo xtask "));
        let words = |span: &str| {
            // What is quoted is one word.
            let parts = span.split('"').enumerate();
            let words = parts.flat_map(|(index, part)| match index % 2 {
                0 => part.split_whitespace().map(str::to_owned).collect(),
                _ => vec![part.to_owned()],
            });
            words.skip(1).collect()
        };
        spans.map(words).collect()
    }

    #[test]
    fn every_task_that_is_named_is_there() {
        let named = commands(&read("CONTRIBUTING.md").expect("the page"));
        for command in &named {
            let parsed = Cli::try_parse_from(command);
            let answered = parsed.map(|_| ()).map_err(|error| error.to_string());
            assert_eq!(answered, Ok(()), "{command:?}");
        }
        let tasks: std::collections::BTreeSet<&String> =
            named.iter().filter_map(|command| command.get(1)).collect();
        assert_eq!(tasks.len(), 5, "{tasks:?}");
    }
}
