//! Routes of the whole site: Traefik reads the tags of all services as one configuration.

pub mod names;
mod parsed;
pub mod parts;
pub mod same;
pub mod swallows;
pub mod unknown;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::jobspec::{Attr, Job, Location, Service, Value};
use crate::lint::{Context, Rule};
use crate::registry::{Defined, Definition};

/// What the tags of the site say to Traefik.
#[derive(Debug, Default)]
pub struct Seen<'a> {
    routers: Vec<Part<'a>>,
    /// The middlewares that tags define.
    middlewares: Vec<Part<'a>>,
    /// What tags say of servers.
    servers: Vec<Part<'a>>,
    /// The names of the services, as Traefik spells them.
    services: Vec<String>,
}

/// What tags say of one thing: a router, a middleware or the servers of a service.
#[derive(Debug)]
struct Part<'a> {
    job: &'a Job,
    /// The service's name in the catalogue.
    service: &'a str,
    protocol: String,
    name: String,
    /// What its tags say, without the prefix and the name.
    settings: Vec<(String, String)>,
    /// Where each of them was written.
    locations: Vec<Location>,
    place: Place,
}

/// What all tags say; of several clusters, whose routers have nothing to do with each other, there is nothing to compare.
fn together<'c, 'a>(context: &'c Context<'a>) -> Option<&'c Seen<'a>> {
    (!context.site.any_ids).then(|| all(context))
}

/// What all tags say.
fn all<'c, 'a>(context: &'c Context<'a>) -> &'c Seen<'a> {
    context.routes.get_or_init(|| Seen::of(context))
}

impl<'a> Seen<'a> {
    fn of(context: &Context<'a>) -> Self {
        let mut seen = Self::default();
        for one in context.defined {
            let Definition::Job(job) = &one.definition else { continue };
            for group in &job.groups {
                let tasks = group.tasks.iter().flat_map(|task| &task.services);
                for service in group.services.iter().chain(tasks) {
                    // Canaries stand in the catalogue beside the others.
                    for tags in [&service.tags, &service.canary_tags].into_iter().flatten() {
                        seen.service(one, job, (service, tags), context);
                    }
                }
            }
        }
        seen
    }

    fn service(
        &mut self,
        one: &Defined,
        job: &'a Job,
        (service, tags): (&'a Service, &Attr<Vec<String>>),
        context: &Context<'_>,
    ) {
        let prefix = &context.site.traefik_prefix;
        let name = service.name.as_ref().and_then(Attr::as_str).unwrap_or(&job.id);
        self.services.push(crate::house::normal(name));
        let around = service.base.location.or(job.base.location);
        let before = [&self.routers, &self.middlewares, &self.servers].map(Vec::len);
        for (index, tag) in texts(tags).iter().enumerate() {
            let Some((key, value)) = tag.split_once('=') else { continue };
            let rest = key.strip_prefix(prefix.as_str()).and_then(|key| key.strip_prefix('.'));
            let Some((protocol, rest)) = rest.and_then(|rest| rest.split_once('.')) else {
                continue;
            };
            let Some((what, rest)) = rest.split_once('.') else { continue };
            let (owner, key) = rest.split_once('.').unwrap_or((rest, ""));
            // What Nomad fills in at run time has no name here.
            if owner.contains("${") {
                continue;
            }
            let what = what.to_ascii_lowercase();
            let (list, before) = match what.as_str() {
                "routers" => (&mut self.routers, before[0]),
                "middlewares" => (&mut self.middlewares, before[1]),
                "services" => {
                    self.services.push(owner.to_owned());
                    (&mut self.servers, before[2])
                }
                _ => continue,
            };
            let setting = (key.to_ascii_lowercase(), value.to_owned());
            let here = tags.locations().of_value(index);
            let mut own = list[before..].iter_mut();
            match own.find(|known| known.protocol == protocol && known.name == owner) {
                Some(known) => {
                    known.settings.push(setting);
                    known.locations.push(here);
                }
                None => {
                    list.push(Part {
                        job,
                        service: name,
                        protocol: protocol.to_owned(),
                        name: owner.to_owned(),
                        settings: vec![setting],
                        locations: vec![here],
                        place: context.place_in(one, here.or(around)),
                    });
                }
            }
        }
    }
}

/// Each part with the first one before it that has its name and is another.
fn with_namesakes<'p, 'a>(
    all: &'p [Part<'a>],
    differ: impl Fn(&Part<'a>, &Part<'a>) -> bool,
) -> Vec<(&'p Part<'a>, Option<&'p Part<'a>>)> {
    let mut known: BTreeMap<(&str, &str), Vec<&Part<'a>>> = BTreeMap::new();
    let with = |part: &'p Part<'a>| {
        let forms = known.entry((&part.protocol, &part.name)).or_default();
        let other = forms.iter().copied().find(|other| differ(other, part));
        // One of each form will do.
        if forms.iter().all(|other| differ(other, part)) {
            forms.push(part);
        }
        (part, other)
    };
    all.iter().map(with).collect()
}

