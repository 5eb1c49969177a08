//! The integration tests, in one binary: one module per feature.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

mod cli;
mod deploy;
mod eval;
mod fmt;
mod hcl_rs;
mod import;
mod jobspec;
mod parity;
mod read;
mod registry;
mod second_reader;
mod strings;
mod support;
mod syntax;
mod tidy;
mod variables;
