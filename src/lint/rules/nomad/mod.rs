//! Nomad's own rules, as far as they need no server: what it refuses, and what it warns of.

mod action_name;
mod affinity_weight;
mod artifact_checksum;
mod artifact_destination;
mod auto_promote;
mod block_names;
mod bounds;
mod change_mode;
mod check_address_mode;
mod check_notes;
mod check_path;
mod check_port;
mod check_restart;
mod check_task;
mod check_twice;
mod check_type;
mod choices;
mod cni_args;
mod condition;
mod connect_kind;
mod connect_native;
mod connect_native_port;
mod connect_scope;
mod constraint_attribute;
mod constraint_value;
mod consul_checks;
mod cpu_or_cores;
mod cron_deprecated;
mod crons;
mod csi_directories;
mod device_name;
mod disconnects;
mod dispatch_files;
mod distinct_scope;
mod empty_strings;
pub mod enterprise;
mod gateway_address;
mod gateway_ingress;
mod gateway_kind;
mod gateway_terminating;
mod given;
mod hostnames;
mod identity;
mod identity_risk;
mod ignored_collisions;
mod iops;
mod job_ids;
mod job_types;
mod judged;
mod kill_deadline;
mod leaders;
mod logs_fit_disk;
mod max_parallel;
mod mbits_deprecated;
mod memory_max;
mod meta_keys;
mod migrate_times;
mod mount_options;
mod nomad_checks;
mod nothing_to_run;
mod numa_device;
mod paths;
mod per_alloc;
mod periodic_times;
mod port_labels_twice;
mod proxy_task;
mod regexp;
mod repeated;
pub mod replaced_job;
mod required;
mod reschedule_attempts;
mod reschedule_times;
mod restart_attempts;
mod scaling_bounds;
mod scaling_resource;
mod secret_name;
mod secret_provider;
mod service_address_mode;
mod service_identity;
mod service_names;
mod service_port;
mod service_providers;
mod service_shutdown_delay;
mod service_task;
mod service_twice;
mod since;
mod spread_targets;
mod static_ports_twice;
mod system_count;
mod task_name;
mod task_network_deprecated;
mod template_content;
mod template_destination;
mod template_perms;
mod template_wait;
mod time_zones;
mod transparent_proxy;
mod ui_description;
mod undefined_volumes;
mod update_times;
mod vault_grace;
mod vault_identity;
mod version_constraint;
mod versions;
mod volume_access;

use crate::lint::Rule;

/// Nomad's rules, in the order in which they look.
pub const RULES: &[&Rule] = &[
    &since::RULE,
    &required::RULE,
    &choices::RULE,
    &bounds::RULE,
    &job_ids::RULE,
    &empty_strings::RULE,
    &block_names::RULE,
    &nothing_to_run::RULE,
    &job_types::RULE,
    &system_count::RULE,
    &ui_description::RULE,
    &leaders::RULE,
    &periodic_times::RULE,
    &crons::RULE,
    &time_zones::RULE,
    &meta_keys::RULE,
    &dispatch_files::RULE,
    &update_times::RULE,
    &auto_promote::RULE,
    &max_parallel::RULE,
    &restart_attempts::RULE,
    &reschedule_times::RULE,
    &reschedule_attempts::RULE,
    &migrate_times::RULE,
    &disconnects::RULE,
    &port_labels_twice::RULE,
    &static_ports_twice::RULE,
    &ignored_collisions::RULE,
    &cni_args::RULE,
    &hostnames::RULE,
    &per_alloc::RULE,
    &volume_access::RULE,
    &mount_options::RULE,
    &undefined_volumes::RULE,
    &csi_directories::RULE,
    &replaced_job::RULE,
    &service_names::RULE,
    &service_address_mode::RULE,
    &service_task::RULE,
    &service_twice::RULE,
    &service_providers::RULE,
    &service_port::RULE,
    &service_identity::RULE,
    &service_shutdown_delay::RULE,
    &check_type::RULE,
    &check_path::RULE,
    &check_port::RULE,
    &check_task::RULE,
    &check_twice::RULE,
    &check_address_mode::RULE,
    &check_restart::RULE,
    &check_notes::RULE,
    &nomad_checks::RULE,
    &consul_checks::RULE,
    &connect_scope::RULE,
    &connect_kind::RULE,
    &connect_native::RULE,
    &connect_native_port::RULE,
    &transparent_proxy::RULE,
    &gateway_kind::RULE,
    &gateway_address::RULE,
    &gateway_ingress::RULE,
    &gateway_terminating::RULE,
    &mbits_deprecated::RULE,
    &task_network_deprecated::RULE,
    &cron_deprecated::RULE,
    &enterprise::RULE,
    &task_name::RULE,
    &kill_deadline::RULE,
    &proxy_task::RULE,
    &distinct_scope::RULE,
    &cpu_or_cores::RULE,
    &memory_max::RULE,
    &device_name::RULE,
    &numa_device::RULE,
    &logs_fit_disk::RULE,
    &iops::RULE,
    &template_content::RULE,
    &template_destination::RULE,
    &template_perms::RULE,
    &template_wait::RULE,
    &vault_grace::RULE,
    &artifact_destination::RULE,
    &artifact_checksum::RULE,
    &change_mode::RULE,
    &vault_identity::RULE,
    &secret_name::RULE,
    &secret_provider::RULE,
    &identity::RULE,
    &identity_risk::RULE,
    &action_name::RULE,
    &scaling_bounds::RULE,
    &scaling_resource::RULE,
    &constraint_value::RULE,
    &constraint_attribute::RULE,
    &regexp::RULE,
    &version_constraint::RULE,
    &affinity_weight::RULE,
    &spread_targets::RULE,
];
