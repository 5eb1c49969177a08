//! The language server, driven as an editor drives it: over the standard streams of the program.

mod cases;
mod client;
mod completion;
mod corpus;
mod edits;
mod hostile;
mod neovim;
mod outline;
mod rust;
mod speed;
mod workspace;
