//! Constraints and affinities, which compare in the same ways.

use super::given::{at, text};
use crate::jobspec::{Affinity, Attr, Block, Constraint, Location};

/// A constraint or an affinity.
pub struct Condition<'b> {
    /// The block's name.
    pub name: &'static str,
    operator: &'b Option<Attr<String>>,
    value: &'b Option<Attr<String>>,
}

impl<'b> Condition<'b> {
    /// A block, if it is one of the two.
    pub fn of(block: &'b dyn Block) -> Option<Self> {
        let any = block.as_any();
        if let Some(Constraint { operator, value, .. }) = any.downcast_ref() {
            return Some(Self { name: "constraint", operator, value });
        }
        let Affinity { operator, value, .. } = any.downcast_ref()?;
        Some(Self { name: "affinity", operator, value })
    }

    /// How it compares, as far as that is known: an absent operator is `=`.
    pub fn operator(&self) -> Option<&'b str> {
        text(self.operator).map(|operator| if operator.is_empty() { "=" } else { operator })
    }

    /// What it compares with, as far as that is known: an absent value is an empty text.
    pub fn value(&self) -> Option<&'b str> {
        text(self.value)
    }

    /// Where the value is, or else the operator.
    pub fn location(&self) -> Location {
        at(self.value).or(at(self.operator))
    }
}
