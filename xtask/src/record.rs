//! `cargo xtask record`: results that are committed, written anew by what gave them.

use std::path::PathBuf;

use clap::Subcommand;

use crate::corpus;
use crate::step::{self, Outcome};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// What people see: snapshots, cases of the language server, pages of the guide
    Snapshots {
        /// Which tests of the suite, as for `cargo test`: take the narrowest
        #[arg(required = true)]
        filter: Vec<String>,
    },
    /// What Nomad answers where it is newer than that of the tests
    Nomad {
        /// The nomad program, of the version that the records are of
        #[arg(value_name = "PROGRAM")]
        nomad: PathBuf,
    },
    /// What Nomad reads in the job files of tests/corpus
    Corpus {
        /// The nomad program, of the version of the tests
        #[arg(value_name = "PROGRAM")]
        nomad: PathBuf,
    },
}

pub fn run(args: &Args) -> Outcome {
    match &args.what {
        What::Snapshots { filter } => {
            let mut tests = step::suite(filter.iter().map(String::as_str));
            step::run(tests.env("INSTA_UPDATE", "always").env("JOBWRIGHT_UPDATE", "1"))?;
            step::run(step::program("git").args(["diff", "--stat"]))?;
            eprintln!("Read the difference before you commit it: `git diff`.");
            Ok(())
        }
        What::Nomad { nomad } => {
            let nomad = step::found(nomad)?;
            let mut tests = step::suite(["jobspec", "read::quirks", "eval::recorded"]);
            step::run(tests.env("JOBWRIGHT_NOMAD", nomad).env("JOBWRIGHT_RECORD", "1"))
        }
        What::Corpus { nomad } => {
            corpus::record(&step::found(nomad)?, &crate::root().join("tests/corpus"))
        }
    }
}
