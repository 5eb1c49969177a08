//! The entities: a domain for each of several sites, a system for each category, a component for each job and a resource for each
//! volume of the cluster or of a node.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::names::Names;
use super::yaml::document;
use crate::map::links::address;
use crate::map::model::{Job, Map, Route, Site, Source, Volume, VolumeKind};
use crate::map::words;

/// The maximum width of a description, in columns.
const WIDEST: usize = 400;

/// What a map does not know.
#[derive(Clone, Copy, Debug)]
pub struct Options<'o> {
    /// The entity that owns all of them, such as `group:platform`.
    pub owner: &'o str,
    /// The lifecycle of the components, such as `production`.
    pub lifecycle: &'o str,
    /// The URL of the project's root, to which paths are appended, such as
    /// `https://github.com/me/jobs/blob/main`.
    pub source_url: Option<&'o str>,
}

impl Map {
    /// The map as `catalog-info.yaml`, for Backstage's catalog, without jobs for reference.
    #[must_use]
    pub fn backstage(&self, options: &Options<'_>) -> String {
        let mut entities = Entities { options, ..Entities::new(options) };
        for site in &self.sites {
            entities.site(site, self.sites.len() > 1);
        }
        entities.documents
    }
}

struct Entities<'o> {
    options: &'o Options<'o>,
    domains: Names,
    systems: Names,
    components: Names,
    resources: Names,
    documents: String,
}

/// The names of a site's entities.
#[derive(Default)]
struct Named<'m> {
    domain: Option<String>,
    systems: BTreeMap<&'m str, String>,
    components: BTreeMap<&'m str, String>,
    resources: BTreeMap<(VolumeKind, &'m str), String>,
}

impl<'o> Entities<'o> {
    fn new(options: &'o Options<'o>) -> Self {
        Self {
            options,
            domains: Names::default(),
            systems: Names::default(),
            components: Names::default(),
            resources: Names::default(),
            documents: String::new(),
        }
    }

    fn site(&mut self, site: &Site, is_one_of_several: bool) {
        let prefix = is_one_of_several.then_some(site.name.as_str());
        let parts = |name| prefix.into_iter().chain([name]).collect::<Vec<&str>>();
        let mut named = Named::default();
        if is_one_of_several {
            let name = self.domains.take(&[&site.name]);
            self.entity("Domain", metadata(&name, &site.name, ""), json!({}));
            named.domain = Some(name);
        }
        let jobs: Vec<&Job> = site.jobs.iter().filter(|job| !job.reference).collect();
        for job in jobs.iter().filter(|job| !job.category.is_empty()) {
            if !named.systems.contains_key(job.category.as_str()) {
                let name = self.systems.take(&parts(&job.category));
                let spec = named.domain.as_ref().map_or(json!({}), |name| json!({"domain": name}));
                self.entity("System", metadata(&name, &job.category, ""), spec);
                named.systems.insert(&job.category, name);
            }
        }
        let own: Vec<String> =
            jobs.iter().map(|job| self.components.take(&parts(&job.key))).collect();
        for (job, name) in jobs.iter().zip(&own) {
            named.components.insert(&job.key, name.clone());
        }
        let volumes = site.volumes.iter().filter(|volume| is_resource(volume.kind));
        for volume in volumes.clone() {
            let name = self.resources.take(&parts(&volume.name));
            named.resources.insert((volume.kind, &volume.name), name);
        }
        for (job, name) in jobs.iter().zip(&own) {
            self.job(job, name, &named);
        }
        for volume in volumes {
            self.volume(volume, &named);
        }
    }

