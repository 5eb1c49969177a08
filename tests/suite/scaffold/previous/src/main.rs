//! The program of this project.

use std::process::ExitCode;

jobwright::registry!();

fn main() -> ExitCode {
    jobwright::cli::main(REGISTRY)
}
