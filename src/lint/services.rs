//! The services of all jobs: who provides them, and who refers to them.

use std::collections::{BTreeMap, HashMap};

use crate::jobspec::{Attr, Base, Group, Job, Location, Service, Task, Upstream};
use crate::needs::{Read, reads};
use crate::registry::{Defined, Definition};

/// A service of a job.
#[derive(Debug)]
pub struct Provided<'a> {
    /// What defines the job.
    pub one: &'a Defined,
    /// Which of the definitions that is.
    pub index: usize,
    /// The job.
    pub job: &'a Job,
    /// The service.
    pub service: &'a Service,
    /// The catalog: `consul` or `nomad`.
    pub provider: &'a str,
    /// The blocks around it in the job, from the outside in.
    pub around: Vec<&'a Base>,
}

/// A reference to a service by its name.
#[derive(Debug)]
pub struct Reference<'a> {
    /// What defines the job that uses it.
    pub one: &'a Defined,
    /// Which of the definitions that is.
    pub index: usize,
    /// The job that uses it.
    pub job: &'a Job,
    /// What names it: `an upstream` or `a template`.
    pub by: &'static str,
    /// The name.
    pub name: String,
    /// The catalog in which it is looked up.
    pub provider: &'static str,
    /// Its location.
    pub location: Location,
    /// The blocks around it in the job, from the outside in.
    pub around: Vec<&'a Base>,
}

/// The services of all jobs.
#[derive(Debug, Default)]
pub struct Services<'a> {
    /// The services by their names.
    pub provided: BTreeMap<String, Vec<Provided<'a>>>,
    /// What names begin and end with of which the middle is known when the job runs.
    patterns: Vec<(String, String)>,
    /// The references, in the order of the definitions.
    pub references: Vec<Reference<'a>>,
}

/// The blocks around a service or a template.
#[derive(Clone, Copy)]
struct At<'a> {
    one: &'a Defined,
    index: usize,
    job: &'a Job,
    group: &'a Group,
    task: Option<&'a Task>,
}

impl<'a> Services<'a> {
    /// Those of these definitions.
    pub fn of(defined: &[&'a Defined]) -> Self {
        let mut all = Self::default();
        for (index, one) in defined.iter().enumerate() {
            let Definition::Job(job) = &one.definition else { continue };
            for group in &job.groups {
                let at = At { one, index, job, group, task: None };
                group.services.iter().for_each(|service| all.service(service, at));
                for task in &group.tasks {
                    let at = At { task: Some(task), ..at };
                    task.services.iter().for_each(|service| all.service(service, at));
                    all.templates(task, at);
                }
            }
        }
        all
    }

    /// Whether a job may provide a service of this name, in either catalog.
    pub fn may_be(&self, name: &str) -> bool {
        let fits = |(start, end): &(String, String)| {
            name.starts_with(start.as_str()) && name.ends_with(end.as_str())
        };
        self.provided.contains_key(name) || self.patterns.iter().any(fits)
    }

    fn service(&mut self, service: &'a Service, at: At<'a>) {
        let name = match &service.name {
            None => Some(base(at)),
            Some(name) => name.as_str().map(|name| resolved(name, at)),
        };
        match name.as_deref().map(|name| (name.split_once("${"), name.rsplit_once('}'))) {
            Some((Some((start, _)), Some((_, end)))) => {
                self.patterns.push((start.to_owned(), end.to_owned()))
            }
            Some(_) => {}
            None => self.patterns.push(Default::default()),
        }
        let provider = service.provider.as_ref().map_or(Some("consul"), Attr::as_str).unwrap_or("");
        let provider = if provider.is_empty() { "consul" } else { provider };
        let around = || at.around(Some(&service.base));
        let connect = service.connect.as_ref();
        let sidecar = connect.and_then(|connect| connect.sidecar_service.as_ref());
        for upstream in
            sidecar.and_then(|own| own.proxy.as_ref()).iter().flat_map(|proxy| &proxy.upstreams)
        {
            if let Some(name) = here(upstream) {
                let location =
                    upstream.destination_name.as_ref().map(Attr::location).unwrap_or_default();
                let At { one, index, job, .. } = at;
                let location = location.or(upstream.base.location);
                let (by, provider, around) = ("an upstream", "consul", around());
                self.references.push(Reference {
                    one,
                    index,
                    job,
                    by,
                    name: name.to_owned(),
                    provider,
                    location,
                    around,
                });
            }
        }
        let Some(name) = name.filter(|name| !name.contains("${")) else { return };
        let At { one, index, job, .. } = at;
        let provided = || Provided { one, index, job, service, provider, around: around() };
        if sidecar.is_some() {
            self.provided.entry(format!("{name}-sidecar-proxy")).or_default().push(provided());
        }
        self.provided.entry(name).or_default().push(provided());
    }

    fn templates(&mut self, task: &'a Task, at: At<'a>) {
        for template in &task.templates {
            let Some(data) = template
                .data
                .as_ref()
                .filter(|data| data.as_str().is_some_and(|text| text.contains("ervice")))
            else {
                continue;
            };
            for Read { function, path, .. } in reads(template) {
                let provider = match function {
                    "service" => "consul",
                    "nomadService" => "nomad",
                    _ => continue,
                };
                let Some(name) = path.as_deref().and_then(in_template) else { continue };
                let At { one, index, job, .. } = at;
                let around = at.around(Some(&template.base));
                let location = data.location().or(template.base.location);
                let name = name.to_owned();
                self.references.push(Reference {
                    one,
                    index,
                    job,
                    by: "a template",
                    name,
                    provider,
                    location,
                    around,
                });
            }
        }
    }

    /// For each definition, those whose services it refers to.
    pub fn dependencies(&self) -> HashMap<usize, BTreeMap<usize, &Reference<'a>>> {
        let mut all: HashMap<usize, BTreeMap<usize, &Reference<'a>>> = HashMap::new();
        for reference in &self.references {
            // Of instances in several jobs, each would do.
            let Some([provided]) = self.provided.get(&reference.name).map(Vec::as_slice) else {
                continue;
            };
            if provided.index != reference.index {
                all.entry(reference.index).or_default().entry(provided.index).or_insert(reference);
            }
        }
        all
    }
}

