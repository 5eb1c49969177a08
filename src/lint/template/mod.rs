//! Templates, judged as a client of Nomad does before it starts a task, and nothing does before.
//!
//! `parse` finds what a client would refuse, and which functions are called. It judges no more than that: whether a field is
//! there, and whether a function takes its arguments, is known when the template is rendered.

mod calls;
mod functions;
mod literal;
mod parser;
mod pipeline;
mod unexpected;

pub use calls::{Call, calls};
pub use functions::{SPRIG, functions, is_function};
pub use parser::parse;
