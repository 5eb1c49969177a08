//! What `diff` says a change does to allocations, beside what a real agent plans and does.

mod edits;
mod plan;
mod planned;
