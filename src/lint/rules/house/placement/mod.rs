//! Where allocations run.

pub mod spread;
