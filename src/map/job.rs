//! One job, as a map has it.

use std::collections::{HashMap, HashSet};

use super::masked::mask;
use super::model::{
    Amount, Group, Job, Mount, Port, Resources, Route, Service, Task, Total, VolumeKind,
};
use super::said::{amount, text};
use super::{fabio, mounts, target};
use crate::diagnostic::Place;
use crate::images::{of_job, shown};
use crate::import::hosts_and_paths;
use crate::jobspec::{self, Attr, canonical};
use crate::lint::ports::networks;
use crate::lint::routes::{Part, Seen};
use crate::registry::{Defined, Definition};

/// A job without its dependencies.
pub fn of(defined: &Defined, job: &jobspec::Job, prefix: &str) -> Job {
    let whole = canonical(job);
    let kind = text(whole.type_.as_ref());
    let per_node = matches!(kind.as_str(), "system" | "sysbatch");
    let groups: Vec<Group> =
        job.groups.iter().zip(&whole.groups).map(|(own, whole)| group(own, whole)).collect();
    let mut seen = HashSet::new();
    let images = of_job(job).into_iter().map(|used| used.image);
    let images: Vec<String> = images.filter(|image| seen.insert(image.clone())).collect();
    let namespace = text(job.namespace.as_ref());
    let total = total(&groups, per_node);
    let mut job = Job {
        name: job.id.clone(),
        namespace: (!matches!(namespace.as_str(), "" | "default")).then_some(namespace),
        kind,
        reference: matches!(defined.definition, Definition::Reference(_)),
        schedule: schedule(job),
        target: target::of(job),
        images,
        services: services(&whole),
        routes: routes(defined, prefix).into_iter().chain(fabio::routes(job)).collect(),
        volumes: job_mounts(job),
        variables: job.variables.iter().map(|variable| variable.name.clone()).collect(),
        groups,
        total,
        ..Job::default()
    };
    mask(&mut job);
    job
}

fn schedule(job: &jobspec::Job) -> Option<String> {
    let periodic = job.periodic.as_ref()?;
    if let Some(cron) = periodic.cron.as_ref() {
        return Some(shown(cron.value()));
    }
    let crons = periodic.crons.as_ref()?.get()?;
    Some(crons.join(", "))
}

fn group(own: &jobspec::Group, whole: &jobspec::Group) -> Group {
    let task =
        |task: &jobspec::Task| Task { name: task.name.clone(), driver: text(task.driver.as_ref()) };
    let ports = networks(own)
        .flat_map(|network| network.ports.iter().chain(&network.reserved_ports))
        .map(|port| Port {
            label: port.label.clone(),
            number: port.static_.as_ref().map(amount),
            to: port.to.as_ref().map(amount),
        });
    Group {
        name: own.name.clone(),
        count: whole.count.as_ref().map_or(Amount::Number(1), amount),
        tasks: whole.tasks.iter().map(task).collect(),
        ports: ports.collect(),
        resources: resources(whole),
    }
}

/// What one allocation of a group reserves.
fn resources(group: &jobspec::Group) -> Resources {
    let mut sum = Resources { cpu: Some(0), cores: None, memory: Some(0) };
    let number = |attr: &Option<Attr<i64>>| {
        attr.as_ref().map_or(Some(0), |attr| attr.get().map(|number| number.max(0).unsigned_abs()))
    };
    let add = |own: Option<u64>, more: Option<u64>| Some(own?.saturating_add(more?));
    for resources in group.tasks.iter().filter_map(|task| task.resources.as_ref()) {
        sum.cpu = add(sum.cpu, number(&resources.cpu));
        sum.memory = add(sum.memory, number(&resources.memory));
        match number(&resources.cores) {
            Some(0) => {}
            Some(cores) => sum.cores = Some(sum.cores.unwrap_or(0).saturating_add(cores)),
            None => sum.cpu = None,
        }
    }
    sum
}

