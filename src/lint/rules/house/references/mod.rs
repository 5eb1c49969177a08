//! `unknown-reference`: a run-time reference refers to a port, a meta key or an upstream of the
//! job.

mod known;

use std::cell::LazyCell;
use std::collections::BTreeSet;

use crate::jobspec::{
    Block, Constraint, FieldItem, Free, FreeItem, Group, Kind, Location, Map, Task, Text, Value,
};
use crate::lint::values::{braces, leaves};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use crate::needs::environment;
use known::{Known, Usage};

pub const RULE: Rule = Rule {
    name: "house/unknown-reference",
    what: "a run-time reference refers to a port, a meta key or an upstream of the job",
    why: "Nomad accepts the job. In the `config` of a task, an unknown reference fails the task \
        when it starts; in `env` and in services it stays unchanged, including the braces; and in \
        a template it is empty. Nomad replaces characters that are not allowed in a variable with \
        `_`, but only after resolving `env`: the port `my-port` is `NOMAD_PORT_my_port` \
        everywhere except there, where it is `NOMAD_PORT_my-port`.",
    level: Level::Error,
    bad: Sample::Task("env {\n  LISTEN = \":${NOMAD_PORT_http}\"\n}"),
    good: Sample::Group(
        r#"network {
  port "http" {}
}

task "web" {
  driver = "docker"

  config {
    image = "example/web:1.4.2"
  }

  env {
    LISTEN = ":${NOMAD_PORT_http}"
  }
}"#,
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Group(check),
};

fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let job = scope.job;
    // A kept `dynamic` block may make ports and keys.
    if !job.base.extra.is_empty() || !group.base.extra.is_empty() {
        return;
    }
    let mut found = Vec::new();
    // Most jobs refer to nothing.
    let of_group = LazyCell::new(|| Known::new(job, group, None));
    for service in &group.services {
        in_texts(service, service.base.location, &mut |name, location| {
            found.extend(of_group.lacks(name, Usage::Other).map(|what| (what, location)));
        });
    }
    for task in &group.tasks {
        let known = LazyCell::new(|| Known::new(job, group, Some(task)));
        in_task(task, &mut |place, name: &str, location| {
            found.extend(known.lacks(name, place).map(|what| (what, location)));
        });
    }
    let mut said = BTreeSet::new();
    for ((message, help), location) in found {
        if said.insert(message.clone()) {
            scope.report(scope.finding(message, location).help(help));
        }
    }
}

/// Shows the references of a task.
fn in_task(task: &Task, see: &mut dyn FnMut(Usage, &str, Location)) {
    for (_, value, location) in task.env.iter().flat_map(Map::placed) {
        in_value(value, &mut |name| see(Usage::Env, name, location.or(task.base.location)));
    }
    task.visit(&mut |index, item| match item {
        FieldItem::Block(inner) if !inner.as_any().is::<Constraint>() => {
            in_texts(inner, task.base.location, &mut |name, location| {
                see(Usage::Other, name, location)
            });
        }
        FieldItem::Free(free) if Task::SCHEMA.fields[index].kind == Kind::Config => {
            free_texts(free, task.base.location, &mut |name, location| {
                see(Usage::Other, name, location)
            });
        }
        _ => {}
    });
    for template in &task.templates {
        let Some(data) = template.data.as_ref() else { continue };
        if !data.as_str().is_some_and(|text| text.contains("NOMAD_")) {
            continue;
        }
        let location = data.location().or(template.base.location);
        for name in environment(template) {
            see(Usage::Template, &name, location);
        }
    }
}

/// Shows the references in a block, and in those inside it. Templates are not searched.
fn in_texts(block: &dyn Block, around: Location, see: &mut dyn FnMut(&str, Location)) {
    let here = block.base().location.or(around);
    leaves(block, &mut |leaf| {
        if !leaf.field.is_some_and(|field| field.verbatim) {
            in_value(leaf.value, &mut |name| see(name, leaf.location().or(here)));
        }
    });
    block.visit(&mut |_, item| {
        if let FieldItem::Block(inner) = item {
            in_texts(inner, here, see);
        }
    });
}

/// The same for the configuration of a driver that the model does not know.
fn free_texts(free: &Free, around: Location, see: &mut dyn FnMut(&str, Location)) {
    for (item, location) in free.placed() {
        let here = location.or(around);
        match item {
            FreeItem::Attr(_, value) => in_value(value, &mut |name| see(name, here)),
            FreeItem::Object(_, map) => {
                map.iter().for_each(|(_, value)| in_value(value, &mut |name| see(name, here)));
            }
            FreeItem::Block { body, .. } => free_texts(body, here, see),
        }
    }
}

fn in_value(value: &Value, see: &mut dyn FnMut(&str)) {
    match value {
        Value::Text(Text::Literal(_)) => {}
        Value::Text(text) => in_text(text.as_str(), see),
        Value::Interpolated(parts) => parts.parts().iter().for_each(|part| in_value(part, see)),
        Value::List(values) => values.iter().for_each(|value| in_value(value, see)),
        Value::Object(map) => map.iter().for_each(|(_, value)| in_value(value, see)),
        _ => {}
    }
}

/// Shows the names of Nomad's variables that a string refers to.
fn in_text(text: &str, see: &mut dyn FnMut(&str)) {
    for at in braces(text) {
        if !text.get(at..).is_some_and(|rest| rest.starts_with("${NOMAD_")) {
            continue;
        }
        // `$${…}` is no reference, but text.
        if text.get(..at).is_some_and(|before| before.ends_with('$')) {
            continue;
        }
        if let Some((name, _)) = text.get(at + 2..).and_then(|rest| rest.split_once('}')) {
            see(name);
        }
    }
}
