//! `cargo xtask record corpus`: what Nomad reads in the project's own job files.
pub fn record(_: &std::path::Path, _: &std::path::Path) -> crate::step::Outcome {
    Ok(())
}
