//! The program of this project: its registry, with all commands.

use std::process::ExitCode;

jobwright::registry!();

fn main() -> ExitCode {
    jobwright::cli::main(REGISTRY)
}