/// The tags that are known; expressions in them stand as they are written.
fn texts(tags: &Attr<Vec<String>>) -> Vec<String> {
    let Value::List(values) = tags.value() else { return vec![] };
    let text = |value: &Value| match value {
        Value::Text(text) => text.as_str().to_owned(),
        Value::Expr(expr) => format!("${{{}}}", expr.source()),
        _ => String::new(),
    };
    let whole = |value: &Value| match value {
        Value::Interpolated(parts) => parts.parts().iter().map(text).collect(),
        value => text(value),
    };
    values.iter().map(whole).collect()
}

impl Part<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.settings.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    fn list(&self, key: &str) -> Vec<&str> {
        let values = self.get(key).into_iter().flat_map(|values| values.split(','));
        values.map(str::trim).filter(|value| !value.is_empty()).collect()
    }

    /// A setting that has two values: which of the settings have them.
    fn twice(&self) -> Option<[usize; 2]> {
        self.settings.iter().enumerate().find_map(|(second, (key, value))| {
            let first = self.settings.iter().position(|(known, _)| known == key)?;
            self.settings.get(first).filter(|(_, first)| first != value)?;
            Some([first, second])
        })
    }

    /// The key of a setting.
    fn key(&self, setting: usize) -> &str {
        self.settings.get(setting).map_or("", |(key, _)| key.as_str())
    }

    /// A finding about the second of two settings that contradict each other.
    fn contradiction(
        &self,
        rule: &Rule,
        message: String,
        both: [usize; 2],
        context: &Context<'_>,
    ) -> Diagnostic {
        let place = |setting: usize| {
            context.place(self.locations.get(setting).copied().unwrap_or_default())
        };
        let [first, second] = both.map(place);
        let finding = Diagnostic::new(rule.name, rule.level, message);
        finding.at(second.or_else(|| self.place.clone())).related(first, "the first one is here")
    }

    /// What Traefik sorts by: the priority, or the length of the rule.
    fn priority(&self) -> i64 {
        let given = self.get("priority").and_then(|priority| priority.parse().ok());
        let length = || self.get("rule").map_or(0, str::len).try_into().unwrap_or(i64::MAX);
        given.filter(|priority| *priority != 0).unwrap_or_else(length)
    }

    /// Whether both take requests from one entry point, with TLS or without.
    fn meets(&self, other: &Self) -> bool {
        let secure =
            |router: &Part<'_>| router.settings.iter().any(|(key, _)| key.starts_with("tls"));
        let (ones, twos) = (self.list("entrypoints"), other.list("entrypoints"));
        let shared =
            ones.is_empty() || twos.is_empty() || ones.iter().any(|name| twos.contains(name));
        shared && secure(self) == secure(other)
    }
}