fn total(groups: &[Group], per_node: bool) -> Total {
    let mut total = Total { jobs: 1, ..Total::default() };
    for group in groups {
        let Resources { cpu: Some(cpu), memory: Some(memory), cores } = group.resources else {
            total.unknown += 1;
            continue;
        };
        let Amount::Number(count) = group.count else {
            total.unknown += 1;
            continue;
        };
        let times = |number: u64| number.saturating_mul(count);
        let all = match per_node {
            true => Total {
                node_allocations: count,
                node_cpu: times(cpu),
                node_cores: times(cores.unwrap_or(0)),
                node_memory: times(memory),
                ..Total::default()
            },
            false => Total {
                allocations: count,
                cpu: times(cpu),
                cores: times(cores.unwrap_or(0)),
                memory: times(memory),
                ..Total::default()
            },
        };
        total.add(&all);
    }
    total
}

fn services(job: &jobspec::Job) -> Vec<Service> {
    let service = |service: &jobspec::Service| Service {
        name: text(service.name.as_ref()),
        provider: text(service.provider.as_ref()),
        port: text(service.port.as_ref()),
    };
    let of_group = |group: &jobspec::Group| {
        let of_tasks = group.tasks.iter().flat_map(|task| &task.services);
        group.services.iter().chain(of_tasks).map(service).collect::<Vec<_>>()
    };
    job.groups.iter().flat_map(of_group).collect()
}

fn routes(defined: &Defined, prefix: &str) -> Vec<Route> {
    // The rules see what is deployed; a map shows what is for reference, too.
    let as_job = match &defined.definition {
        Definition::Reference(job) => {
            &Defined { source: defined.source.clone(), definition: Definition::Job(job.clone()) }
        }
        _ => defined,
    };
    let seen = Seen::of(&[as_job], prefix, &|_, _| Place::Unknown);
    seen.routers.iter().map(route).collect()
}

fn route(router: &Part<'_>) -> Route {
    let rule = router.get("rule").unwrap_or_default();
    let owned = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect();
    Route {
        protocol: router.protocol.clone(),
        name: router.name.clone(),
        address: address(&router.protocol, rule),
        rule: rule.to_owned(),
        entry_points: owned(router.list("entrypoints")),
        middlewares: owned(router.list("middlewares")),
        tls: router
            .settings
            .iter()
            .any(|(key, value)| key == "tls" && value != "false" || key.starts_with("tls.")),
        service: router.service.to_owned(),
    }
}

/// What a rule matches, in the usual form of an address.
fn address(protocol: &str, rule: &str) -> String {
    let Some(parts) = hosts_and_paths(protocol, rule) else { return rule.to_owned() };
    let is_path = |name: &str| name.starts_with("Path");
    let (paths, hosts): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(name, _)| is_path(name));
    let hosts: Vec<&str> = hosts.into_iter().map(|(_, host)| host).collect();
    let paths: Vec<&str> = paths.into_iter().map(|(_, path)| path).collect();
    match (hosts.as_slice(), paths.as_slice()) {
        (hosts, []) => hosts.join(", "),
        ([], paths) => paths.join(", "),
        // Too many combinations to be of help.
        (hosts, paths) if hosts.len() * paths.len() > 16 => rule.to_owned(),
        (hosts, paths) => {
            let all = hosts.iter().flat_map(|host| paths.iter().map(move |path| (host, path)));
            all.map(|(host, path)| format!("{host}{path}")).collect::<Vec<_>>().join(", ")
        }
    }
}

/// The volumes of the groups and those of containers: what several mount alike is one.
fn job_mounts(job: &jobspec::Job) -> Vec<Mount> {
    let mut all: Vec<Mount> = Vec::new();
    let mut known: HashMap<(VolumeKind, String, bool), usize> = HashMap::new();
    for mount in job.groups.iter().flat_map(mounts::of) {
        let key = (mount.kind, mount.source.clone(), mount.read_only);
        // Each group has a disk of its own.
        let same = known.get(&key).filter(|_| mount.kind != VolumeKind::Ephemeral);
        match same.and_then(|at| all.get_mut(*at)) {
            Some(known) => known.destinations.extend(mount.destinations),
            None => {
                known.insert(key, all.len());
                all.push(mount);
            }
        }
    }
    for mount in &mut all {
        let mut seen = HashSet::new();
        mount.destinations.retain(|path| seen.insert(path.clone()));
    }
    all
}
