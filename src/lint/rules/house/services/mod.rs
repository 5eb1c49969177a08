//! Services, their checks and their ports.

pub mod check_port;
pub mod docker_ports;
pub mod shutdown_delay;
pub mod static_port_count;
pub mod without_check;
