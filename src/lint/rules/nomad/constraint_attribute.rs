//! `nomad/constraint-attribute`: a constraint refers to an attribute that a node or a device has.

use crate::jobspec::{Attr, Constraint};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given::text;

pub const RULE: Rule = Rule {
    name: "nomad/constraint-attribute",
    what: "a constraint refers to an attribute that a node or a device has",
    why: "Nomad refuses the job, since 1.11.2; an older version finds no node that meets the \
        constraint. It supports `${node.datacenter}`, `${node.class}`, `${node.pool}`, \
        `${node.unique.id}` and `${node.unique.name}`, and everything that begins with `${attr.`, \
        `${meta.` or `${device.`.",
    level: Level::Error,
    bad: Sample::Group("constraint {\n  attribute = \"${node.name}\"\n  value     = \"one\"\n}"),
    good: Sample::Group(
        "constraint {\n  attribute = \"${node.unique.name}\"\n  value     = \"one\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Constraint, check),
};

/// The properties of a node besides its attributes and its metadata.
const EXACT: [&str; 5] =
    ["node.unique.id", "node.datacenter", "node.unique.name", "node.class", "node.pool"];

/// The prefixes of the names of attributes and metadata.
const PREFIXES: [&str; 3] = ["attr.", "device.", "meta."];

/// Checks a constraint.
fn check(constraint: &Constraint, scope: &mut Scope<'_, '_>) {
    let operator = text(&constraint.operator);
    let Some(attribute) = text(&constraint.attribute) else { return };
    if matches!(operator, None | Some("distinct_hosts")) {
        return;
    }
    let Err(found) = resolved(attribute) else { return };
    let message = if attribute.is_empty() {
        "missing `attribute` in `constraint`".to_owned()
    } else {
        format!("invalid `attribute` of `constraint`: `{attribute}`, {found}")
    };
    let location = constraint.attribute.as_ref().map(Attr::location).unwrap_or_default();
    let help = "use an attribute such as `${attr.kernel.name}` or `${node.class}`";
    scope.report(scope.finding(message, location).help(help));
}

/// Why Nomad refuses an attribute, if it does: a string without a reference is compared verbatim.
fn resolved(attribute: &str) -> Result<(), &'static str> {
    let Some(rest) = attribute.strip_prefix('$') else {
        return if attribute.is_empty() { Err("nothing") } else { Ok(()) };
    };
    let inside = rest.strip_prefix('{').ok_or("with a missing `{` after `$`")?;
    let inside = inside.strip_suffix('}').ok_or("with a missing `}` at the end")?;
    let known = EXACT.contains(&inside) || PREFIXES.iter().any(|prefix| inside.starts_with(prefix));
    if known { Ok(()) } else { Err("which no node or device has") }
}
