//! `cargo xtask new-rule`.
use crate::step::Outcome;
#[derive(clap::Args)]
pub struct Args {
    name: String,
}
pub fn run(_: &std::path::Path, _: &Args) -> Outcome {
    Ok(())
}
