//! Targets: where a job may run.

use crate::jobspec::Constraint;

/// Where a job may run. A site names its targets; a job that may run anywhere has none.
///
/// ```
/// use jobwright::house::Target;
/// const NODES: Target = Target::hosts(r"node-\d+");
/// const PLEX: Target = Target::host("plexbox");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    attribute: &'static str,
    operator: Option<&'static str>,
    value: &'static str,
}

const HOST: &str = "${attr.unique.hostname}";

impl Target {
    /// The node of a host name.
    #[must_use]
    pub const fn host(name: &'static str) -> Self {
        Self::equals(HOST, name)
    }

    /// The nodes whose whole host name matches a regular expression.
    #[must_use]
    pub const fn hosts(pattern: &'static str) -> Self {
        Self { attribute: HOST, operator: Some("regexp"), value: pattern }
    }

    /// The nodes of an operating system's kernel, such as `linux` or `freebsd`.
    #[must_use]
    pub const fn kernel(name: &'static str) -> Self {
        Self::equals("${attr.kernel.name}", name)
    }

    /// The nodes of which an attribute has a value.
    #[must_use]
    pub const fn equals(attribute: &'static str, value: &'static str) -> Self {
        Self { attribute, operator: None, value }
    }
}

impl From<Target> for Constraint {
    #[track_caller]
    fn from(target: Target) -> Self {
        match target.operator {
            // Nomad's `regexp` looks anywhere in the value: `node-1` would allow `node-10`.
            Some("regexp") if target.value.contains('|') => {
                Self::regexp(target.attribute, format!("^(?:{})$", target.value))
            }
            Some("regexp") => Self::regexp(target.attribute, format!("^{}$", target.value)),
            Some(operator) => Self::new(target.attribute, target.value).operator(operator),
            None => Self::new(target.attribute, target.value),
        }
    }
}
