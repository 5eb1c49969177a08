//! `cargo xtask check`: what CI runs.

use crate::step::{self, Outcome, program};

#[derive(clap::Args)]
pub struct Args {
    /// Run the part that takes minutes: no Nomad, no Ansible, no release
    #[arg(long)]
    fast: bool,
}

pub fn run(args: &Args) -> Outcome {
    let script = if args.fast { ".ci/fast" } else { ".ci/run" };
    let mut command = program("bash");
    command.arg(script);
    // The job files of strangers stand beside few checkouts; the project's own are in all.
    if !args.fast && std::env::var_os("JOBWRIGHT_REQUIRE_CORPUS").is_none() {
        let strangers = crate::root().join("../shared/corpus/jobs").is_dir();
        command.env("JOBWRIGHT_REQUIRE_CORPUS", if strangers { "1" } else { "0" });
    }
    step::run(&mut command)
}
