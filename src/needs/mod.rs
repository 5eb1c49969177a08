//! What a job needs before it can run, and does not provide itself.

mod template;

use std::fmt;

use serde::Serialize;

use crate::go_template::delimiters;
use crate::jobspec::{Attr, Group, Job, Service, Task, Template, Value, Volume, VolumeSpec};
pub(crate) use template::Read;

/// One thing that must exist before a job can run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Need {
    /// What it is.
    pub kind: Kind,
    /// Its name or path.
    pub name: String,
    /// Details: the keys of a variable, the mode of a volume, a type.
    pub details: Vec<String>,
    /// The parts of the job that need it, such as `web/server` for a task in a group.
    pub by: Vec<String>,
}

/// The kind of a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A variable of the job file, without a default: `nomad job run -var`.
    InputVariable,
    /// A namespace of the cluster.
    Namespace,
    /// A node pool.
    NodePool,
    /// A driver of a node.
    Driver,
    /// A device of a node.
    Device,
    /// A host network, which the configuration of the nodes defines.
    HostNetwork,
    /// A volume that a node provides.
    HostVolume,
    /// A volume of the cluster.
    CsiVolume,
    /// A plugin that mounts volumes of the cluster.
    CsiPlugin,
    /// One of Nomad's variables: `nomad var put`.
    NomadVariable,
    /// A key of Consul.
    ConsulKey,
    /// A secret of Vault.
    VaultSecret,
    /// A role or a policy of Vault.
    VaultRole,
    /// A service that another job registers.
    Service,
    /// A job that must be deployed first, by its definition.
    Job,
}

impl Kind {
    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InputVariable => "input variable",
            Self::Namespace => "namespace",
            Self::NodePool => "node pool",
            Self::Driver => "driver",
            Self::Device => "device",
            Self::HostNetwork => "host network",
            Self::HostVolume => "host volume",
            Self::CsiVolume => "csi volume",
            Self::CsiPlugin => "csi plugin",
            Self::NomadVariable => "nomad variable",
            Self::ConsulKey => "consul key",
            Self::VaultSecret => "vault secret",
            Self::VaultRole => "vault role",
            Self::Service => "service",
            Self::Job => "job",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a job needs before it can run, by kind, and within a kind in the order of the job.
/// `volumes` are those that are declared beside it: they name the plugins that mount them.
///
/// The value of an expression is known only when the job is deployed, and is not included; nor is
/// what a program requests by itself.
///
/// ```
/// use jobwright::needs::{self, Kind};
/// use jobwright::prelude::*;
/// let job = Workload::service("netbox")
///     .image("netbox:4")
///     .secrets([("DB_PASSWORD", "db_password")])
///     .storage(Storage::csi("netbox").at("/data"))
///     .job(&Site::new("lab"));
/// let needs = needs::of(&job, &[&VolumeSpec::csi("netbox", "nfs")]);
/// let kinds: Vec<Kind> = needs.iter().map(|need| need.kind).collect();
/// assert_eq!(kinds, [Kind::Driver, Kind::CsiVolume, Kind::CsiPlugin, Kind::NomadVariable]);
/// assert_eq!(needs[3].name, "nomad/jobs/netbox");
/// assert_eq!(needs[3].details, ["db_password"]);
/// ```
#[must_use]
pub fn of(job: &Job, volumes: &[&VolumeSpec]) -> Vec<Need> {
    let mut needs = Needs::default();
    for variable in job.variables.iter().filter(|variable| variable.default.is_none()) {
        let kind = variable.type_.as_ref().map(|kind| match kind.value() {
            Value::Expr(expr) => expr.source().to_owned(),
            other => other.as_str().unwrap_or_default().to_owned(),
        });
        needs.add(Kind::InputVariable, &variable.name, kind, "");
    }
    needs.known(Kind::Namespace, job.namespace.as_ref(), "");
    needs.known(Kind::NodePool, job.node_pool.as_ref(), "");
    for group in &job.groups {
        needs.group(group, volumes);
    }
    for first in job.after.iter() {
        needs.add(Kind::Job, &first.job, None, "");
    }
    needs.found.sort_by_key(|need| need.kind);
    needs.found
}

#[derive(Default)]
struct Needs {
    found: Vec<Need>,
}

impl Needs {
    fn add(&mut self, kind: Kind, name: &str, details: impl IntoIterator<Item = String>, by: &str) {
        let same = |need: &Need| need.kind == kind && need.name == name;
        let at = self.found.iter().position(same).unwrap_or_else(|| {
            let new = Need { kind, name: name.to_owned(), details: Vec::new(), by: Vec::new() };
            self.found.push(new);
            self.found.len() - 1
        });
        let Some(need) = self.found.get_mut(at) else { return };
        for detail in details {
            if !need.details.contains(&detail) {
                need.details.push(detail);
            }
        }
        if !by.is_empty() && !need.by.iter().any(|known| known == by) {
            need.by.push(by.to_owned());
        }
    }

