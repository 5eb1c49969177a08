//! Nomad's own rules, as far as they need no server: what it refuses, and what it warns of.

mod action_name;
mod affinity_weight;
mod artifact_checksum;
mod artifact_destination;
mod auto_promote;
mod block_names;
mod bounds;
mod change_mode;
mod choices;
mod cni_args;
mod condition;
mod constraint_attribute;
mod constraint_value;
mod cpu_or_cores;
mod crons;
mod csi_directories;
mod device_name;
mod disconnects;
mod dispatch_files;
mod distinct_place;
mod empty_texts;
pub mod enterprise;
mod given;
mod hostnames;
mod identity;
mod identity_risk;
mod ignored_collisions;
mod iops;
mod job_ids;
mod job_types;
mod judged_jobs;
mod kill_timeout;
mod leaders;
mod logs_fit_disk;
mod max_parallel;
mod memory_max;
mod meta_keys;
mod migrate_times;
mod mount_options;
mod nothing_to_run;
mod numa_device;
mod old_cron;
mod old_networks;
mod paths;
mod per_alloc;
mod periodic_times;
mod port_labels_twice;
mod proxy_task;
mod regexp;
pub mod replaced_job;
mod required;
mod reschedule_attempts;
mod reschedule_times;
mod restart_attempts;
mod scaling_bounds;
mod scaling_resource;
mod secret_name;
mod secret_provider;
mod service_names;
mod since;
mod spread_targets;
mod static_ports_twice;
mod system_count;
mod system_task_affinity;
mod task_name;
mod template_content;
mod template_destination;
mod template_perms;
mod template_wait;
mod time_zones;
mod ui_description;
mod undefined_volumes;
mod update_times;
mod vault_grace;
mod vault_identity;
mod version_constraint;
mod versions;
mod volume_access;

use crate::jobspec::{Attr, Block, Field, Identity};
use crate::lint::{Rule, Scope};

/// Nomad's rules, in the order in which they look.
pub const RULES: &[&Rule] = &[
    &since::RULE,
    &required::RULE,
    &choices::RULE,
    &bounds::RULE,
    &job_ids::RULE,
    &empty_texts::RULE,
    &block_names::RULE,
    &nothing_to_run::RULE,
    &job_types::RULE,
    &system_count::RULE,
    &ui_description::RULE,
    &leaders::RULE,
    &periodic_times::RULE,
    &crons::RULE,
    &old_cron::RULE,
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
    &old_networks::RULE,
    &per_alloc::RULE,
    &volume_access::RULE,
    &mount_options::RULE,
    &undefined_volumes::RULE,
    &csi_directories::RULE,
    &replaced_job::RULE,
    &service_names::RULE,
    &enterprise::RULE,
    &task_name::RULE,
    &kill_timeout::RULE,
    &proxy_task::RULE,
    &system_task_affinity::RULE,
    &distinct_place::RULE,
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

/// Whether Nomad looks at a field of a block at all: some it judges only where others say so.
fn is_judged(block: &dyn Block, field: &Field, scope: &Scope<'_, '_>) -> bool {
    judged_jobs::is_judged(block, field, scope)
}

/// A text as Nomad takes it: an absent one is empty. Nothing for an expression.
fn known(attr: &Option<Attr<String>>) -> Option<&str> {
    attr.as_ref().map_or(Some(""), Attr::as_str)
}

/// Whether a text is 1 to 128 letters, digits and these.
fn is_word(text: &str, others: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_alphanumeric() || others.contains(letter);
    (1..=128).contains(&text.len()) && text.chars().all(letter)
}

/// Whether an identity is the task's, and not that of a service or a proxy.
fn is_of_task(identity: &Identity, scope: &Scope<'_, '_>) -> bool {
    let place: *const Identity = identity;
    scope.task.is_some_and(|task| task.identities.as_ptr_range().contains(&place))
}
