//! `affinity`: a preference for some nodes over others.

use crate::jobspec::{AffinityOperator, Attr, Base, Block, IntoAttr, Location, written_at};

/// A wish, where a [`Constraint`](super::Constraint) is a condition: nodes that meet it score higher, and with a
/// negative weight lower.
///
/// ```hcl
/// affinity {
///   attribute = "${node.datacenter}"
///   value     = "dc1"
///   weight    = 100
/// }
/// ```
///
/// ```
/// use jobwright::jobspec::Affinity;
/// let near = Affinity::new("${node.datacenter}", "dc1").weight(100);
/// let not_old = Affinity::version("${attr.kernel.version}", "< 5.0").weight(-50);
/// ```
#[derive(Clone, Debug, PartialEq, Block)]
#[block(name = "affinity", go = "Affinity", special = Affinity, constructor)]
pub struct Affinity {
    /// What is looked at, such as `${node.datacenter}` or `${meta.rack}`.
    #[field(json = "LTarget", zero, required)]
    pub attribute: Option<Attr<String>>,
    /// How the two are compared.
    #[field(
        json = "Operand", zero, default = "=",
        one_of = [
            "=", "==", "is", "!=", "not", "<", "<=", ">", ">=", "regexp", "version", "semver",
            "set_contains", "set_contains_all", "set_contains_any", ""
        ],
        choice = AffinityOperator
    )]
    pub operator: Option<Attr<String>>,
    /// What it is compared with.
    #[field(json = "RTarget", zero)]
    pub value: Option<Attr<String>>,
    /// How much it counts, from -100 to 100 and not 0; below 0 such nodes are avoided.
    #[field(default = "50", min = -100, max = 100)]
    pub weight: Option<Attr<i8>>,
    /// Where it was written, its comment, and what is newer than the model.
    pub base: Base,
}

impl Affinity {
    /// Nodes where the attribute equals the value.
    #[must_use]
    #[track_caller]
    pub fn new(attribute: impl IntoAttr<String>, value: impl IntoAttr<String>) -> Self {
        let block = Self::blank().attribute(attribute).value(value);
        written_at(block, Location::here())
    }

    /// Nodes where the comparison holds: `=`, `!=`, `<`, `<=`, `>` or `>=`, the last four by the order of strings or
    /// numbers.
    #[must_use]
    #[track_caller]
    pub fn compare(
        attribute: impl IntoAttr<String>,
        operator: impl IntoAttr<AffinityOperator>,
        value: impl IntoAttr<String>,
    ) -> Self {
        let block = Self::blank().attribute(attribute).operator(operator).value(value);
        written_at(block, Location::here())
    }

    /// Nodes where the attribute matches a regular expression of Go's dialect.
    #[must_use]
    #[track_caller]
    pub fn regexp(attribute: impl IntoAttr<String>, pattern: impl IntoAttr<String>) -> Self {
        let block = Self::compare(attribute, "regexp", pattern);
        written_at(block, Location::here())
    }

    /// Nodes where the attribute is a version that the comparison allows, such as `>= 1.29, < 2.0`.
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

    /// Nodes where the attribute, a list with commas, has all of these values, which have commas between them too.
    #[must_use]
    #[track_caller]
    pub fn set_contains(attribute: impl IntoAttr<String>, values: impl IntoAttr<String>) -> Self {
        let block = Self::compare(attribute, "set_contains", values);
        written_at(block, Location::here())
    }

    /// The same as [`Affinity::set_contains`], in the longer word.
    #[must_use]
    #[track_caller]
    pub fn set_contains_all(
        attribute: impl IntoAttr<String>,
        values: impl IntoAttr<String>,
    ) -> Self {
        let block = Self::compare(attribute, "set_contains_all", values);
        written_at(block, Location::here())
    }

    /// Nodes where the attribute, a list with commas, has at least one of these values.
    #[must_use]
    #[track_caller]
    pub fn set_contains_any(
        attribute: impl IntoAttr<String>,
        values: impl IntoAttr<String>,
    ) -> Self {
        let block = Self::compare(attribute, "set_contains_any", values);
        written_at(block, Location::here())
    }
}
