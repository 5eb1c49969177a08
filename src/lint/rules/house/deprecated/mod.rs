//! Old forms, for which there are newer ones.

pub mod mounts;
pub mod port_map;
pub mod vault_policies;