    /// Adds what an attribute names, if it is set to a constant and names something that does not
    /// exist everywhere.
    fn known(&mut self, kind: Kind, name: Option<&Attr<String>>, by: &str) {
        match name.and_then(Attr::as_str) {
            None | Some("" | "default" | "all") => {}
            Some(name) => self.add(kind, name, None, by),
        }
    }

    fn group(&mut self, group: &Group, volumes: &[&VolumeSpec]) {
        for port in group.networks.iter().flat_map(|network| &network.ports) {
            self.known(Kind::HostNetwork, port.host_network.as_ref(), &group.name);
        }
        for volume in &group.volumes {
            self.volume(volume, volumes, &group.name);
        }
        for service in &group.services {
            self.service(service, &group.name);
        }
        for task in &group.tasks {
            self.task(task, &format!("{}/{}", group.name, task.name));
        }
    }

    fn volume(&mut self, volume: &Volume, volumes: &[&VolumeSpec], by: &str) {
        let Some(source) = volume.source.as_ref().and_then(Attr::as_str) else { return };
        let per_alloc = volume.per_alloc.as_ref().and_then(Attr::get) == Some(true);
        let mode = volume.access_mode.as_ref().and_then(Attr::as_str);
        let mut details: Vec<String> = mode.map(str::to_owned).into_iter().collect();
        if volume.read_only.as_ref().and_then(Attr::get) == Some(true) {
            details.push("read only".to_owned());
        }
        if per_alloc {
            details.push("one for each allocation, `[0]` on".to_owned());
        }
        let csi = volume.type_.as_ref().and_then(Attr::as_str) == Some("csi");
        self.add(if csi { Kind::CsiVolume } else { Kind::HostVolume }, source, details, by);
        let declared = volumes.iter().filter(|spec| csi && spec.kind() == Some("csi"));
        for spec in declared.filter(|spec| spec.source() == Some(source)) {
            self.known(Kind::CsiPlugin, spec.plugin_id.as_ref(), by);
        }
    }

    fn service(&mut self, service: &Service, by: &str) {
        let sidecar = service.connect.as_ref().and_then(|connect| connect.sidecar_service.as_ref());
        let proxy = sidecar.and_then(|sidecar| sidecar.proxy.as_ref());
        for upstream in proxy.iter().flat_map(|proxy| &proxy.upstreams) {
            if let Some(name) = upstream.destination_name.as_ref().and_then(Attr::as_str) {
                self.add(Kind::Service, name, Some("consul".to_owned()), by);
            }
        }
    }

    fn task(&mut self, task: &Task, by: &str) {
        self.known(Kind::Driver, task.driver.as_ref(), by);
        for device in task.resources.iter().flat_map(|resources| &resources.devices) {
            self.add(Kind::Device, &device.name, None, by);
        }
        let networks = task.resources.iter().flat_map(|resources| &resources.networks);
        for port in networks.flat_map(|network| &network.ports) {
            self.known(Kind::HostNetwork, port.host_network.as_ref(), by);
        }
        if let Some(vault) = &task.vault {
            self.known(Kind::VaultRole, vault.role.as_ref(), by);
            for policy in vault.policies.as_ref().and_then(Attr::get).into_iter().flatten() {
                self.add(Kind::VaultRole, &policy, Some("policy".to_owned()), by);
            }
        }
        for secret in &task.secrets {
            let provider = secret.provider.as_ref().and_then(Attr::as_str).unwrap_or_default();
            let kind = if provider == "nomad" { Kind::NomadVariable } else { Kind::VaultSecret };
            if let Some(path) = secret.path.as_ref().and_then(Attr::as_str) {
                let other = (!matches!(provider, "nomad" | "vault")).then(|| provider.to_owned());
                self.add(kind, path, other, by);
            }
        }
        for template in &task.templates {
            self.template(template, by);
        }
        for service in &task.services {
            self.service(service, by);
        }
    }

    fn template(&mut self, template: &Template, by: &str) {
        for Read { function, path, keys } in reads(template) {
            let (kind, catalogue) = match function {
                "nomadVar" => (Kind::NomadVariable, None),
                "key" => (Kind::ConsulKey, None),
                "secret" | "pkiCert" => (Kind::VaultSecret, None),
                "nomadService" => (Kind::Service, Some("nomad")),
                _ => (Kind::Service, Some("consul")),
            };
            let name = path.as_deref().unwrap_or("(path computed by the template)");
            self.add(kind, name, keys.into_iter().chain(catalogue.map(str::to_owned)), by);
        }
    }
}

/// What a template reads in the cluster.
pub(crate) fn reads(template: &Template) -> Vec<Read> {
    of_text(template, template::reads)
}

/// The environment variables that a template reads without handling the case that they are not set.
pub(crate) fn environment(template: &Template) -> Vec<String> {
    of_text(template, template::environment)
}

fn of_text<T>(template: &Template, of: impl Fn(&str, &str, &str) -> Vec<T>) -> Vec<T> {
    let Some(data) = template.data.as_ref().and_then(Attr::as_str) else { return Vec::new() };
    let (left, right) = delimiters(template);
    of(data, left, right)
}
