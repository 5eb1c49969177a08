//! What the run-time references of a task may be to.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::jobspec::{Attr, Group, Job, Map, Network, Task};
use jobwright_hcl::nearest::nearest;

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

/// What it names after a meta key.
const META: &str = "NOMAD_META_";

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

/// The kind of string that contains a reference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// In `env`, where names are still as they were written.
    Env,
    /// In a template.
    Template,
    /// Anywhere else.
    Other,
}

/// Names, by what is left of them when they are cleaned.
#[derive(Default)]
struct Names(BTreeMap<String, BTreeSet<String>>);

/// More names than these are neither searched for a near one nor listed.
const MANY: usize = 100;

impl Names {
    fn add(&mut self, name: impl Into<String>) {
        let name = name.into();
        self.0.entry(cleaned(&name).into_owned()).or_default().insert(name);
    }

    /// Whether a reference to this name finds one.
    fn has(&self, asked: &str, how: Cleaned, place: Usage) -> bool {
        let (raw, clean) = match (how, place) {
            (Cleaned::Perhaps, _) => (true, true),
            (Cleaned::Yes, Usage::Env) => (true, false),
            (Cleaned::Yes, _) => (false, true),
        };
        clean && self.0.contains_key(asked)
            || raw && self.0.get(&*cleaned(asked)).is_some_and(|own| own.contains(asked))
    }

    /// One that differs in nothing but odd letters.
    fn same(&self, asked: &str) -> Option<&str> {
        self.0.get(&*cleaned(asked)).and_then(BTreeSet::first).map(String::as_str)
    }

    fn near(&self, asked: &str) -> Option<&str> {
        let all = self.0.values().flatten().map(String::as_str);
        nearest(asked, all.filter(|_| self.0.len() < MANY))
    }
}

/// What the references of a task may be to, or those of a group's service. What is not asked for is not looked up; what
/// cannot be known is nothing.
pub struct Known<'j> {
    job: &'j Job,
    group: &'j Group,
    task: Option<&'j Task>,
    env: OnceCell<BTreeSet<&'j str>>,
    labels: OnceCell<Option<Names>>,
    keys: OnceCell<Option<Names>>,
    upstreams: OnceCell<Option<Names>>,
}

/// What was found, and what to do about it.
type Lack = (String, String);

impl<'j> Known<'j> {
    pub fn new(job: &'j Job, group: &'j Group, task: Option<&'j Task>) -> Self {
        let (labels, keys, upstreams) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { job, group, task, env: OnceCell::new(), labels, keys, upstreams }
    }

    /// What is wrong with a reference; nothing, where it is to something that there is.
    pub fn lacks(&self, name: &str, place: Usage) -> Option<Lack> {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        if !name.bytes().all(is_word) || self.sets(name) {
            return None;
        }
        let written = || match place {
            Usage::Template => format!("env \"{name}\""),
            Usage::Env | Usage::Other => format!("${{{name}}}"),
        };
        let port = PORTS
            .iter()
            .find_map(|(prefix, how)| Some((*prefix, name.strip_prefix(prefix)?, *how)));
        if let Some((prefix, asked, how)) = port {
            if self.is_port(asked) {
                return None;
            }
            let labels = self.labels.get_or_init(|| self.find_labels()).as_ref()?;
            // The ports of proxies and of their checks are Nomad's own.
            let own = ["connect-", "connect_", "svc_"];
            let is_there =
                own.iter().any(|own| asked.starts_with(own)) || labels.has(asked, how, place);
            return (!is_there).then(|| self.port(&written(), prefix, asked, labels, place));
        }
        if let Some(asked) = name.strip_prefix(META) {
            let keys = self.keys.get_or_init(|| self.find_keys()).as_ref()?;
            let help = "set it in the `meta` of the job, the group or the task";
            let lack = || missing(&written(), "meta key", META, asked, keys, help);
            return (!keys.has(asked, Cleaned::Yes, place)).then(lack);
        }
        let (prefix, asked) =
            UPSTREAMS.iter().find_map(|prefix| Some((*prefix, name.strip_prefix(prefix)?)))?;
        let upstreams = self.upstreams.get_or_init(|| self.find_upstreams()).as_ref()?;
        let help = "add it to the `upstreams` of the proxy of one of the group's services";
        let lack = || missing(&written(), "upstream", prefix, asked, upstreams, help);
        (!upstreams.has(asked, Cleaned::Perhaps, place)).then(lack)
    }

