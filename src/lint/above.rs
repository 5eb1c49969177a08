//! The blocks around a location.

use crate::diagnostic::means;
use crate::jobspec::{Allowance, Base};

/// The blocks around a location, from the inside out.
#[derive(Clone, Copy, Debug)]
pub struct Above<'b> {
    pub base: &'b Base,
    pub outer: Option<&'b Above<'b>>,
}

impl<'b> Above<'b> {
    /// The nearest allowance for a rule.
    pub fn allowance(&self, rule: &str) -> Option<&'b Allowance> {
        let own = self.base.allowances.iter().find(|allowance| means(&allowance.rule, rule));
        own.or_else(|| self.outer.and_then(|outer| outer.allowance(rule)))
    }
}
