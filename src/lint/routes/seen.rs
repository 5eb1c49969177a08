//! The tags of all services, taken apart.

use super::part::Part;
use crate::diagnostic::Place;
use crate::jobspec::{Attr, Base, Job, Location, Service, Task, Value};
use crate::registry::{Defined, Definition};

/// Traefik's configuration from the tags of the site.
#[derive(Debug, Default)]
pub struct Seen<'a> {
    /// The routers.
    pub routers: Vec<Part<'a>>,
    /// The middlewares that tags define.
    pub middlewares: Vec<Part<'a>>,
    /// The servers that tags configure.
    pub servers: Vec<Part<'a>>,
    /// The names of the services, as Traefik spells them.
    pub services: Vec<String>,
}

/// A service, and the definition and blocks around it.
struct At<'a> {
    one: &'a Defined,
    job: &'a Job,
    service: &'a Service,
    /// The blocks around its tags, from the outside in.
    blocks: Vec<&'a Base>,
}

impl<'a> Seen<'a> {
    /// The configuration in the tags of these definitions' services that begin with a prefix;
    /// `place` returns their places.
    pub fn of(
        defined: &[&'a Defined],
        prefix: &str,
        place: &dyn Fn(&Defined, Location) -> Place,
    ) -> Self {
        let mut seen = Self::default();
        for one in defined {
            let Definition::Job(job) = &one.definition else { continue };
            for group in &job.groups {
                let task = |task: &'a Task| task.services.iter().map(move |own| (own, Some(task)));
                let of_tasks = group.tasks.iter().flat_map(task);
                let own = group.services.iter().map(|service| (service, None));
                for (service, task) in own.chain(of_tasks) {
                    let task = task.map(|task| &task.base);
                    let blocks = [Some(&group.base), task, Some(&service.base)];
                    let at =
                        At { one, job, service, blocks: blocks.into_iter().flatten().collect() };
                    // Canaries are in the catalog beside the others.
                    for tags in [&service.tags, &service.canary_tags].into_iter().flatten() {
                        seen.service(&at, tags, prefix, &|location| place(one, location));
                    }
                }
            }
        }
        seen
    }

    fn service(
        &mut self,
        at: &At<'a>,
        tags: &Attr<Vec<String>>,
        prefix: &str,
        place: &dyn Fn(Location) -> Place,
    ) {
        let At { one, job, service, .. } = at;
        let name = service.name.as_ref().and_then(Attr::as_str).unwrap_or(&job.id);
        self.services.push(crate::house::normal(name));
        let around = service.base.location.or(job.base.location);
        let before = [&self.routers, &self.middlewares, &self.servers].map(Vec::len);
        for (index, tag) in texts(tags).iter().enumerate() {
            let Some((key, value)) = tag.split_once('=') else { continue };
            let rest = key.strip_prefix(prefix).and_then(|key| key.strip_prefix('.'));
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
                        one,
                        around: at.blocks.clone(),
                        job,
                        service: name,
                        protocol: protocol.to_owned(),
                        name: owner.to_owned(),
                        settings: vec![setting],
                        locations: vec![here],
                        place: place(here.or(around)),
                    });
                }
            }
        }
    }
}

/// The known tags; expressions in them are left unevaluated.
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
