//! The data of the page, in few bytes: each string is in it once, and is referred to by its number.
//! `page.js` reads it.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::map::model::{Amount, Group, Job, Map, Mount, Route, Source, Total, Volume};
use crate::map::words;
use crate::visible::visible_line;

/// The data as JSON that is safe in a script element, whatever is in its strings.
pub fn data(map: &Map, source_url: Option<&str>) -> String {
    let mut strings = Strings::default();
    strings.number("");
    let mut sites = Vec::new();
    let (mut jobs, mut volumes) = (Vec::new(), Vec::new());
    for (at, site) in map.sites.iter().enumerate() {
        let datacenters = strings.numbers(&site.datacenters);
        let region = site.region.as_deref().unwrap_or_default();
        sites.push(json!([strings.number(&site.name), strings.number(region), datacenters]));
        jobs.extend(site.jobs.iter().map(|job| of_job(at, job, &mut strings)));
        volumes.extend(site.volumes.iter().map(|volume| of_volume(at, volume, &mut strings)));
    }
    let all = json!({
        "jobs": jobs,
        "sites": sites,
        "source": source_url.map(|root| root.trim_end_matches('/')),
        "strings": strings.all,
        "volumes": volumes,
    });
    // Without the special characters of HTML; in JSON, these occur in strings only.
    all.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[derive(Default)]
struct Strings {
    all: Vec<String>,
    known: HashMap<String, usize>,
}

impl Strings {
    fn number(&mut self, text: &str) -> usize {
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        let number = self.all.len();
        self.all.push(visible_line(text).into_owned());
        self.known.insert(text.to_owned(), number);
        number
    }

    fn numbers<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) -> Vec<usize> {
        texts.into_iter().map(|text| self.number(text.as_ref())).collect()
    }
}

fn of_job(site: usize, job: &Job, strings: &mut Strings) -> Value {
    let of_group = |group: &Group, strings: &mut Strings| group_of(group, strings);
    let groups: Vec<Value> = job.groups.iter().map(|group| of_group(group, strings)).collect();
    let routes: Vec<Value> = job.routes.iter().map(|route| of_route(route, strings)).collect();
    let mounts: Vec<Value> = job.volumes.iter().map(|mount| of_mount(mount, strings)).collect();
    let services: Vec<Value> = job
        .services
        .iter()
        .map(|one| json!(strings.numbers([&one.name, &one.provider, &one.port])))
        .collect();
    let dependencies: Vec<Value> = job
        .dependencies
        .iter()
        .map(|one| json!(strings.numbers([one.job.as_str(), one.why.as_str(), one.by.as_str()])))
        .collect();
    let head = [
        job.name.as_str(),
        job.key.as_str(),
        job.namespace.as_deref().unwrap_or_default(),
        job.category.as_str(),
        if job.reference { "reference" } else { job.kind.as_str() },
        job.schedule.as_deref().unwrap_or_default(),
        job.target.as_str(),
        job.description.as_str(),
    ];
    json!([
        site,
        strings.numbers(head),
        of_source(Some(&job.source), strings),
        strings.numbers(&job.images),
        groups,
        services,
        routes,
        mounts,
        dependencies,
        strings.numbers(&job.variables),
        if job.reference { of_total(&Total::default()) } else { of_total(&job.total) },
        strings.number(&words::allocations(job)),
    ])
}

fn group_of(group: &Group, strings: &mut Strings) -> Value {
    let tasks: Vec<Value> =
        group.tasks.iter().map(|task| json!(strings.numbers([&task.name, &task.driver]))).collect();
    let shown = |amount: &Option<Amount>| amount.as_ref().map(ToString::to_string);
    let ports: Vec<Value> = group
        .ports
        .iter()
        .map(|port| {
            let (number, to) = (shown(&port.number), shown(&port.to));
            let parts =
                [port.label.as_str(), number.as_deref().unwrap_or(""), to.as_deref().unwrap_or("")];
            json!(strings.numbers(parts))
        })
        .collect();
    let [cpu, memory] = words::resources(&group.resources);
    let head = [group.name.as_str(), &group.count.to_string(), &cpu, &memory];
    json!([strings.numbers(head), tasks, ports])
}

fn of_route(route: &Route, strings: &mut Strings) -> Value {
    let head = [&route.protocol, &route.name, &route.address, &route.rule, &route.service];
    json!([
        strings.numbers(head),
        strings.numbers(&route.entry_points),
        strings.numbers(&route.middlewares),
        u8::from(route.tls),
    ])
}

fn of_mount(mount: &Mount, strings: &mut Strings) -> Value {
    let head = [mount.kind.as_str(), mount.source.as_str(), mount.access.as_str()];
    let flags = u8::from(mount.read_only) + 2 * u8::from(mount.per_alloc);
    json!([strings.numbers(head), strings.numbers(&mount.destinations), flags])
}

fn of_volume(site: usize, volume: &Volume, strings: &mut Strings) -> Value {
    let plugin = volume.plugin.as_deref().unwrap_or_default();
    let head = [&volume.name, volume.kind.as_str(), plugin, &volume.description];
    json!([
        site,
        strings.numbers(head),
        of_source(volume.source.as_ref(), strings),
        strings.numbers(&volume.provided_by),
        strings.numbers(&volume.used_by),
    ])
}

fn of_source(source: Option<&Source>, strings: &mut Strings) -> Value {
    match source {
        Some(Source { file, line, path }) => {
            let (file, path) = (strings.number(file), path.as_deref().unwrap_or_default());
            json!([file, line.unwrap_or(0), strings.number(path)])
        }
        None => json!([0, 0, 0]),
    }
}

fn of_total(total: &Total) -> Value {
    json!([
        total.allocations,
        total.cpu,
        total.cores,
        total.memory,
        total.node_allocations,
        total.node_cpu,
        total.node_cores,
        total.node_memory,
        total.unknown,
    ])
}
