//! What is said of a job in the cells of tables.

use super::model::{Amount, Dependency, Job, Mount, Port, Resources, Route, Total};
use crate::visible::{columns, visible_line};

/// CPU in a readable unit.
pub fn cpu(mhz: u64) -> String {
    match mhz {
        0..1000 => format!("{mhz} MHz"),
        _ => format!("{} GHz", tenths(mhz, 1000)),
    }
}

/// Memory in a readable unit.
pub fn memory(mib: u64) -> String {
    match mib {
        0..1024 => format!("{mib} MiB"),
        _ => format!("{} GiB", tenths(mib, 1024)),
    }
}

/// A number of units, with one decimal place where it is significant.
fn tenths(number: u64, unit: u64) -> String {
    if number / unit >= 100 {
        return (number.saturating_add(unit / 2) / unit).to_string();
    }
    let tenths = number.saturating_mul(10).saturating_add(unit / 2) / unit;
    match tenths % 10 {
        0 => format!("{}", tenths / 10),
        tenth => format!("{}.{tenth}", tenths / 10),
    }
}

/// A number of things.
pub fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// How many allocations a job has.
pub fn allocations(job: &Job) -> String {
    if job.total.unknown > 0 {
        let counts = job.groups.iter().map(|group| group.count.to_string());
        return counts.collect::<Vec<_>>().join(" + ");
    }
    match job.total.node_allocations {
        0 => job.total.allocations.to_string(),
        number => format!("{number} per node"),
    }
}

/// The same with the noun.
pub fn allocations_in_words(job: &Job) -> String {
    match job.total.node_allocations {
        _ if job.total.unknown > 0 => format!("{} allocations", allocations(job)),
        0 => count(job.total.allocations, "allocation"),
        number => format!("{} per node", count(number, "allocation")),
    }
}

/// The CPU of all allocations of a job.
pub fn cpu_of(job: &Job) -> String {
    if job.total.unknown > 0 {
        return "unknown".to_owned();
    }
    let Total { cpu, cores, node_cpu, node_cores, .. } = job.total;
    let (mhz, cores) = (cpu.max(node_cpu), cores.max(node_cores));
    match mhz {
        0 if cores > 0 => count(cores, "core"),
        mhz => with_cores(mhz, cores, " and "),
    }
}

/// CPU with the whole cores beside it, if there are any.
pub fn with_cores(mhz: u64, cores: u64, sign: &str) -> String {
    match cores {
        0 => cpu(mhz),
        cores => format!("{}{sign}{}", cpu(mhz), count(cores, "core")),
    }
}

/// The memory of all allocations of a job.
pub fn memory_of(job: &Job) -> String {
    match job.total.unknown {
        0 => memory(job.total.memory.max(job.total.node_memory)),
        _ => "unknown".to_owned(),
    }
}

/// What one allocation of a group reserves.
pub fn resources(resources: &Resources) -> [String; 2] {
    let of_cpu = match resources {
        Resources { cpu: Some(0), cores: Some(cores), .. } => count(*cores, "core"),
        Resources { cpu: Some(mhz), .. } => cpu(*mhz),
        Resources { cpu: None, .. } => "unknown".to_owned(),
    };
    [of_cpu, resources.memory.map_or_else(|| "unknown".to_owned(), memory)]
}

/// A port: `443 https` where it is static, else its label.
pub fn port(port: &Port) -> String {
    match &port.number {
        Some(Amount::Number(number)) => format!("{number} {}", port.label),
        Some(Amount::Expression(source)) => format!("{source} {}", port.label),
        None => port.label.clone(),
    }
}

/// The ports of a job, in the order of its groups.
pub fn ports(job: &Job) -> Vec<String> {
    job.groups.iter().flat_map(|group| &group.ports).map(port).collect()
}

/// A route.
pub fn route(route: &Route) -> String {
    let what = match route.address.as_str() {
        "" if route.entry_points.is_empty() => route.name.clone(),
        "" => format!("{} ({})", route.name, route.entry_points.join(", ")),
        address => address.to_owned(),
    };
    match route.protocol.as_str() {
        "http" if route.tls => format!("https {what}"),
        "http" => what,
        protocol if route.tls => format!("{protocol}+tls {what}"),
        protocol => format!("{protocol} {what}"),
    }
}

/// The routes of a job.
pub fn routes(job: &Job) -> Vec<String> {
    job.routes.iter().map(route).collect()
}

/// A volume that a job mounts.
pub fn mount(mount: &Mount) -> String {
    let mode = if mount.read_only { ", read only" } else { "" };
    format!("{} ({}{mode})", mount.source, mount.kind.as_str())
}

/// The volumes of a job.
pub fn mounts(job: &Job) -> Vec<String> {
    job.volumes.iter().map(mount).collect()
}

/// The jobs that a job needs, each once.
pub fn needed(job: &Job) -> Vec<&str> {
    let mut names: Vec<&str> =
        job.dependencies.iter().map(|Dependency { job, .. }| job.as_str()).collect();
    names.dedup();
    names
}

/// Where a job may run.
pub fn target(target: &str) -> &str {
    if target.is_empty() { "any node" } else { target }
}

/// What jobs reserve, in one sentence without an end.
pub fn total(total: &Total) -> String {
    let mut text = format!(
        "{}, {}, {}, {}",
        count(total.jobs, "job"),
        count(total.allocations, "allocation"),
        cpu(total.cpu),
        memory(total.memory)
    );
    if total.cores > 0 {
        text.push_str(&format!(", {}", count(total.cores, "core")));
    }
    if total.node_allocations > 0 {
        let cpu = with_cores(total.node_cpu, total.node_cores, " + ");
        let node = [cpu, memory(total.node_memory)].join(", ");
        let allocations = count(total.node_allocations, "allocation");
        text.push_str(&format!("; on a node up to {allocations}, {node}"));
    }
    if total.unknown > 0 {
        text.push_str(&format!(
            "; without {} whose numbers are variables",
            count(total.unknown, "group")
        ));
    }
    text
}

/// A string on one line, at most `most` columns wide: a longer one ends with `…`.
pub fn cut(text: &str, most: usize) -> String {
    // No more of it is needed to know that it is too long.
    let start: String = text.chars().take(most + 1).collect();
    let line = visible_line(&start);
    if columns(&line) <= most && start.len() == text.len() {
        return line.into_owned();
    }
    let (mut width, mut cut) = (1, String::new());
    for letter in line.chars() {
        width += columns(letter.encode_utf8(&mut [0; 4]));
        if width > most {
            break;
        }
        cut.push(letter);
    }
    cut.push('…');
    cut
}

/// The first of several, and how many more there are.
pub fn few(all: &[impl AsRef<str>], most: usize) -> String {
    let shown: Vec<&str> = all.iter().take(most).map(AsRef::as_ref).collect();
    match all.len().saturating_sub(most) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
