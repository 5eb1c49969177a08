//! The rules.

pub mod enterprise;
mod extras;
mod house;
pub mod names;
pub mod port_labels;
mod replaced;
pub mod routes;
mod service_names;
mod static_ports;
mod texts;
mod variable_names;
mod variables;
mod volumes;

use super::Rule;

/// All rules, in the order in which they look.
pub const RULES: &[&Rule] = &[
    &names::RULE,
    &routes::names::RULE,
    &routes::parts::RULE,
    &routes::same::RULE,
    &routes::swallows::RULE,
    &routes::unknown::RULE,
    &house::RULE,
    &static_ports::RULE,
    &volumes::UNDECLARED,
    &volumes::MODE,
    &port_labels::RULE,
    &service_names::RULE,
    &enterprise::RULE,
    &extras::RULE,
    &variable_names::RULE,
    &texts::RULE,
    &variables::RULE,
    &replaced::RULE,
];
