//! `cargo xtask tidy`: everything into its format, then what can be checked in seconds.

use crate::step::{self, Outcome, cargo};

pub fn run() -> Outcome {
    step::run(&mut cargo(&["fmt", "--all"]))?;
    step::run(&mut cargo(&["run", "--quiet", "--", "gen"]))?;
    step::run(&mut cargo(&["run", "--quiet", "--", "fmt", "."]))?;
    step::run(&mut cargo(&[
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    step::run(&mut cargo(&[
        "test",
        "--quiet",
        "--package",
        "jobwright",
        "--test",
        "suite",
        "--",
        "tidy",
        "modules",
        "language",
    ]))
}