impl<'a> At<'a> {
    fn around(self, own: Option<&'a Base>) -> Vec<&'a Base> {
        [Some(&self.group.base), self.task.map(|task| &task.base), own]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// The name of a service without one.
fn base(at: At<'_>) -> String {
    let job = at.job.name.as_ref().and_then(Attr::as_str).unwrap_or(&at.job.id);
    match at.task {
        Some(task) => format!("{job}-{}-{}", at.group.name, task.name),
        None => format!("{job}-{}", at.group.name),
    }
}

/// A name with what Nomad replaces in it and the job says.
fn resolved(name: &str, at: At<'_>) -> String {
    if !name.contains("${") {
        return name.to_owned();
    }
    let job = at.job.name.as_ref().and_then(Attr::as_str).unwrap_or(&at.job.id);
    let task = at.task.map_or("group", |task| &task.name);
    let mut name = name.replace("${BASE}", &base(at));
    for (reference, value) in [
        ("${JOB}", job),
        ("${NOMAD_JOB_NAME}", job),
        ("${NOMAD_JOB_ID}", &at.job.id),
        ("${TASKGROUP}", &at.group.name),
        ("${NOMAD_GROUP_NAME}", &at.group.name),
        ("${TASK}", task),
    ] {
        name = name.replace(reference, value);
    }
    match at.task {
        Some(task) => name.replace("${NOMAD_TASK_NAME}", &task.name),
        None => name,
    }
}

/// The service of an upstream, where it is one of this cluster.
fn here(upstream: &Upstream) -> Option<&str> {
    let usual = |attr: &Option<Attr<String>>, usual: &str| {
        attr.as_ref()
            .is_none_or(|attr| attr.as_str().is_some_and(|own| own.is_empty() || own == usual))
    };
    let is_here = usual(&upstream.destination_type, "service")
        && usual(&upstream.destination_peer, "")
        && usual(&upstream.destination_partition, "default")
        && usual(&upstream.destination_namespace, "default")
        && usual(&upstream.datacenter, "");
    let name = upstream.destination_name.as_ref().and_then(Attr::as_str);
    name.filter(|name| is_here && !name.contains("${"))
}

/// The name in `tag.name~near|filter`; nothing, where it is one of another datacenter or namespace.
fn in_template(text: &str) -> Option<&str> {
    let text = text.split(['|', '~']).next().unwrap_or_default();
    let is_here = !text.contains(['@', '?', '$', '{']) && !text.is_empty();
    is_here.then(|| text.rsplit('.').next().unwrap_or(text))
}
