//! What tasks take of a node: processor, memory, time and disk.

pub mod cpu_unset;
pub mod default_logs;
pub mod kill_timeout;
pub mod log_rotation;
pub mod logs_exceed_disk;
pub mod memory_unset;
