//! The language server: answers what editors ask of job files, with the code of `lint`, `fmt` and
//! `read`.
//!
//! From the bottom up: `transport` frames messages, `position` and `uri` convert locations;
//! `documents` are the open documents; `scope` finds what the jobspec has at an offset, and `names`
//! where a name is defined and used. The answers build on these, a file each; `folder` checks the
//! files of a directory, `diagnostics` publishes the findings, and `server` is the loop.

mod actions;
mod complete;
mod definitions;
mod describe;
mod diagnostics;
mod documents;
mod folder;
mod folding;
mod format;
mod generated;
mod hover;
mod lens;
mod names;
mod position;
mod rename;
mod scope;
mod server;
mod symbols;
mod transport;
mod uri;
mod values;
mod workspace;

pub use server::{Ended, serve};
