//! The network of a workload, and how others reach it: ports, services, checks and routes.

use super::Workload;
use crate::house::presets::timed;
use crate::house::{IntoRoute, alive};
use crate::jobspec::{Check, IntoAttr, IntoBlock, Location, Network, Port, Service};

impl Workload {
    /// The network of the node, in place of one of its own: `network { mode = "host" }`. The program itself listens on
    /// the ports of the node, at the number in `${NOMAD_PORT_LABEL}`; a port's number inside the container means
    /// nothing then. Without it, docker's bridge. A second call changes nothing.
    #[must_use]
    #[track_caller]
    pub fn host_network(mut self) -> Self {
        self.parts.said.adds("host_network");
        self.parts.host_network = true;
        self
    }

    /// A network of its own kind, such as `Network::new().mode("bridge")`: the group's `network` block. Its ports are
    /// the workload's, like those of [`Workload::port`]. Without it, one with the ports alone. A second call is a
    /// finding.
    #[must_use]
    #[track_caller]
    pub fn network(mut self, network: impl IntoBlock<Network>) -> Self {
        self.parts.said.sets("group.network", "network");
        let mut network = network.into_block();
        let networks = &mut self.parts.group.networks;
        if let Some(earlier) = networks.first_mut() {
            network.ports.splice(0..0, earlier.ports.drain(..));
            *earlier = network.here();
        } else {
            networks.push(network.here());
        }
        self
    }

    /// A port: `port "http" { to = 80 }` in the group's network, and a `service` of the job's name at it with the
    /// house's check, unless [`Workload::with_service`] gives one for it. Without any, no service. A further call adds
    /// another; the first one is that of checks and routes which name none.
    #[must_use]
    #[track_caller]
    pub fn port(mut self, port: impl IntoBlock<Port>) -> Self {
        let port = port.into_block();
        match self.parts.group.networks.first_mut() {
            Some(network) => network.ports.push(port.here()),
            None => self.parts.group = self.parts.group.network(Network::new().port(port)),
        }
        self
    }

    /// A service in place of the one that its port would get: a `service` block of the group. A further call adds
    /// another.
    #[must_use]
    #[track_caller]
    pub fn with_service(mut self, service: impl IntoBlock<Service>) -> Self {
        self.parts.group = self.parts.group.service(service);
        self
    }

    /// No services but those that are given: no `service` of the house. Without it, one for each port. A second call
    /// changes nothing.
    #[must_use]
    #[track_caller]
    pub fn no_services(mut self) -> Self {
        self.parts.said.adds("no_services");
        self.parts.no_services = true;
        self
    }

    /// Tags in the catalog, besides those of the routes: `tags = ["a", "b"]` of every service of
    /// the group, or routes of [`Fabio`](crate::house::Fabio). Without it, those of the routes
    /// alone. A further call adds to them.
    #[must_use]
    #[track_caller]
    pub fn tags<S: IntoAttr<String>>(mut self, tags: impl IntoIterator<Item = S>) -> Self {
        self.parts.said.adds("tags");
        let here = Location::here();
        for tag in tags {
            self.parts.group.base.note(tag.problems());
            self.parts.tags.push(tag.into_attr().at(here));
        }
        self
    }

    /// Tags in the catalog for instances that are canaries, in place of [`Workload::tags`] and
    /// routes, which they get when they are promoted: `canary_tags = ["…"]`. A further call adds to
    /// them.
    #[must_use]
    #[track_caller]
    pub fn canary_tags<S: IntoAttr<String>>(mut self, tags: impl IntoIterator<Item = S>) -> Self {
        self.parts.said.adds("canary_tags");
        let here = Location::here();
        for tag in tags {
            self.parts.group.base.note(tag.problems());
            self.parts.canary_tags.push(tag.into_attr().at(here));
        }
        self
    }

    /// A check in place of the house's, for the service of the first port: its `check` block, tried every 10 s and for
    /// 2 s unless it says otherwise. Without it, a TCP check of each port. A second call, or [`Workload::health`]
    /// beside it, is a finding.
    #[must_use]
    #[track_caller]
    pub fn check(mut self, check: impl IntoBlock<Check>) -> Self {
        self.parts.said.sets("check", "check");
        self.parts.check = Some(timed(check.into_block()));
        self
    }

    /// An HTTP check of a path, as [`alive`] makes it, for the service of the first port: `check { type = "http" path =
    /// "/health" … }`. It passes until it has been tried, or, in a group with canaries, when it has been. Without it, a
    /// TCP check. A second call, or [`Workload::check`] beside it, is a finding.
    #[must_use]
    #[track_caller]
    pub fn health(mut self, path: &str) -> Self {
        self.parts.said.sets("check", "health");
        self.parts.check = Some(alive(Check::http(path)));
        self
    }

    /// A route through Traefik: its `tags` on the service of the first port, or of the route's
    /// [`to_port`](crate::house::Route::to_port). A further call adds another.
    #[must_use]
    #[track_caller]
    pub fn route(mut self, route: impl IntoRoute) -> Self {
        self.parts.said.adds("route");
        self.parts.routes.push(route.into_route());
        self
    }

    /// A route through Traefik to instances that are canaries, and to no others: their tags in the
    /// catalog until they are promoted, with the one by which Traefik keeps them apart. The router
    /// is `<service>-canary`, unless it is named. A further call adds another.
    ///
    /// ```
    /// use jobwright::prelude::*;
    /// let web = Workload::service("web").image("web:1").port(Port::http(80)).rollout(Rollout::Canary);
    /// let job = web.route(Route::host("web.lab")).canary_route(Route::host("next.lab")).job(&Site::new("lab"));
    /// assert_eq!(job.groups[0].services[0].canary_tags, Some(vec![
    ///     "traefik.enable=true",
    ///     "traefik.http.routers.web-canary.rule=Host(`next.lab`)",
    ///     "traefik.consulcatalog.canary=true",
    /// ].into()));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn canary_route(mut self, route: impl IntoRoute) -> Self {
        self.parts.said.adds("canary_route");
        self.parts.canary_routes.push(route.into_route());
        self
    }
}
