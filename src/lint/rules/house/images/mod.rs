//! Images of containers.

pub mod latest;
pub mod literal;
pub mod mutable_tag;
pub mod pull_deadline;
pub mod untagged;
