//! Nomad's own rules, as far as they need no server: what it refuses, and what it warns of.

mod bounds;
mod choices;
pub mod enterprise;
mod required;
mod service_names;
mod since;

use crate::jobspec::{Block, Field};
use crate::lint::{Rule, Scope};

/// Nomad's rules, in the order in which they look.
pub const RULES: &[&Rule] = &[
    &since::RULE,
    &required::RULE,
    &choices::RULE,
    &bounds::RULE,
    &service_names::RULE,
    &enterprise::RULE,
];

/// Whether Nomad looks at a field of a block at all: some it judges only where others say so.
fn is_judged(block: &dyn Block, field: &Field, scope: &Scope<'_, '_>) -> bool {
    _ = (block, field, scope);
    true
}
