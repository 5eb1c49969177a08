//! The site that most of the jobs imply, and its source.

use std::collections::{BTreeMap, BTreeSet};

use crate::house::{Provider, Site};
use crate::import::definition::code::{Code, Link};
use crate::import::definition::functions::INDENTED;
use crate::import::definition::{function, layout, literal};
use crate::jobspec::{Attr, EphemeralDisk, Group, Job, Text, Value};
use crate::lint;
use crate::lint::placement::datacenters_overlap;

/// So many jobs speak for a domain.
const SOME: usize = 3;

/// The facts that most of the jobs agree on: region, datacenters, disk, catalog and domain; with
/// the other datacenters and the static ports that they name, and the volumes that they mount.
///
/// ```
/// use jobwright::import::site;
/// use jobwright::prelude::*;
/// let job = Job::service("web").datacenters(["dc1"]);
/// assert_eq!(site(&[&job]), Site::bare("dc1").datacenters(["dc1"]));
/// ```
#[must_use]
pub fn site(jobs: &[&Job]) -> Site {
    let groups: Vec<&Group> = jobs.iter().flat_map(|job| &job.groups).collect();
    let text = |attr: &Option<Attr<String>>| plain(attr).map(str::to_owned);
    let region = most(jobs.iter().map(|job| text(&job.region)));
    let datacenters = most(jobs.iter().map(|job| names(job.datacenters.as_ref())));
    let disk = most(groups.iter().map(|group| disk(group)));
    let name = match datacenters.as_deref() {
        Some([only]) if only != "*" => only,
        _ => "site",
    };
    let mut site = Site::bare(name);
    site.region = region;
    site.datacenters = datacenters.unwrap_or_default();
    if !site.datacenters.is_empty() {
        let known =
            |name: &String| site.datacenters.iter().any(|own| datacenters_overlap(name, own));
        let named = jobs.iter().filter_map(|job| names(job.datacenters.as_ref())).flatten();
        let others: BTreeSet<String> = named.filter(|name| !known(name)).collect();
        site.other_datacenters = others.into_iter().collect();
    }
    site.ephemeral_disk = disk;
    if let Some(domain) = often(jobs.iter().filter_map(|job| domain(job))) {
        site.domain = domain;
    }
    let providers = groups.iter().flat_map(|group| {
        let tasks = group.tasks.iter().flat_map(|task| &task.services);
        group.services.iter().chain(tasks).map(|service| text(&service.provider))
    });
    if most(providers).as_deref() == Some(Provider::Nomad.as_str()) {
        site.provider = Provider::Nomad;
    }
    let mut ports: BTreeSet<u16> = site.static_ports.iter().copied().collect();
    let resources =
        groups.iter().flat_map(|group| &group.tasks).filter_map(|task| task.resources.as_ref());
    let networks = groups.iter().flat_map(|group| &group.networks);
    let networks = networks.chain(resources.flat_map(|resources| &resources.networks));
    let claimed = networks.flat_map(|network| &network.ports);
    let claimed = claimed.filter_map(|port| u16::try_from(port.static_.as_ref()?.get()?).ok());
    ports.extend(claimed.filter(|port| *port > 0));
    site.static_ports = ports.into_iter().collect();
    site.host_volumes = volumes(&groups, "host");
    site.csi_volumes = volumes(&groups, "csi");
    site.enterprise = jobs.iter().any(|job| lint::needs_enterprise(job));
    let mut ids = BTreeSet::new();
    site.any_ids =
        !jobs.iter().all(|job| ids.insert(job.id.to_lowercase()) && lint::is_file_name(&job.id));
    site
}

fn plain(attr: &Option<Attr<String>>) -> Option<&str> {
    match attr.as_ref()?.value() {
        Value::Text(Text::Plain(text)) => Some(text),
        _ => None,
    }
}

fn names(attr: Option<&Attr<Vec<String>>>) -> Option<Vec<String>> {
    let names = attr?.get()?;
    (Some(&Attr::from(names.clone())) == attr && !names.is_empty()).then_some(names)
}

