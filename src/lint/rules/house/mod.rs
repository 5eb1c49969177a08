//! The house's rules: what Nomad accepts, and what goes wrong all the same.

pub mod allowances;
mod artifacts;
mod datacenters;
mod definition;
mod dependency_cycle;
mod deployment;
mod deprecated;
mod dns_names;
mod driver_config;
mod extras;
pub mod hidden;
mod images;
mod memory_max;
mod misread;
pub mod names;
mod periodic;
mod placement;
pub mod port_labels;
mod references;
mod replaced;
mod resources;
mod routes;
mod second_writers;
mod secrets;
mod security;
mod service_clash;
mod services;
mod single_node_volumes;
mod site;
mod site_limits;
mod static_port_clash;
mod static_ports;
mod task_scaling;
mod template_keys;
mod templates;
mod unknown_service;
mod unplaceable;
mod unrepresentable;
mod updates;
mod variable_names;
mod variables;
mod volumes;

use crate::lint::Rule;

/// The house's rules, in the order in which they look.
pub const RULES: &[&Rule] = &[
    &names::RULE,
    &routes::names::RULE,
    &routes::parts::RULE,
    &routes::same::RULE,
    &routes::swallows::RULE,
    &routes::unknown::RULE,
    &definition::RULE,
    &static_ports::RULE,
    &volumes::UNDECLARED,
    &volumes::MODE,
    &port_labels::RULE,
    &extras::RULE,
    &variable_names::RULE,
    &unrepresentable::RULE,
    &variables::RULE,
    &replaced::RULE,
    &images::untagged::RULE,
    &images::latest::RULE,
    &images::mutable_tag::RULE,
    &images::literal::RULE,
    &images::pull_deadline::RULE,
    &services::without_check::RULE,
    &services::check_port::RULE,
    &services::docker_ports::RULE,
    &services::shutdown_delay::RULE,
    &services::static_port_count::RULE,
    &placement::spread::RULE,
    &updates::auto_revert::RULE,
    &updates::canary_promote::RULE,
    &updates::scaling_count::RULE,
    &templates::herd::RULE,
    &templates::blocks::RULE,
    &templates::vault::RULE,
    &templates::syntax::RULE,
    &templates::functions::RULE,
    &resources::cpu_unset::RULE,
    &resources::memory_unset::RULE,
    &resources::kill_timeout::RULE,
    &resources::default_logs::RULE,
    &resources::log_rotation::RULE,
    &resources::logs_exceed_disk::RULE,
    &security::privileged::RULE,
    &security::host_network::RULE,
    &security::host_namespace::RULE,
    &security::docker_socket::RULE,
    &security::host_path::RULE,
    &security::host_bind::RULE,
    &security::raw_exec::RULE,
    &security::cap_drop::RULE,
    &security::read_only_root::RULE,
    &security::root_user::RULE,
    &artifacts::checksum::RULE,
    &artifacts::http::RULE,
    &periodic::overlap::RULE,
    &periodic::daylight_saving::RULE,
    &deprecated::port_map::RULE,
    &deprecated::mounts::RULE,
    &deprecated::vault_policies::RULE,
    &dns_names::RULE,
    &driver_config::RULE,
    &misread::RULE,
    &hidden::RULE,
    &task_scaling::RULE,
    &static_port_clash::RULE,
    &second_writers::RULE,
    &single_node_volumes::RULE,
    &service_clash::RULE,
    &unknown_service::RULE,
    &dependency_cycle::RULE,
    &deployment::UNKNOWN,
    &deployment::CYCLE,
    &deployment::CATEGORY,
    &secrets::RULE,
    &references::RULE,
    &template_keys::RULE,
    &site_limits::RULE,
    &memory_max::RULE,
    &unplaceable::RULE,
    &datacenters::RULE,
    &site::RULE,
    &allowances::RULE,
];
