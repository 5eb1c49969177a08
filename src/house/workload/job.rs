//! The settings of a workload's job: where it belongs, how urgent it is, and when it runs.

use super::Workload;
use crate::house::Site;
use crate::jobspec::{
    Attr, Block, DispatchPayload, IntoAttr, IntoBlock, Location, Parameterized, Periodic, Version,
    written_at,
};

/// The first version of Nomad that supports several times in one `periodic` block.
const CRONS: Version = Version::new(1, 7, 0);

impl Workload {
    /// The datacenters of the job: `datacenters = ["dc1"]`. Without it, the site's; without those, all. A second call
    /// is a finding.
    #[must_use]
    #[track_caller]
    pub fn datacenters(mut self, datacenters: impl IntoAttr<Vec<String>>) -> Self {
        self.parts.said.sets("job.datacenters", "datacenters");
        self.parts.job.datacenters = Some(datacenters.into_attr().here());
        self
    }

    /// The node pool that it runs in: `node_pool = "gpu"`; `all` is every node of the cluster.
    /// Without it, Nomad's own pool `default`. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn node_pool(mut self, pool: impl IntoAttr<String>) -> Self {
        self.parts.said.sets("job.node_pool", "node_pool");
        self.parts.job = self.parts.job.node_pool(pool);
        self
    }

    /// The namespace of the job: `namespace = "shop"`. Without it, the one that is set when the job
    /// is deployed, which is `default` by default. A second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn namespace(mut self, namespace: impl IntoAttr<String>) -> Self {
        self.parts.said.sets("job.namespace", "namespace");
        self.parts.job = self.parts.job.namespace(namespace);
        self
    }

    /// How urgent the job is when nodes are scarce: `priority = 70`, from 1 to 100, or to what the servers allow; higher
    /// goes first. Nomad's default is 50. A second call is a finding.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let job = Workload::service("dns").image("dns:1").priority(80).job(&Site::new("lab"));
    /// assert_eq!(job.priority, Some(80.into()));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn priority(mut self, priority: impl IntoAttr<i64>) -> Self {
        self.parts.said.sets("job.priority", "priority");
        self.parts.job = self.parts.job.priority(priority);
        self
    }

    /// A name and a string for whoever looks at the job: `meta { team = "shop" }` of the job; its tasks see it as
    /// `NOMAD_META_team`. A further call adds another; a second one for the same name is a finding.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let job = Workload::service("web").image("web:1").meta("team", "shop").job(&Site::new("lab"));
    /// assert!(job.meta.is_some_and(|meta| meta.get("team").is_some()));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn meta(mut self, name: &str, value: impl IntoAttr<String>) -> Self {
        self.parts.said.sets(format!("job.meta.{name}"), "meta");
        self.parts.job = self.parts.job.meta(name, value);
        self
    }

    /// The schedule of the job, as a cron expression: `periodic { crons = ["0 3 * * *"] … }`, for
    /// batch jobs. A run is skipped while the one before it still runs; to allow overlaps, use
    /// [`Workload::periodic`]. Without it, the job runs once. A further call adds another time, for
    /// Nomad 1.7 and newer.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let backup = Workload::batch("backup").image("restic:1").cron("0 3 * * *").time_zone("Europe/Berlin");
    /// let crons = Periodic::crons(["0 3 * * *"]).time_zone("Europe/Berlin").prohibit_overlap(true);
    /// assert_eq!(backup.job(&Site::new("lab")).periodic, Some(crons.into()));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn cron(mut self, cron: impl IntoAttr<String>) -> Self {
        let here = Location::here();
        if self.parts.said.places("cron").next().is_some() {
            self.parts.said.adds("cron");
        } else {
            self.parts.said.sets("job.periodic", "cron");
        }
        let mut periodic = self.parts.job.periodic.take().unwrap_or_else(Periodic::boxed);
        let cron = vec![cron.into_attr().here()].into_attr();
        periodic.base.append("crons", &mut periodic.crons, cron);
        periodic.prohibit_overlap.get_or_insert(Attr::from(true).at(here));
        periodic.base.location = periodic.base.location.or(here);
        self.parts.job.periodic = Some(periodic);
        self
    }

    /// The time zone of [`Workload::cron`] and [`Workload::periodic`]: `time_zone = "Europe/Berlin"`. Without it, UTC. A
    /// second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn time_zone(mut self, zone: impl IntoAttr<String>) -> Self {
        self.parts.said.sets("job.periodic.time_zone", "time_zone");
        let periodic =
            self.parts.job.periodic.take().unwrap_or_else(Periodic::boxed).time_zone(zone);
        self.parts.job.periodic = Some(written_at(periodic, Location::here()).into());
        self
    }

    /// A schedule that [`Workload::cron`] does not support: the job's `periodic` block, unchanged,
    /// for batch jobs. Without it, the job runs once. A second call, or [`Workload::cron`] beside
    /// it, is a finding.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let every = Periodic::crons(["*/5 * * * *"]).prohibit_overlap(false);
    /// let job = Workload::batch("probe").image("probe:1").periodic(every).job(&Site::new("lab"));
    /// assert!(job.periodic.is_some());
    /// ```
    #[must_use]
    #[track_caller]
    pub fn periodic(mut self, periodic: impl IntoBlock<Periodic>) -> Self {
        self.parts.said.sets("job.periodic", "periodic");
        let zone = self.parts.job.periodic.take().and_then(|earlier| earlier.time_zone);
        self.parts.job = self.parts.job.periodic(periodic);
        if let Some(periodic) = &mut self.parts.job.periodic {
            if periodic.time_zone.is_some() {
                self.parts.said.sets("job.periodic.time_zone", "periodic");
            }
            periodic.time_zone = periodic.time_zone.take().or(zone);
        }
        self
    }

    /// Makes the job a parameterized one, which runs when it is dispatched: the job's
    /// `parameterized` block, for batch jobs. Without it, it runs when it is deployed. A second
    /// call is a finding.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let form = Parameterized::new().payload("required").meta_required(["reason"]);
    /// let backup = Workload::batch("backup").image("restic:1").parameterized(form).dispatch_payload("paths.txt");
    /// assert!(backup.job(&Site::new("lab")).parameterized.is_some());
    /// ```
    #[must_use]
    #[track_caller]
    pub fn parameterized(mut self, form: impl IntoBlock<Parameterized>) -> Self {
        self.parts.said.sets("job.parameterized", "parameterized");
        self.parts.job = self.parts.job.parameterized(form);
        self
    }

    /// The file to which the payload of a dispatch is written: `dispatch_payload { file =
    /// "paths.txt" }`, which is `local/paths.txt`, for jobs of [`Workload::parameterized`]. A
    /// second call is a finding.
    #[must_use]
    #[track_caller]
    pub fn dispatch_payload(mut self, file: impl IntoBlock<DispatchPayload>) -> Self {
        self.parts.said.sets("task.dispatch_payload", "dispatch_payload");
        self.parts.task = self.parts.task.dispatch_payload(file);
        self
    }

    /// Sets one time in the form that all versions of Nomad read, if the site's does not support
    /// several.
    pub(in crate::house) fn spell_cron(&mut self, site: &Site) {
        let old = site.nomad.is_some_and(|nomad| nomad < CRONS);
        let own = self.parts.said.places("cron").count() == 1;
        let Some(periodic) = self.parts.job.periodic.as_mut().filter(|_| old && own) else {
            return;
        };
        let Some(crons) = periodic.crons.take() else { return };
        let location = crons.location();
        match crons.into_values() {
            Ok(one) if one.len() == 1 => periodic.cron = one.into_iter().next(),
            Ok(all) => periodic.crons = Some(all.into_attr()),
            Err(expression) => periodic.crons = Some(expression.at(location)),
        }
    }
}
