//! The integration tests, in one binary: one module per feature.
//!
//! What people see is compared whole, with `snapshots/` beside each test. After a change of words, this records all of
//! them anew; read the difference before you commit it:
//!
//! ```text
//! INSTA_UPDATE=always cargo test --package jobwright --test suite
//! ```

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

mod ci;
mod cli;
mod deploy;
mod diff;
mod effects;
mod eval;
mod fmt;
mod growth;
mod guide;
mod hcl_rs;
mod helpers;
mod house;
mod images;
mod import;
mod jobspec;
mod language;
mod lint;
mod lsp;
mod map;
mod modules;
mod order;
mod origin;
mod parity;
mod places;
mod read;
mod registry;
mod report;
mod route_findings;
mod routes;
mod scaffold;
mod second_reader;
mod strings;
mod support;
mod syntax;
mod tidy;
mod traefik;
mod variables;
