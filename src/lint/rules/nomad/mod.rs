//! Nomad's own rules, as far as they need no server: what it refuses, and what it warns of.

mod auto_promote;
mod block_names;
mod bounds;
mod choices;
mod cni_args;
mod crons;
mod csi_directories;
mod disconnects;
mod dispatch_files;
mod empty_texts;
pub mod enterprise;
mod given;
mod hostnames;
mod ignored_collisions;
mod job_ids;
mod job_types;
mod judged_jobs;
mod leaders;
mod max_parallel;
mod meta_keys;
mod migrate_times;
mod mount_options;
mod nothing_to_run;
mod old_cron;
mod old_networks;
mod per_alloc;
mod periodic_times;
mod port_labels_twice;
pub mod replaced_job;
mod required;
mod reschedule_attempts;
mod reschedule_times;
mod restart_attempts;
mod service_names;
mod since;
mod static_ports_twice;
mod system_count;
mod time_zones;
mod ui_description;
mod undefined_volumes;
mod update_times;
mod volume_access;

use crate::jobspec::{Block, Field};
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
];

/// Whether Nomad looks at a field of a block at all: some it judges only where others say so.
fn is_judged(block: &dyn Block, field: &Field, scope: &Scope<'_, '_>) -> bool {
    judged_jobs::is_judged(block, field, scope)
}