    fn port(&self, written: &str, prefix: &str, asked: &str, labels: &Names, place: Usage) -> Lack {
        let message = format!(
            "`{written}` refers to a port `{asked}`, which group `{}` does not have",
            self.group.name
        );
        let spelt = |label: &str| match place {
            Usage::Env => label.to_owned(),
            Usage::Template | Usage::Other => cleaned(label).into_owned(),
        };
        if let Some(label) = labels.same(asked) {
            let help = format!("write `{prefix}{}`, as Nomad spells the port here", spelt(label));
            return (message, help);
        }
        // `TASK_LABEL` is for the ports that tasks ask for themselves.
        let tasks = self.group.tasks.iter().take(MANY);
        let of_task = tasks.filter_map(|task| asked.strip_prefix(&task.name)?.strip_prefix('_'));
        if let Some(label) = of_task.into_iter().find_map(|label| labels.same(label)) {
            let message = format!(
                "`{written}` refers to a port of a task, but the port `{label}` belongs to the \
                 group's network"
            );
            let help = format!(
                "write `{prefix}{}`: all tasks of the group have it under that name",
                spelt(label)
            );
            return (message, help);
        }
        let all: Vec<String> =
            labels.0.values().flatten().take(8).map(|label| format!("`{label}`")).collect();
        let help = match labels.near(asked) {
            Some(near) => format!("did you mean `{prefix}{}`?", spelt(near)),
            None if all.is_empty() => {
                format!("add the port to the group's network: `port \"{asked}\" {{}}`")
            }
            None => format!("add it to the group's network, which has {}", all.join(", ")),
        };
        (message, help)
    }

    /// Whether the task itself sets a variable.
    fn sets(&self, name: &str) -> bool {
        let env = || self.task.into_iter().filter_map(|task| task.env.as_ref());
        let names = || env().flat_map(Map::iter).map(|(name, _)| name).collect();
        self.env.get_or_init(names).contains(name)
    }

    /// Whether it is the label of a port as most are: of the group's own network, and without odd letters.
    fn is_port(&self, asked: &str) -> bool {
        let mut ports = self.group.networks.iter().flat_map(|network| &network.ports);
        matches!(cleaned(asked), Cow::Borrowed(_)) && ports.any(|port| port.label == asked)
    }

    /// The labels of the ports, as this task knows them.
    fn find_labels(&self) -> Option<Names> {
        let mut labels = Names::default();
        let mut all_known = true;
        let mut add = |network: &Network, of: Option<&str>| {
            all_known &= network.base.extra.is_empty();
            for port in network.ports.iter().chain(&network.reserved_ports) {
                labels.add(match of {
                    None => port.label.clone(),
                    Some(task) => format!("{task}_{}", port.label),
                });
            }
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
    fn find_keys(&self) -> Option<Names> {
        let of_task = self.task.map(|task| &task.meta);
        let metas = [&self.job.meta, &self.group.meta].into_iter().chain(of_task).flatten();
        let mut all: Vec<String> =
            metas.flat_map(Map::iter).map(|(key, _)| key.to_owned()).collect();
        if let Some(dispatch) = &self.job.parameterized {
            for list in [&dispatch.meta_required, &dispatch.meta_optional].into_iter().flatten() {
                all.extend(list.get()?);
            }
        }
        let is_known = self.task.is_none_or(|task| task.base.extra.is_empty());
        if !is_known || all.iter().any(|key| key.contains("${")) {
            return None;
        }
        let mut keys = Names::default();
        for key in all {
            keys.add(key.to_uppercase());
            keys.add(key);
        }
        Some(keys)
    }

    /// The names of the upstreams of the group's services.
    fn find_upstreams(&self) -> Option<Names> {
        let connects = self.group.services.iter().filter_map(|service| service.connect.as_ref());
        let proxies =
            connects.filter_map(|connect| connect.sidecar_service.as_ref()?.proxy.as_ref());
        let mut names = Names::default();
        for upstream in proxies.flat_map(|proxy| &proxy.upstreams) {
            names.add(upstream.destination_name.as_ref().map_or(Some(""), Attr::as_str)?);
        }
        Some(names)
    }
}

fn missing(
    written: &str,
    what: &str,
    prefix: &str,
    asked: &str,
    known: &Names,
    help: &str,
) -> Lack {
    let message =
        format!("`{written}` refers to the {what} `{asked}`, which the job does not have");
    let near = known.same(asked).or_else(|| known.near(asked));
    let near = near.map(|near| format!("did you mean `{prefix}{}`?", cleaned(near)));
    (message, near.unwrap_or_else(|| help.to_owned()))
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
