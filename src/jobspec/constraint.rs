//! `constraint`: a condition that a node must meet.

use super::{Attr, Base, Block, IntoAttr, Source};

/// A condition on the node: an attribute, an operator and a value.
///
/// ```hcl
/// constraint {
///   attribute = "${attr.unique.hostname}"
///   operator  = "regexp"
///   value     = "^node-[0-9]+$"
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Constraint;
/// let linux = Constraint::new("${attr.kernel.name}", "linux");
/// let nodes = Constraint::regexp("${attr.unique.hostname}", "^node-[0-9]+$");
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "constraint", go = "Constraint", constructor)]
pub struct Constraint {
    /// What is looked at, such as `${attr.kernel.name}` or `${node.class}`.
    #[field(json = "LTarget", zero)]
    pub attribute: Option<Attr<String>>,
    /// How the two are compared.
    #[field(json = "Operand", zero, default = "=")]
    pub operator: Option<Attr<String>>,
    /// What it is compared with.
    #[field(json = "RTarget", zero)]
    pub value: Option<Attr<String>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Constraint {
    /// The attribute equals the value.
    #[must_use]
    #[track_caller]
    pub fn new(attribute: impl IntoAttr<String>, value: impl IntoAttr<String>) -> Self {
        let mut constraint = Self::blank().attribute(attribute).value(value);
        constraint.base.source = Source::here();
        constraint
    }

    /// The attribute matches a regular expression of Go's dialect.
    #[must_use]
    #[track_caller]
    pub fn regexp(attribute: impl IntoAttr<String>, pattern: impl IntoAttr<String>) -> Self {
        Self::new(attribute, pattern).operator("regexp")
    }

    /// The attribute is a version that the comparison allows, such as `>= 1.29, < 2.0`.
    #[must_use]
    #[track_caller]
    pub fn version(attribute: impl IntoAttr<String>, comparison: impl IntoAttr<String>) -> Self {
        Self::new(attribute, comparison).operator("version")
    }

    /// The attribute is set, whatever its value.
    #[must_use]
    #[track_caller]
    pub fn is_set(attribute: impl IntoAttr<String>) -> Self {
        let mut constraint = Self::blank().attribute(attribute).operator("is_set");
        constraint.base.source = Source::here();
        constraint
    }

    /// No two allocations of the group (or job) share a node.
    #[must_use]
    #[track_caller]
    pub fn distinct_hosts() -> Self {
        let mut constraint = Self::blank().operator("distinct_hosts").value("true");
        constraint.base.source = Source::here();
        constraint
    }
}
