//! `unknown-reference`: a run-time reference is to a port, a key or an upstream that the job has.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::jobspec::{
    Attr, Block, Group, Item, Job, Kind, Location, Map, Network, Task, Text, Value,
};
use crate::lint::values::leaves;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use crate::needs::environment;
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "house/unknown-reference",
    what: "a run-time reference is to a port, a meta key or an upstream that the job has",
    why: "Nomad takes the job. In the `config` of a task a reference to nothing fails the task when it starts; in `env` and in \
          services it arrives as it stands, braces and all; and in a template it is empty. Nomad makes letters that no \
          variable may have to `_`, but not before it has replaced what stands in `env`: the port `my-port` is \
          `NOMAD_PORT_my_port` everywhere but there, where it is `NOMAD_PORT_my-port`.",
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

/// What Nomad names after a port, and what it makes of odd letters in it.
const PORTS: [(&str, Cleaned); 8] = [
    ("NOMAD_HOST_PORT_", Cleaned::Yes),
    ("NOMAD_HOST_ADDR_", Cleaned::Perhaps),
    ("NOMAD_HOST_IP_", Cleaned::Perhaps),
    ("NOMAD_ALLOC_PORT_", Cleaned::Perhaps),
    ("NOMAD_ALLOC_ADDR_", Cleaned::Perhaps),
    ("NOMAD_PORT_", Cleaned::Yes),
    ("NOMAD_ADDR_", Cleaned::Yes),
    ("NOMAD_IP_", Cleaned::Yes),
];

/// What it names after an upstream.
const UPSTREAMS: [&str; 3] = ["NOMAD_UPSTREAM_ADDR_", "NOMAD_UPSTREAM_IP_", "NOMAD_UPSTREAM_PORT_"];

/// Whether letters that no variable may have become `_`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cleaned {
    /// Once the environment is whole.
    Yes,
    /// In some versions.
    Perhaps,
}

/// Where a reference stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In `env`, where names are still as they were written.
    Env,
    /// In the text of a template.
    Template,
    /// Anywhere else.
    Other,
}

fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let job = scope.job;
    // A kept `dynamic` block may make ports and keys.
    if !job.base.extra.is_empty() || !group.base.extra.is_empty() {
        return;
    }
    let mut found = Vec::new();
    let mut note = |task: Option<&Task>, place: Place, name: &str, location: Location| {
        if let Some(what) = unknown(name, place, Names { job, group, task }) {
            found.push((what, location));
        }
    };
    for service in &group.services {
        in_texts(service, service.base.location, &mut |name, location| {
            note(None, Place::Other, name, location)
        });
    }
    for task in &group.tasks {
        let see = &mut |place, name: &str, location| note(Some(task), place, name, location);
        in_task(task, see);
    }
    let mut said = BTreeSet::new();
    for ((message, help), location) in found {
        if said.insert(message.clone()) {
            scope.report(scope.finding(message, location).help(help));
        }
    }
}

