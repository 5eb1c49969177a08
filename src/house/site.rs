//! The site: the facts and policies of one cluster.

use super::asked::Asked;
use super::said::Said;
use super::{Containers, Defaults, Provider, Shape, SharedStorage, Tags};
use crate::diagnostic::{Level, Levels};
use crate::jobspec::{
    Allowance, Attr, Docker, Driver, Duration, EphemeralDisk, IntoAttr, Job, Location, Problem,
    Version, secs, written_at,
};

/// The facts and policies of one cluster, which its jobs share.
///
/// ```
/// use jobwright::house::{Provider, Site};
/// let site = Site::new("lab")
///     .region("global")
///     .datacenters(["dc1"])
///     .image_registry("registry.lab:5000")
///     .domain("lab.example")
///     .provider(Provider::Nomad)
///     .static_ports([53, 80, 443]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The site's name.
    pub name: String,
    /// The region of its jobs.
    pub region: Option<String>,
    /// The datacenters of its jobs.
    pub datacenters: Vec<String>,
    /// The datacenters that some of its jobs name themselves.
    pub other_datacenters: Vec<String>,
    /// The image registry of images that name none.
    pub image_registry: Option<String>,
    /// The domain of its host names.
    pub domain: String,
    /// Where services are registered.
    pub provider: Provider,
    /// The address of Consul's API, as `host:port`.
    pub consul: String,
    /// The address of Nomad's API, as `host:port`.
    pub nomad_address: String,
    /// The version of Nomad in the cluster, if known.
    pub nomad: Option<Version>,
    /// The levels of the rules that differ from their defaults.
    pub levels: Levels,
    /// The ports that jobs may claim without giving a reason.
    pub static_ports: Vec<u16>,
    /// The longest time to stop that the nodes give a task: `max_kill_timeout` of their configuration.
    pub max_kill_timeout: Duration,
    /// The disk space of an allocation, in MB; without it, Nomad's own default.
    pub ephemeral_disk: Option<u32>,
    /// The resources of a workload without a shape; without it, Nomad's own default.
    pub shape: Option<Shape>,
    /// Whether each port of a workload gets a check, unless the workload sets another one.
    pub checks: bool,
    /// Host volumes that the configuration of the nodes provides: jobs may mount them without a file for each.
    pub host_volumes: Vec<String>,
    /// Volumes of the cluster that are made elsewhere: jobs may mount them without a file for each.
    pub csi_volumes: Vec<String>,
    /// Services that are registered by others: jobs may refer to them although none of them provides them.
    pub services: Vec<String>,
    /// The most CPU that a task may ask for, in MHz.
    pub max_cpu: Option<u32>,
    /// The most memory that a task may ask for, in MB.
    pub max_memory: Option<u32>,
    /// Whether tasks may use more memory than is reserved for them, where that is known.
    pub oversubscription: Option<bool>,
    /// Whether jobs may have IDs that others have, or that are not file names.
    pub any_ids: bool,
    /// Whether the cluster runs Nomad Enterprise.
    pub enterprise: bool,
    /// The driver that runs containers, if it is not docker.
    pub containers: Option<Containers>,
    /// The prefix of the tags that Traefik reads.
    pub traefik_prefix: String,
    /// Traefik's entry points; if there are any, routes may name no others.
    pub entry_points: Vec<String>,
    /// The middlewares that Traefik knows from elsewhere, such as `auth@file`; if there are any,
    /// routes may name no others but those that tags define.
    pub middlewares: Vec<String>,
    /// The categories in the order in which their jobs are deployed; without any, there is no order between them.
    pub order: Vec<String>,
    /// The rules whose findings are allowed in all of its jobs, and why.
    pub allowances: Vec<Allowance>,
    /// The URL of its Nomad API, for `plan`, `deploy` and `drift`.
    pub address: Option<String>,
    /// The classes of its nodes; if there are any, jobs may ask for no others.
    pub node_classes: Vec<String>,
    /// The pools of its nodes besides `default` and `all`; if there are any, jobs may run in no others.
    pub node_pools: Vec<String>,
    /// The storage that its volumes share.
    pub storage: Option<SharedStorage>,
    /// The defaults of its jobs.
    pub defaults: Defaults,
    /// The defaults of categories, each with the location of its call.
    pub(crate) categories: Vec<(String, Defaults, Location)>,
    /// Which sites its definitions ask for.
    pub(super) asked: Asked,
    /// The problems that keep it from being built.
    pub(crate) problems: Vec<Problem>,
    /// Where its methods were called.
    said: Said,
}

