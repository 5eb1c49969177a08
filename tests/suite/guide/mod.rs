//! The guide: each block of code in its pages is compiled, parsed or played, each command exists, each link leads
//! somewhere, and the reference is what the code says.

mod blocks;
mod commands;
mod exit_codes;
mod links;
mod on_an_agent;
mod page;
mod pictures;
mod played;
mod reference;
mod rules;
mod screen;
mod unplayed;
mod walkthrough;
mod worked;
mod written;

pub use walkthrough::Walkthrough;
