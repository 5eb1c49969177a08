//! The language server: what editors ask of job files, answered by the code that `lint`, `fmt` and `read` are.
//!
//! From the bottom up: `transport` frames messages, `position` and `uri` say where; `documents` are the open texts; `scope`
//! says what the jobspec has at a place, and `names` where a name is defined and used. On them stand the answers, a file
//! each; `folder` judges the files of a directory, `diagnostics` publishes that, and `server` is the loop.

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