impl Site {
    /// A site with the house's policies: 500 MB of disk for an allocation, [`Shape::DEFAULT`], and a check for each
    /// port.
    #[must_use]
    #[track_caller]
    pub fn new(name: &str) -> Self {
        Self {
            ephemeral_disk: Some(500),
            shape: Some(Shape::DEFAULT),
            checks: true,
            ..Self::bare(name)
        }
    }

    /// A site without policies: what a workload does not set is Nomad's own default.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let job = Workload::service("web").image("web:1").job(&Site::bare("lab"));
    /// assert_eq!(job.groups[0].ephemeral_disk, None);
    /// assert_eq!(job.groups[0].tasks[0].resources, None);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn bare(name: &str) -> Self {
        let mut said = Said::default();
        said.adds("new");
        Self {
            name: name.to_owned(),
            region: None,
            datacenters: Vec::new(),
            other_datacenters: Vec::new(),
            image_registry: None,
            domain: "localhost".to_owned(),
            provider: Provider::Consul,
            consul: "127.0.0.1:8500".to_owned(),
            nomad_address: "127.0.0.1:4646".to_owned(),
            nomad: None,
            levels: Levels::default(),
            allowances: Vec::new(),
            problems: Vec::new(),
            static_ports: vec![53, 80, 443],
            max_kill_timeout: secs(30),
            ephemeral_disk: None,
            shape: None,
            checks: false,
            host_volumes: Vec::new(),
            csi_volumes: Vec::new(),
            services: Vec::new(),
            max_cpu: None,
            max_memory: None,
            oversubscription: None,
            any_ids: false,
            enterprise: false,
            containers: None,
            traefik_prefix: "traefik".to_owned(),
            entry_points: Vec::new(),
            middlewares: Vec::new(),
            order: Vec::new(),
            address: None,
            node_classes: Vec::new(),
            node_pools: Vec::new(),
            storage: None,
            defaults: Defaults::new(),
            categories: Vec::new(),
            asked: Asked::default(),
            said,
        }
    }

    /// Sets the region of its jobs: `region = "global"`. Without it, they set none, which means the cluster's.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: &str) -> Self {
        self.said.adds("region");
        self.region = Some(region.to_owned());
        self
    }

    /// Sets the datacenters of its jobs, in place of those before: `datacenters = ["dc1"]`. Without
    /// it, they set none, which means all.
    #[must_use]
    #[track_caller]
    pub fn datacenters<const N: usize>(mut self, datacenters: [&str; N]) -> Self {
        self.said.adds("datacenters");
        self.datacenters = datacenters.map(str::to_owned).to_vec();
        self
    }

    /// Sets the datacenters of the cluster that only jobs with datacenters of their own use, in place of those before. Without
    /// it, a job that names another datacenter than those of the site is an error.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let site = Site::new("lab").datacenters(["dc1"]).other_datacenters(["edge"]);
    /// let job = Workload::service("cache").image("cache:1").datacenters(["edge"]).job(&site);
    /// assert_eq!(job.datacenters, Some(vec!["edge"].into()));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn other_datacenters<const N: usize>(mut self, datacenters: [&str; N]) -> Self {
        self.said.adds("other_datacenters");
        self.other_datacenters = datacenters.map(str::to_owned).to_vec();
        self
    }

    /// Sets the image registry of images that name none: `image = "registry.lab:5000/web"` for the
    /// job `web`. Without it, a workload must set its image.
    #[must_use]
    #[track_caller]
    pub fn image_registry(mut self, registry: &str) -> Self {
        self.said.adds("image_registry");
        self.image_registry = Some(registry.to_owned());
        self
    }

    /// Sets the domain of its host names, which [`Site::host`] makes. Without it, `localhost`.
    #[must_use]
    #[track_caller]
    pub fn domain(mut self, domain: &str) -> Self {
        self.domain = domain.to_owned();
        self
    }

    /// Sets where services are registered: `provider = "nomad"`. Without it, in Consul.
    #[must_use]
    #[track_caller]
    pub fn provider(mut self, provider: Provider) -> Self {
        self.said.adds("provider");
        self.provider = provider;
        self
    }

    /// Sets the address of Consul's API, for definitions that use
    /// [`Site::consul`](field@Site::consul). Without it, `127.0.0.1:8500`.
    #[must_use]
    #[track_caller]
    pub fn consul(mut self, address: &str) -> Self {
        self.consul = address.to_owned();
        self
    }

    /// Sets the address of Nomad's API, for definitions that use
    /// [`Site::nomad_address`](field@Site::nomad_address). Without it, `127.0.0.1:4646`.
    #[must_use]
    #[track_caller]
    pub fn nomad_address(mut self, address: &str) -> Self {
        self.nomad_address = address.to_owned();
        self
    }

    /// Sets the URL of the cluster's API for `plan`, `deploy` and `drift` of several sites:
    /// `https://nomad.lab:4646`. Without it, that of the environment: `LAB_NOMAD_ADDR` for a site `lab`.
    #[must_use]
    #[track_caller]
    pub fn address(mut self, url: &str) -> Self {
        if !url.contains("://") {
            let message = format!("invalid URL `{url}` for the site's Nomad");
            let help = "include the scheme, such as `https://nomad.lab:4646`";
            self.problems.push(Problem::new(message, help, Location::here()));
        }
        self.address = Some(url.to_owned());
        self
    }

    /// Sets the version of Nomad in the cluster, such as `1.9` or `1.10.3`: whatever is newer than
    /// that in a job is then an error. Without it, versions are not checked.
    ///
    /// ```
    /// use jobwright::jobspec::Version;
    /// use jobwright::prelude::*;
    /// assert_eq!(Site::new("lab").nomad("1.9").nomad, Some(Version::new(1, 9, 0)));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn nomad(mut self, version: &str) -> Self {
        self.nomad = Version::parse(version);
        if self.nomad.is_none() {
            let message = format!("invalid version `{version}` for the site's Nomad");
            let help = "use two or three numbers, such as `1.9` or `1.10.3`";
            self.problems.push(Problem::new(message, help, Location::here()));
        }
        self
    }

    /// Allows the findings of a rule in all jobs of the site: `.allow("image-untagged", "the registry
    /// keeps one image of each name")`. To allow one in a single job, call `allow` on that job.
    #[must_use]
    #[track_caller]
    pub fn allow(mut self, rule: &str, reason: &str) -> Self {
        let (rule, reason, location) = (rule.to_owned(), reason.to_owned(), Location::here());
        self.allowances.push(Allowance { rule, reason, location });
        self
    }

    /// Sets the level of a rule: `.lint("house/static-port", Level::Warning)`. The last call for a rule counts.
    #[must_use]
    #[track_caller]
    pub fn lint(mut self, rule: &str, level: Level) -> Self {
        self.levels.set(rule, level);
        self
    }

    /// Sets the same for the definitions below a directory: `.lint_in("registry/legacy/**", "static-port", Level::Off)`.
    #[must_use]
    #[track_caller]
    pub fn lint_in(mut self, path: &str, rule: &str, level: Level) -> Self {
        self.levels.set_in(path, rule, level);
        self
    }

    /// Sets the ports that jobs may claim without giving a reason, in place of 53, 80 and 443, or of those before. Any
    /// other needs `.because("…")`.
    #[must_use]
    #[track_caller]
    pub fn static_ports<const N: usize>(mut self, ports: [u16; N]) -> Self {
        self.static_ports = ports.to_vec();
        self
    }

    /// Sets the longest time to stop that the nodes give a task, as `max_kill_timeout` of their configuration says:
    /// `.max_kill_timeout(mins(2))`. Without it, it is Nomad's own 30 seconds.
    #[must_use]
    #[track_caller]
    pub fn max_kill_timeout(mut self, most: Duration) -> Self {
        self.said.adds("max_kill_timeout");
        self.max_kill_timeout = most;
        self
    }

    /// Sets the disk space of an allocation, in MB: `ephemeral_disk { size = 500 }`. Without it, 500 ([`Site::new`]) or
    /// Nomad's own default ([`Site::bare`]).
    #[must_use]
    #[track_caller]
    pub fn ephemeral_disk(mut self, size: u32) -> Self {
        self.said.adds("ephemeral_disk");
        self.ephemeral_disk = Some(size);
        self
    }

    /// Sets the resources of a workload without a shape: `resources { cpu = 512 memory = 512 }`.
    /// Without it, [`Shape::DEFAULT`] ([`Site::new`]) or Nomad's own default ([`Site::bare`]).
    #[must_use]
    #[track_caller]
    pub fn shape(mut self, shape: Shape) -> Self {
        self.said.adds("shape");
        self.shape = Some(shape);
        self
    }

    /// Adds host volumes that the configuration of the nodes provides: jobs may mount them without a file in
    /// `registry/volumes/`.
    #[must_use]
    #[track_caller]
    pub fn host_volumes<V: Into<String>>(mut self, names: impl IntoIterator<Item = V>) -> Self {
        self.host_volumes.extend(names.into_iter().map(Into::into));
        self
    }

    /// Adds volumes of the cluster that are made elsewhere: jobs may mount them without a file in `registry/volumes/`.
    #[must_use]
    #[track_caller]
    pub fn csi_volumes<V: Into<String>>(mut self, names: impl IntoIterator<Item = V>) -> Self {
        self.csi_volumes.extend(names.into_iter().map(Into::into));
        self
    }

    /// Adds classes that nodes have: `.node_classes(["gpu", "storage"])`. A job that asks for another one is an error then.
    #[must_use]
    pub fn node_classes<C: Into<String>>(mut self, names: impl IntoIterator<Item = C>) -> Self {
        self.node_classes.extend(names.into_iter().map(Into::into));
        self
    }

    /// Adds pools that nodes are in, besides `default` and `all`: `.node_pools(["gpu"])`. A job of another one is an error
    /// then.
    #[must_use]
    pub fn node_pools<P: Into<String>>(mut self, names: impl IntoIterator<Item = P>) -> Self {
        self.node_pools.extend(names.into_iter().map(Into::into));
        self
    }

    /// Adds services that no job of the registry provides: those of machines outside the cluster, or of other registries.
    /// A job may refer to them in templates and upstreams.
    #[must_use]
    pub fn services<V: Into<String>>(mut self, names: impl IntoIterator<Item = V>) -> Self {
        self.services.extend(names.into_iter().map(Into::into));
        self
    }

    /// Sets the most CPU that a task may ask for, in MHz: what no node has, or what the house agreed on.
    #[must_use]
    pub const fn max_cpu(mut self, mhz: u32) -> Self {
        self.max_cpu = Some(mhz);
        self
    }

    /// Sets the most memory that a task may ask for, in MB, `memory_max` included.
    #[must_use]
    pub const fn max_memory(mut self, mb: u32) -> Self {
        self.max_memory = Some(mb);
        self
    }

    /// Sets whether tasks may use more memory than is reserved for them, which is off by default in
    /// a cluster: without it, Nomad ignores `memory_max`.
    #[must_use]
    pub const fn oversubscription(mut self, is_on: bool) -> Self {
        self.oversubscription = Some(is_on);
        self
    }

    /// Allows jobs with IDs that others have, as those of several clusters do, or that are not file
    /// names. The files of such jobs in `out/` are named after the files that define them.
    #[must_use]
    pub const fn any_ids(mut self) -> Self {
        self.any_ids = true;
        self
    }

    /// Declares that the cluster runs Nomad Enterprise: attributes that only that supports, such as `schedule`, are
    /// then not an error.
    #[must_use]
    pub const fn enterprise(mut self) -> Self {
        self.enterprise = true;
        self
    }

    /// Sets the driver that runs containers in place of docker, by what it makes of docker's configuration. It holds
    /// for every workload, and for jobs of the full model that [`Site::complete`] completes.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let podman = Site::new("edge").containers(Podman::from);
    /// let job = Workload::service("web").image("web:1").port(Port::http(80)).job(&podman);
    /// assert_eq!(job.groups[0].tasks[0].driver, Some("podman".into()));
    ///
    /// // An agent without any containers: the jobs are placed and found, and do nothing.
    /// let sleeper = |_| RawExec::command("/bin/sleep").args(["infinity"]);
    /// let job = Workload::service("web").job(&Site::new("laptop").containers(sleeper));
    /// assert_eq!(job.groups[0].tasks[0].driver, Some("raw_exec".into()));
    /// ```
    #[must_use]
    pub fn containers<D: Driver>(
        mut self,
        convert: impl Fn(Docker) -> D + Send + Sync + 'static,
    ) -> Self {
        self.containers = Some(Containers::new(convert));
        self
    }

    /// Sets the prefix of the tags of routes, for a Traefik that reads another one than `traefik`.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let site = Site::new("lab").traefik_prefix("ingress");
    /// let job = Workload::service("web").port(Port::http(80)).route(Route::host("web.lab")).job(&site);
    /// let tags = ["ingress.enable=true", "ingress.http.routers.web.rule=Host(`web.lab`)"];
    /// assert_eq!(job.groups[0].services[0].tags, Some(tags.into_attr()));
    /// # use jobwright::jobspec::IntoAttr;
    /// ```
    #[must_use]
    #[track_caller]
    pub fn traefik_prefix(mut self, prefix: &str) -> Self {
        prefix.clone_into(&mut self.traefik_prefix);
        self
    }

    /// Sets Traefik's entry points, in place of those before. A route through any other is an error then.
    #[must_use]
    #[track_caller]
    pub fn entry_points<E: Into<String>>(mut self, names: impl IntoIterator<Item = E>) -> Self {
        self.entry_points = names.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the middlewares that Traefik knows from elsewhere, such as `auth@file`. A route through any other is an
    /// error then, unless the tags of some job define it.
    #[must_use]
    #[track_caller]
    pub fn middlewares<M: Into<String>>(mut self, names: impl IntoIterator<Item = M>) -> Self {
        self.middlewares = names.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the order in which the categories of jobs are deployed, in place of the one before: a job waits for all jobs of
    /// the categories before its own. Categories are the directories of the registry, with dashes; those that are not named
    /// come last, together. Without it, there is no order between them.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let site = Site::new("lab").order(["core-infrastructure", "platform-services", "applications"]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn order<const N: usize>(mut self, categories: [&str; N]) -> Self {
        self.said.adds("order");
        self.order = categories.map(str::to_owned).to_vec();
        self
    }

    /// The location of the order of the categories.
    pub(crate) fn order_location(&self) -> Location {
        self.place("order")
    }

    /// Tags of a service of this name, for this site's Traefik.
    #[must_use]
    pub fn tags(&self, service: &str) -> Tags {
        Tags::of(service).with_prefix(&self.traefik_prefix)
    }

    /// A host name below the site's domain.
    #[must_use]
    pub fn host(&self, name: &str) -> String {
        format!("{name}.{}", self.domain)
    }

    /// Completes a job of the full model for this site: with the region and the datacenters, the
    /// disk of each group, and the catalog of each service, unless the job sets them; with the
    /// site's driver of containers, and with its defaults of env, meta, tags and constraints.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let site = Site::new("lab").datacenters(["dc1"]).provider(Provider::Nomad);
    /// let job = site.complete(Job::service("web").group(Group::new("web").service(Service::new("web"))));
    /// assert_eq!(job.datacenters, Some(vec!["dc1"].into()));
    /// assert_eq!(job.groups[0].services[0].provider, Some("nomad".into()));
    /// ```
    #[must_use]
    pub fn complete(&self, mut job: Job) -> Job {
        self.defaults.complete(&mut job);
        self.fill_in(job)
    }

    /// The same without the defaults.
    pub(super) fn fill_in(&self, mut job: Job) -> Job {
        let region = || self.region.as_deref().map(|region| self.said_at("region", region));
        job.region = job.region.or_else(region);
        if job.datacenters.is_none() && !self.datacenters.is_empty() {
            job.datacenters = Some(self.said_at("datacenters", self.datacenters.clone()));
        }
        for group in &mut job.groups {
            let disk = |size| {
                let disk = EphemeralDisk::new().size(i64::from(size));
                Box::new(written_at(disk, self.place("ephemeral_disk")))
            };
            let own = group.ephemeral_disk.take();
            group.ephemeral_disk = own.or_else(|| self.ephemeral_disk.map(disk));
            if let Some(containers) = &self.containers {
                group.tasks.iter_mut().for_each(|task| containers.run(task));
            }
            let tasks = group.tasks.iter_mut().flat_map(|task| &mut task.services);
            for service in group.services.iter_mut().chain(tasks) {
                // Consul is Nomad's own default.
                if service.provider.is_none() && self.provider != Provider::Consul {
                    service.provider = Some(self.said_at("provider", self.provider.as_str()));
                }
            }
        }
        job
    }

    /// Where the site was made.
    pub(crate) fn location(&self) -> Location {
        self.said.place("new")
    }

    /// The location of a setting of the site: the call, or where the site was made.
    pub(super) fn place(&self, method: &str) -> Location {
        self.said.places(method).last().unwrap_or_default().or(self.said.place("new"))
    }

    /// The site's value for an attribute.
    fn said_at<T>(&self, method: &str, value: impl IntoAttr<T>) -> Attr<T> {
        value.into_attr().at(self.place(method))
    }

    /// The image of a name in the site's registry, for images without tags. What has one is a literal `repository:tag`,
    /// which update bots find.
    #[must_use]
    pub fn image(&self, name: &str) -> String {
        match &self.image_registry {
            Some(registry) => format!("{registry}/{name}"),
            None => name.to_owned(),
        }
    }
}
