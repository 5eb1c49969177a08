//! Where a job may run, in short.

use super::masked::{masked, masked_value};
use crate::jobspec::{Attr, Constraint, Job};
use crate::lint::placement::{Ask, MOST};

/// The target of a job, by the constraints of the job and of its groups, in their order; empty if it
/// may run anywhere. Constraints between allocations (`distinct_…`) are left out.
pub fn of(job: &Job) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(pool) = job.node_pool.as_ref().and_then(Attr::as_str)
        && !matches!(pool, "" | "default" | "all")
    {
        parts.push(format!("pool {}", masked(pool)));
    }
    let of_groups = job.groups.iter().flat_map(|group| &group.constraints);
    // A bound for jobs with very many constraints.
    for constraint in job.constraints.iter().chain(of_groups).take(MOST) {
        match constraint_in_words(constraint) {
            Some(part) if !parts.contains(&part) => parts.push(part),
            _ => {}
        }
    }
    parts.join(", ")
}

fn constraint_in_words(constraint: &Constraint) -> Option<String> {
    let Some((attribute, ask)) = Ask::of(constraint) else {
        let shown = |attr: &Option<Attr<String>>| {
            attr.as_ref().map(|attr| crate::images::shown(attr.value())).unwrap_or_default()
        };
        let operator = shown(&constraint.operator);
        if operator.starts_with("distinct") {
            return None;
        }
        let attribute = shown(&constraint.attribute);
        let (name, value) = (name(&attribute), shown(&constraint.value));
        return Some(format!("{} {operator} {}", masked(name), masked_value(name, &value)));
    };
    let name = &masked(name(attribute));
    let value = match ask {
        Ask::Is(value) | Ask::IsNot(value) | Ask::Matches(value) => masked_value(name, value),
        Ask::IsSet | Ask::IsNotSet => String::new(),
    };
    let of_host = matches!(name.as_str(), "unique.hostname" | "node.unique.name");
    Some(match ask {
        Ask::Is(_) if of_host => value,
        Ask::Matches(_) if of_host => plain(&value).to_owned(),
        Ask::IsNot(_) if of_host => format!("not {value}"),
        Ask::Is(_) if name == "node.class" => format!("class {value}"),
        Ask::Is(_) if name == "kernel.name" => value,
        Ask::Is(_) => format!("{name} = {value}"),
        Ask::IsNot(_) => format!("{name} != {value}"),
        Ask::Matches(_) => format!("{name} ~ {}", plain(&value)),
        Ask::IsSet => format!("with {name}"),
        Ask::IsNotSet => format!("without {name}"),
    })
}

/// An attribute without what all of them have.
fn name(attribute: &str) -> &str {
    let inner = attribute.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    let inner = inner.unwrap_or(attribute);
    inner.strip_prefix("attr.").unwrap_or(inner)
}

/// A pattern without what makes it match the whole value.
fn plain(pattern: &str) -> &str {
    let inner = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$'));
    let inner = inner.unwrap_or(pattern);
    inner.strip_prefix("(?:").and_then(|rest| rest.strip_suffix(')')).unwrap_or(inner)
}