/// What at least half of all say.
fn most<T: Ord + Clone>(said: impl Iterator<Item = Option<T>>) -> Option<T> {
    let said: Vec<Option<T>> = said.collect();
    let (value, count) = winner(said.iter().flatten().cloned())?;
    (count * 2 >= said.len()).then_some(value)
}

/// What some say, more than say anything else.
fn often(said: impl Iterator<Item = String>) -> Option<String> {
    let (value, count) = winner(said)?;
    (count >= SOME).then_some(value)
}

/// The value that is said most often; of several, the first in order.
fn winner<T: Ord>(said: impl Iterator<Item = T>) -> Option<(T, usize)> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    said.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, count)| *count)
}

fn disk(group: &Group) -> Option<u32> {
    let own = group.ephemeral_disk.as_ref()?;
    let size = own.size.as_ref()?.get()?;
    (**own == EphemeralDisk::new().size(size)).then(|| u32::try_from(size).ok()).flatten()
}

/// The domain below which a route names the job or one of its services.
fn domain(job: &Job) -> Option<String> {
    let services = job.groups.iter().flat_map(|group| {
        let tasks = group.tasks.iter().flat_map(|task| &task.services);
        group.services.iter().chain(tasks)
    });
    services.filter_map(|service| names(service.tags.as_ref())).flatten().find_map(|tag| {
        let (_, host) = tag.split_once("Host(`")?;
        let (host, _) = host.split_once('`')?;
        let (_, domain) = host.split_once('.')?;
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
        domain.chars().all(plain).then(|| domain.to_owned())
    })
}

fn volumes(groups: &[&Group], kind: &str) -> Vec<String> {
    let volumes = groups.iter().flat_map(|group| &group.volumes);
    let sources: BTreeSet<String> = volumes
        .filter(|volume| plain(&volume.type_) == Some(kind))
        .filter_map(|volume| plain(&volume.source).map(str::to_owned))
        .collect();
    sources.into_iter().collect()
}

/// The source of `registry/site.rs` for the site.
pub fn text(site: &Site) -> String {
    let bare = Site::bare(&site.name);
    let text = |text: &str| Code::atom(literal::text(text));
    let list = |texts: &[String]| Code::List(texts.iter().map(|one| text(one)).collect());
    let mut links = Vec::new();
    let mut step = |name: &str, code: Code| links.push(Link::method(name, [code]));
    if let Some(region) = &site.region {
        step("region", text(region));
    }
    if !site.datacenters.is_empty() {
        step("datacenters", list(&site.datacenters));
    }
    if !site.other_datacenters.is_empty() {
        step("other_datacenters", list(&site.other_datacenters));
    }
    if site.domain != bare.domain {
        step("domain", text(&site.domain));
    }
    if site.provider == Provider::Nomad {
        step("provider", Code::atom("Provider::Nomad"));
    }
    if let Some(size) = site.ephemeral_disk {
        step("ephemeral_disk", Code::atom(size.to_string()));
    }
    if site.static_ports != bare.static_ports {
        let ports = site.static_ports.iter().map(|port| Code::atom(port.to_string()));
        step("static_ports", Code::List(ports.collect()));
    }
    if !site.host_volumes.is_empty() {
        step("host_volumes", list(&site.host_volumes));
    }
    if !site.csi_volumes.is_empty() {
        step("csi_volumes", list(&site.csi_volumes));
    }
    if site.enterprise {
        links.push(Link::method("enterprise", []));
    }
    if site.any_ids {
        links.push(Link::method("any_ids", []));
    }
    let code = Code::call("Site::bare", [text(&site.name)]).then(links);
    let body = function("pub fn site() -> Site", &layout::body(&code, INDENTED));
    format!(
        "//! The site: what the jobs share.\n\npub use jobwright::prelude::*;\n\n/// The one cluster of this registry.\n{body}"
    )
}
