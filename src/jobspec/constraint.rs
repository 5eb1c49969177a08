//! `constraint`: a condition that a node must meet.

use crate::jobspec::{Attr, Base, Block, IntoAttr, Location, Operator, written_at};

/// A condition on the node: an attribute, an operator and a value. Every kind of condition has a constructor; all
/// of them print the three attributes, the form that Nomad honours for every operator.
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
/// let apart = Constraint::distinct_property("${meta.rack}", 2);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "constraint", go = "Constraint", special = Constraint, constructor)]
pub struct Constraint {
    /// What is looked at, such as `${attr.kernel.name}` or `${node.class}`.
    #[field(json = "LTarget", zero)]
    pub attribute: Option<Attr<String>>,
    /// How the two are compared.
    #[field(
        json = "Operand", zero, default = "=",
        one_of = [
            "=", "==", "is", "!=", "not", "<", "<=", ">", ">=", "regexp", "version", "semver",
            "set_contains", "set_contains_all", "set_contains_any", "is_set", "is_not_set",
            "distinct_hosts", "distinct_property", ""
        ],
        choice = Operator
    )]
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
        let block = Self::blank().attribute(attribute).value(value);
        written_at(block, Location::here())
    }

    /// The comparison holds: `=`, `!=`, `<`, `<=`, `>` or `>=`, the last four by the order of strings or numbers.
    #[must_use]
    #[track_caller]
    pub fn compare(
        attribute: impl IntoAttr<String>,
        operator: impl IntoAttr<Operator>,
        value: impl IntoAttr<String>,
    ) -> Self {
        let block = Self::blank().attribute(attribute).operator(operator).value(value);
        written_at(block, Location::here())
    }

    /// The attribute matches a regular expression of Go's dialect.
    #[must_use]
    #[track_caller]
    pub fn regexp(attribute: impl IntoAttr<String>, pattern: impl IntoAttr<String>) -> Self {
        let block = Self::compare(attribute, "regexp", pattern);
        written_at(block, Location::here())
    }

    /// The attribute is a version that the comparison allows, such as `>= 1.29, < 2.0`.
    #[must_use]
    #[track_caller]
    pub fn version(attribute: impl IntoAttr<String>, comparison: impl IntoAttr<String>) -> Self {
        let block = Self::compare(attribute, "version", comparison);
        written_at(block, Location::here())
    }

    /// The same by the rules of Semantic Versioning, where a pre-release is older than its release.
    #[must_use]
    #[track_caller]
    pub fn semver(attribute: impl IntoAttr<String>, comparison: impl IntoAttr<String>) -> Self {
        let block = Self::compare(attribute, "semver", comparison);
        written_at(block, Location::here())
    }

    /// The attribute, a list with commas, has all of these values, which have commas between them too.
    #[must_use]
    #[track_caller]
    pub fn set_contains(attribute: impl IntoAttr<String>, values: impl IntoAttr<String>) -> Self {
        let block = Self::compare(attribute, "set_contains", values);
        written_at(block, Location::here())
    }

    /// The same as [`Constraint::set_contains`], in the longer word.
    #[must_use]
    #[track_caller]
    pub fn set_contains_all(
        attribute: impl IntoAttr<String>,
        values: impl IntoAttr<String>,
    ) -> Self {
        let block = Self::compare(attribute, "set_contains_all", values);
        written_at(block, Location::here())
    }

    /// The attribute, a list with commas, has at least one of these values.
    #[must_use]
    #[track_caller]
    pub fn set_contains_any(
        attribute: impl IntoAttr<String>,
        values: impl IntoAttr<String>,
    ) -> Self {
        let block = Self::compare(attribute, "set_contains_any", values);
        written_at(block, Location::here())
    }

    /// The attribute is set, whatever its value.
    #[must_use]
    #[track_caller]
    pub fn is_set(attribute: impl IntoAttr<String>) -> Self {
        let block = Self::blank().attribute(attribute).operator("is_set");
        written_at(block, Location::here())
    }

    /// The attribute is not set.
    #[must_use]
    #[track_caller]
    pub fn is_not_set(attribute: impl IntoAttr<String>) -> Self {
        let block = Self::blank().attribute(attribute).operator("is_not_set");
        written_at(block, Location::here())
    }

    /// No two allocations of the group (or job) share a node.
    #[must_use]
    #[track_caller]
    pub fn distinct_hosts() -> Self {
        let block = Self::blank().operator("distinct_hosts").value("true");
        written_at(block, Location::here())
    }

    /// At most so many allocations of the group (or job) run where the attribute has the same value, such as in one
    /// rack.
    #[must_use]
    #[track_caller]
    pub fn distinct_property(attribute: impl IntoAttr<String>, most: u32) -> Self {
        let block = Self::compare(attribute, "distinct_property", most.to_string());
        written_at(block, Location::here())
    }
}
