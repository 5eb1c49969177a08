//! An overview of a set of jobs: services, ports, routes, volumes, images, resources, and
//! dependencies.
//!
//! A [`Map`] is made of the jobs as Nomad has them, so that it shows those of the house layer and
//! those of the full model alike. It is printed as text, JSON, a Mermaid flowchart, an SVG, an HTML
//! page, Markdown tables and entities for Backstage. The same jobs give the same bytes. Values of
//! environment variables, templates and secrets are not part of it.
//!
//! ```
//! use jobwright::generate::Catalogue;
//! use jobwright::map::Map;
//! use jobwright::prelude::*;
//! use jobwright::{Definition, Entry, Registry};
//!
//! fn web(site: &Site) -> Vec<Definition> {
//!     let route = Route::host("web.lab");
//!     let job = Workload::service("web").image("web:1").shape(Shape::new(200, 256)).port(Port::http(80)).route(route);
//!     vec![Definition::Job(job.count(2).job(site))]
//! }
//! # fn sites() -> Vec<Site> { vec![Site::new("lab")] }
//!
//! let registry = Registry {
//!     sites,
//!     entries: &[Entry { source: "registry/apps/web.rs", category: "apps", doc: "The web site.", define: web }],
//! };
//! let map = Map::of_catalogues(&[Catalogue::of(&registry, Site::new("lab"))]);
//! let job = &map.sites[0].jobs[0];
//! assert_eq!((job.total.allocations, job.total.cpu, job.total.memory), (2, 400, 512));
//! assert_eq!(job.routes[0].address, "web.lab");
//! assert!(map.mermaid().text.contains("([\"web.lab\"])"));
//! ```

mod around;
mod backstage;
mod build;
mod dependencies;
mod fabio;
mod given;
mod job;
mod keys;
mod links;
mod markdown;
mod markers;
mod masked;
mod mermaid;
mod model;
mod mounts;
mod page;
mod said;
mod svg;
mod target;
mod text;
mod words;

pub use backstage::Options;
pub use markers::{BEGIN, END, NoPart, with_part};
pub use mermaid::Flowchart;
pub use model::{
    Amount, Dependency, Group, Job, Map, Mount, Port, Resources, Route, Service, Site, Source,
    TargetTotal, Task, Total, Volume, VolumeKind, Why,
};
