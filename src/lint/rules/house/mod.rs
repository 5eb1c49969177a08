//! The house's rules: what Nomad takes, and what goes wrong all the same.

mod definition;
mod extras;
pub mod names;
pub mod port_labels;
mod replaced;
mod routes;
mod static_ports;
mod texts;
mod variable_names;
mod variables;
mod volumes;

use crate::lint::{Rule, allow};

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
    &texts::RULE,
    &variables::RULE,
    &replaced::RULE,
    &allow::RULE,
];
