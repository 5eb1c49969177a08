//! `cargo xtask check`: what CI runs, or a part of it with more cases.

use std::path::PathBuf;

use crate::step::{self, Outcome, program};

#[derive(clap::Args)]
pub struct Args {
    /// Run the part that takes minutes: no Nomad, no Ansible, no release
    #[arg(long)]
    fast: bool,
    /// Let this nomad program judge, in place of the one that the tests build
    #[arg(long, value_name = "PROGRAM", conflicts_with = "fast")]
    nomad: Option<PathBuf>,
    /// Only try this many variants of job files on the reader, the formatter and the commands
    #[arg(long, value_name = "COUNT", conflicts_with = "fast")]
    variants: Option<u32>,
    /// The seed of the variants
    #[arg(long, value_name = "NUMBER", requires = "variants", default_value_t = 1)]
    seed: u64,
}

/// The tests that try variants.
const VARIANTS: [&str; 3] = ["fmt::variants", "read::variants", "cli::untrusted::no_variant"];

pub fn run(args: &Args) -> Outcome {
    let mut command = if let Some(count) = args.variants {
        let mut tests = step::suite(VARIANTS);
        tests.env("JOBWRIGHT_VARIANTS", count.to_string());
        tests.env("JOBWRIGHT_SEED", args.seed.to_string());
        tests
    } else {
        let mut script = program("bash");
        script.arg(if args.fast { ".ci/fast" } else { ".ci/run" });
        script
    };
    if let Some(nomad) = &args.nomad {
        command.env("JOBWRIGHT_NOMAD", step::found(nomad)?);
    }
    // Few checkouts have the job files of strangers beside them; all have the project's own.
    if !crate::root().join("../shared/corpus/jobs").is_dir() {
        command.env("JOBWRIGHT_REQUIRE_CORPUS", "0");
    }
    step::run(&mut command)
}
