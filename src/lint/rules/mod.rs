//! The rules.

pub mod enterprise;
mod extras;
mod house;
pub mod names;
pub mod port_labels;
pub mod routes;
mod service_names;
mod static_ports;
mod texts;
mod variables;
mod volumes;

use super::Context;
use crate::diagnostic::Diagnostic;
use crate::jobspec::Job;

/// A rule that looks at one job at a time.
pub type JobRule = fn(&Job, &Context<'_>, &mut Vec<Diagnostic>);

/// All of them.
pub const JOB: &[JobRule] = &[
    house::check,
    static_ports::check,
    volumes::check,
    port_labels::check,
    service_names::check,
    enterprise::check,
    extras::check,
    texts::check,
];