/// Shows the references of a task.
fn in_task(task: &Task, see: &mut dyn FnMut(Place, &str, Location)) {
    for (_, value, location) in task.env.iter().flat_map(Map::placed) {
        in_value(value, &mut |name| see(Place::Env, name, location.or(task.base.location)));
    }
    task.visit(&mut |index, item| match item {
        Item::Block(inner) if !inner.as_any().is::<crate::jobspec::Constraint>() => {
            in_texts(inner, task.base.location, &mut |name, location| {
                see(Place::Other, name, location)
            });
        }
        Item::Free(free) if Task::SCHEMA.fields[index].kind == Kind::Config => {
            free_texts(free, task.base.location, &mut |name, location| {
                see(Place::Other, name, location)
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
            see(Place::Template, &name, location);
        }
    }
}

/// Shows the references in a block, and in those in it. The text of a template is no place for them.
fn in_texts(block: &dyn Block, around: Location, see: &mut dyn FnMut(&str, Location)) {
    let here = block.base().location.or(around);
    leaves(block, &mut |leaf| {
        if !leaf.field.is_some_and(|field| field.verbatim) {
            in_value(leaf.value, &mut |name| see(name, leaf.location.or(here)));
        }
    });
    block.visit(&mut |_, item| {
        if let Item::Block(inner) = item {
            in_texts(inner, here, see);
        }
    });
}

/// The same for the configuration of a driver that the model does not know.
fn free_texts(free: &crate::jobspec::Free, around: Location, see: &mut dyn FnMut(&str, Location)) {
    use crate::jobspec::FreeItem;
    for (item, location) in free.placed() {
        let here = location.or(around);
        match item {
            FreeItem::Attr(_, value) => crate::lint::values::texts(value, &mut |text| {
                in_text(text, &mut |name| see(name, here))
            }),
            FreeItem::Object(_, map) => map.iter().for_each(|(_, value)| {
                crate::lint::values::texts(value, &mut |text| {
                    in_text(text, &mut |name| see(name, here))
                });
            }),
            FreeItem::Block { body, .. } => free_texts(body, here, see),
        }
    }
}

fn in_value(value: &Value, see: &mut dyn FnMut(&str)) {
    match value {
        Value::Text(Text::Literal(_)) => {}
        Value::Text(text) => in_text(text.as_str(), see),
        Value::Interpolated(parts) => parts.parts().iter().for_each(|part| in_value(part, see)),
        _ => {}
    }
}

/// Shows the names of Nomad's variables that a text refers to.
fn in_text(text: &str, see: &mut dyn FnMut(&str)) {
    for (at, _) in text.match_indices("${NOMAD_") {
        // `$${…}` is no reference, but text.
        if text.get(..at).is_some_and(|before| before.ends_with('$')) {
            continue;
        }
        if let Some((name, _)) = text.get(at + 2..).and_then(|rest| rest.split_once('}')) {
            see(name);
        }
    }
}

/// What a reference may be to.
#[derive(Clone, Copy)]
struct Names<'j> {
    job: &'j Job,
    group: &'j Group,
    task: Option<&'j Task>,
}

/// What is wrong with a reference, and what to do about it; nothing, where it is to something that there is.
fn unknown(name: &str, place: Place, names: Names<'_>) -> Option<(String, String)> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let own =
        names.task.and_then(|task| task.env.as_ref()).is_some_and(|env| env.get(name).is_some());
    if own || !name.bytes().all(is_word) {
        return None;
    }
    let written =
        if place == Place::Template { format!("env \"{name}\"") } else { format!("${{{name}}}") };
    let kept = |cleaned: Cleaned| match (cleaned, place) {
        (Cleaned::Perhaps, _) => (true, true),
        (Cleaned::Yes, Place::Env) => (true, false),
        (Cleaned::Yes, _) => (false, true),
    };
    let is = |label: &str, asked: &str, cleaned: Cleaned| {
        let (raw, clean) = kept(cleaned);
        raw && label == asked || clean && self::cleaned(label) == asked
    };
    if let Some((prefix, asked, clean)) =
        PORTS.iter().find_map(|(prefix, clean)| Some((*prefix, name.strip_prefix(prefix)?, *clean)))
    {
        let labels = names.labels()?;
        // The ports of proxies and of their checks are Nomad's own.
        let is_injected = ["connect-", "connect_", "svc_"].iter().any(|own| asked.starts_with(own));
        if is_injected || labels.iter().any(|label| is(label, asked, clean)) {
            return None;
        }
        let spelt = |label: &str| {
            if place == Place::Env { label.to_owned() } else { self::cleaned(label).into_owned() }
        };
        return Some(port(&written, prefix, asked, &labels, &spelt, names.group));
    }
    if let Some(asked) = name.strip_prefix("NOMAD_META_") {
        let keys = names.keys()?;
        let found = keys.iter().any(|key| {
            is(key, asked, Cleaned::Yes) || is(&key.to_uppercase(), asked, Cleaned::Yes)
        });
        let known = keys.iter().map(String::as_str);
        return (!found).then(|| missing(&written, "meta key", asked, known, "NOMAD_META_"));
    }
    let asked = UPSTREAMS.iter().find_map(|prefix| Some((*prefix, name.strip_prefix(prefix)?)));
    let (prefix, asked) = asked?;
    let upstreams = names.upstreams()?;
    let found = upstreams.iter().any(|upstream| is(upstream, asked, Cleaned::Perhaps));
    (!found).then(|| missing(&written, "upstream", asked, upstreams.iter().copied(), prefix))
}

fn port(
    written: &str,
    prefix: &str,
    asked: &str,
    labels: &[Cow<'_, str>],
    spelt: &dyn Fn(&str) -> String,
    group: &Group,
) -> (String, String) {
    let message =
        format!("`{written}` is to a port `{asked}`, which group `{}` does not have", group.name);
    // `task_label` is for the ports that tasks ask for themselves.
    let of_task = group
        .tasks
        .iter()
        .find_map(|task| asked.strip_prefix(task.name.as_str())?.strip_prefix('_'));
    if let Some(label) =
        of_task.filter(|own| labels.iter().any(|label| cleaned(label) == cleaned(own)))
    {
        let message = format!(
            "`{written}` is to a port of a task, and the port `{label}` is one of the group's network"
        );
        return (
            message,
            format!("write `{prefix}{label}`: all tasks of the group have it under that name"),
        );
    }
    if let Some(label) = labels.iter().find(|label| cleaned(label) == cleaned(asked)) {
        return (
            message,
            format!("write `{prefix}{}`: that is how Nomad spells the port here", spelt(label)),
        );
    }
    let help = match (nearest(asked, labels.iter().map(AsRef::as_ref)), labels) {
        (Some(near), _) => format!("did you mean `{prefix}{}`?", spelt(near)),
        (None, []) => format!("add the port to the group's network: `port \"{asked}\" {{}}`"),
        (None, labels) => {
            let labels: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
            format!("add it to the group's network, which has {}", labels.join(", "))
        }
    };
    (message, help)
}

fn missing<'k>(
    written: &str,
    what: &str,
    asked: &str,
    known: impl Iterator<Item = &'k str> + Clone,
    prefix: &str,
) -> (String, String) {
    let message = format!("`{written}` is to the {what} `{asked}`, which the job does not have");
    let help = match nearest(asked, known) {
        Some(near) => format!("did you mean `{prefix}{}`?", cleaned(near)),
        None if what == "upstream" => {
            "add it to the `upstreams` of the proxy of one of the group's services".to_owned()
        }
        None => "set it in the `meta` of the job, the group or the task".to_owned(),
    };
    (message, help)
}

/// A name with `_` in place of what no variable may have.
fn cleaned(name: &str) -> Cow<'_, str> {
    let may = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    if name.bytes().all(may) {
        return Cow::Borrowed(name);
    }
    let clean = |byte: u8| if may(byte) { char::from(byte) } else { '_' };
    Cow::Owned(name.bytes().map(clean).collect())
}

impl<'j> Names<'j> {
    /// The labels of the ports, as this task knows them; nothing, where not all are known.
    fn labels(self) -> Option<Vec<Cow<'j, str>>> {
        let mut labels: Vec<Cow<'j, str>> = Vec::new();
        let mut all_known = true;
        let mut add = |network: &'j Network, of: Option<&str>| {
            all_known &= network.base.extra.is_empty();
            labels.extend(network.ports.iter().chain(&network.reserved_ports).map(
                |port| match of {
                    None => Cow::Borrowed(port.label.as_str()),
                    Some(task) => Cow::Owned(format!("{task}_{}", port.label)),
                },
            ));
        };
        self.group.networks.iter().for_each(|network| add(network, None));
        // What another task asks for by itself, as tasks once did, has the task's name in front.
        for task in &self.group.tasks {
            let is_other = self.task.is_some_and(|own| own.name != task.name);
            let networks = task.resources.iter().flat_map(|resources| &resources.networks);
            networks.for_each(|network| add(network, is_other.then_some(&task.name)));
        }
        all_known.then_some(labels)
    }

    /// The keys of `meta`, and those that a dispatch may give.
    fn keys(self) -> Option<Vec<String>> {
        let metas =
            [&self.job.meta, &self.group.meta].into_iter().chain(self.task.map(|task| &task.meta));
        let mut keys: Vec<String> =
            metas.flatten().flat_map(Map::iter).map(|(key, _)| key.to_owned()).collect();
        if let Some(parameterized) = &self.job.parameterized {
            for list in
                [&parameterized.meta_required, &parameterized.meta_optional].into_iter().flatten()
            {
                keys.extend(list.get()?);
            }
        }
        let all_known = self.task.is_none_or(|task| task.base.extra.is_empty());
        (all_known && !keys.iter().any(|key| key.contains("${"))).then_some(keys)
    }

    /// The names of the upstreams of the group's services.
    fn upstreams(self) -> Option<Vec<&'j str>> {
        let connects = self.group.services.iter().filter_map(|service| service.connect.as_ref());
        let proxies =
            connects.filter_map(|connect| connect.sidecar_service.as_ref()?.proxy.as_ref());
        let upstreams = proxies.flat_map(|proxy| &proxy.upstreams);
        upstreams
            .map(|upstream| upstream.destination_name.as_ref().map_or(Some(""), Attr::as_str))
            .collect()
    }
}
