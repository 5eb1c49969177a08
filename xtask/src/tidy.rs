//! `cargo xtask tidy`: everything into its format, then what can be checked in seconds.

use crate::step::{self, Outcome, cargo};

/// What `jobwright fmt` lays out; the files of tests/corpus are as people have them.
const HCL: [&str; 3] = ["out", "registry", "tests/suite"];

pub fn run() -> Outcome {
    step::run(&mut cargo(&["fmt", "--all"]))?;
    step::run(&mut cargo(&["run", "--quiet", "--", "gen"]))?;
    step::run(cargo(&["run", "--quiet", "--", "fmt"]).args(HCL))?;
    let clippy = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
    step::run(&mut cargo(&clippy))?;
    step::run(&mut step::suite(["tidy", "modules", "language"]))
}