    fn job(&mut self, job: &Job, name: &str, named: &Named<'_>) {
        let mut metadata = metadata(name, &job.key, &job.description);
        let mut annotations = self.annotations(Some(&job.source));
        annotations["nomad.hashicorp.com/job"] = job.name.clone().into();
        if let Some(namespace) = &job.namespace {
            annotations["nomad.hashicorp.com/namespace"] = namespace.clone().into();
        }
        metadata["annotations"] = annotations;
        let links: Vec<Value> = job.routes.iter().flat_map(links).collect();
        if !links.is_empty() {
            metadata["links"] = links.into();
        }
        let mut spec = json!({"type": job.kind, "lifecycle": self.options.lifecycle});
        if let Some(system) = named.systems.get(job.category.as_str()) {
            spec["system"] = system.clone().into();
        }
        let jobs = words::needed(job).into_iter().filter_map(|other| named.components.get(other));
        let jobs = jobs.filter(|other| *other != name).map(|other| format!("component:{other}"));
        let volumes = job.volumes.iter().filter_map(|mount| {
            let name = named.resources.get(&(mount.kind, mount.source.as_str()))?;
            Some(format!("resource:{name}"))
        });
        let mut all: Vec<String> = jobs.chain(volumes).collect();
        all.dedup();
        if !all.is_empty() {
            spec["dependsOn"] = all.into();
        }
        self.entity("Component", metadata, spec);
    }

    fn volume(&mut self, volume: &Volume, named: &Named<'_>) {
        let Some(name) = named.resources.get(&(volume.kind, volume.name.as_str())) else { return };
        let mut metadata = metadata(name, &volume.name, &volume.description);
        let annotations = self.annotations(volume.source.as_ref());
        if annotations.as_object().is_some_and(|all| !all.is_empty()) {
            metadata["annotations"] = annotations;
        }
        let mut spec = json!({"type": format!("{}-volume", volume.kind.as_str())});
        let providers =
            volume.provided_by.iter().filter_map(|job| named.components.get(job.as_str()));
        let providers: Vec<String> = providers.map(|name| format!("component:{name}")).collect();
        if !providers.is_empty() {
            spec["dependsOn"] = providers.into();
        }
        self.entity("Resource", metadata, spec);
    }

    /// Where an entity is defined.
    fn annotations(&self, source: Option<&Source>) -> Value {
        let Some(source) = source else { return json!({}) };
        let line = source.line.map(|line| format!("#L{line}")).unwrap_or_default();
        let mut all = json!({"jobwright/source": format!("{}{line}", source.file)});
        let address = self.options.source_url.and_then(|root| address(root, source));
        if let Some(address) = address {
            all["backstage.io/source-location"] = format!("url:{address}{line}").into();
        }
        all
    }

    fn entity(&mut self, kind: &str, metadata: Value, mut spec: Value) {
        spec["owner"] = self.options.owner.into();
        let entity = json!({
            "apiVersion": "backstage.io/v1alpha1",
            "kind": kind,
            "metadata": metadata,
            "spec": spec,
        });
        self.documents.push_str(&document(&entity));
    }
}

fn metadata(name: &str, title: &str, description: &str) -> Value {
    let mut metadata = json!({"name": name});
    if title != name && !title.is_empty() {
        metadata["title"] = words::cut(title, WIDEST).into();
    }
    if !description.is_empty() {
        metadata["description"] = words::cut(description, WIDEST).into();
    }
    metadata
}

fn is_resource(kind: VolumeKind) -> bool {
    matches!(kind, VolumeKind::Csi | VolumeKind::Host)
}

/// The addresses of a route that a browser can open.
fn links(route: &Route) -> Vec<Value> {
    let is_address = |address: &&str| {
        let letters = |letter: char| letter.is_ascii_alphanumeric() || "-._~/%".contains(letter);
        !address.starts_with('/') && !address.is_empty() && address.chars().all(letters)
    };
    if route.protocol != "http" || !route.rule.contains("Host(`") || route.rule.contains("Regexp(")
    {
        return Vec::new();
    }
    let scheme = if route.tls { "https" } else { "http" };
    let addresses = route.address.split(", ").filter(is_address);
    let link = |address: &str| json!({"url": format!("{scheme}://{address}"), "title": address});
    addresses.map(link).collect()
}
