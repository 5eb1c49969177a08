//! What the map of some jobs says, in each form.

use jobwright::generate::Catalogue;
use jobwright::jobspec::Job;
use jobwright::map::Map;
use jobwright::prelude::*;
use jobwright::{Definition, Definitions, Entry, Registry};

use crate::support::shown::snapshot;

/// A web site with all that a map shows of a job, and what it needs.
fn apps(site: &Site) -> Vec<Definition> {
    let pages =
        Template::inline("local/redis", "{{ range nomadService \"cache\" }}{{ .Port }}{{ end }}");
    let web = Workload::service("web")
        .image("lab/web:1.4")
        .count(2)
        .shape(Shape::new(500, 700))
        .target(Target::hosts(r"node-\d+"))
        .port(Port::http(80))
        .port(Port::fixed("admin", 8443).because("old clients"))
        .route(Route::host("web.lab").and_path("/shop").tls().entry_points(["websecure"]))
        .route(TcpRoute::host_sni("db.lab").to_port("admin"))
        .env("PASSWORD", "hunter2")
        .template(pages)
        .storage(Storage::csi("pictures").at("/pictures").read_only())
        .storage(Storage::nfs("/mnt/share").at("/share"))
        .storage(Storage::ephemeral("tmp").at("/tmp"))
        .after("migrate");
    let migrate = Workload::batch("migrate").image("lab/migrate:2").cron("0 3 * * *");
    let cache = Workload::service("cache")
        .image("redis:7")
        .shape(Shape::new(100, 256))
        .port(Port::dynamic("cache").to(6379))
        .storage(Storage::host("fast").at("/data"));
    let agent = Workload::system("agent").image("lab/agent:3").shape(Shape::equal(64));
    let count = Variable::number("count").default(2);
    let mut scaled = Workload::service("scaled").image("lab/scaled:1").job(site);
    scaled.groups[0].count = Some(count.reference().into());
    let pattern = Workload::service("pattern").image("lab/pattern:1").reference_only();
    let mut all: Vec<Definition> = vec![web, migrate, cache, agent].definitions(site);
    all.extend(scaled.variable(count).definitions(site));
    all.extend(pattern.definitions(site));
    all
}

fn storage(site: &Site) -> Vec<Definition> {
    Workload::storage_controller("controller", "nfs").image("lab/nfs:1").definitions(site)
}

fn volumes(site: &Site) -> Vec<Definition> {
    VolumeSpec::csi("pictures", "nfs").definitions(site)
}

fn sites() -> Vec<Site> {
    ["lab", "edge"].map(site).into()
}

fn site(name: &str) -> Site {
    Site::new(name).datacenters(["dc1"]).provider(Provider::Nomad).host_volumes(["fast"])
}

const REGISTRY: Registry = Registry {
    sites,
    entries: &[
        Entry { source: "registry/apps/web.rs", category: "apps", doc: "The shop.", define: apps },
        Entry {
            source: "registry/core/storage.rs",
            category: "core",
            doc: "Volumes of the cluster.",
            define: storage,
        },
        Entry {
            source: "registry/volumes/pictures.rs",
            category: "volumes",
            doc: "Pictures of the shop.",
            define: volumes,
        },
    ],
};

fn map() -> Map {
    Map::of_catalogues(&[Catalogue::of(&REGISTRY, site("lab"))])
}

fn job(name: &str) -> jobwright::map::Job {
    map().sites[0].jobs.iter().find(|job| job.name == name).expect("a job of the map").clone()
}

#[test]
fn a_map_as_text() {
    snapshot!(map().text());
}

#[test]
fn a_map_as_json() {
    let around = map().around(&["cache".to_owned()]);
    snapshot!(serde_json::to_string_pretty(&around).expect("JSON"));
}

#[test]
fn a_map_as_mermaid() {
    snapshot!(map().mermaid().text);
}

#[test]
fn a_map_as_svg() {
    let svg = map().around(&["cache".to_owned()]).svg();
    roxmltree::Document::parse(&svg).expect("XML");
    snapshot!(svg);
}

#[test]
fn a_map_as_markdown() {
    snapshot!(map().markdown("../"));
}

#[test]
fn who_needs_whom() {
    let needed = |name: &str| -> Vec<String> {
        let job = job(name);
        let shown = |one: &jobwright::map::Dependency| {
            format!("{} {} {}", one.job, one.why.as_str(), one.by).trim_end().to_owned()
        };
        job.dependencies.iter().map(shown).collect()
    };
    assert_eq!(
        needed("web"),
        ["cache service cache", "controller volume pictures", "migrate after"]
    );
    assert_eq!(needed("cache"), [""; 0]);
    assert_eq!(needed("pattern"), [""; 0]);
}

/// The map of a site with one job.
pub fn map_of(job: Job) -> Map {
    let mut catalogue = Catalogue::of(&REGISTRY, site("lab"));
    catalogue.items.truncate(1);
    catalogue.items[0].defined.definition = Definition::Job(job);
    Map::of_catalogues(&[catalogue])
}

#[test]
fn routes_of_fabio_are_routes() {
    let site = site("lab");
    let tags = ["urlprefix-web.lab/shop strip=/shop", "urlprefix-:3306 proto=tcp", "other"];
    let job = Workload::service("web").image("web:1").port(Port::http(80)).tags(tags).job(&site);
    let map = map_of(job);
    let routes = map.sites[0].jobs[0].routes.iter();
    let routes: Vec<_> =
        routes.map(|route| (route.protocol.as_str(), route.address.as_str())).collect();
    assert_eq!(routes, [("http", "web.lab/shop"), ("tcp", ":3306")]);
}

#[test]
fn neighbours_are_those_on_both_sides() {
    let names = |of: &[&str]| -> Vec<String> {
        let of: Vec<String> = of.iter().map(|name| (*name).to_owned()).collect();
        map()
            .around(&of)
            .sites
            .iter()
            .flat_map(|site| &site.jobs)
            .map(|job| job.name.clone())
            .collect()
    };
    assert_eq!(names(&["cache"]), ["cache", "web"]);
    assert_eq!(names(&["web"]), ["cache", "migrate", "web", "controller"]);
    assert_eq!(names(&["agent"]), ["agent"]);
    assert_eq!(names(&["nobody"]), [""; 0]);
}

#[test]
fn totals_are_of_all_allocations() {
    let map = map();
    let site = &map.sites[0];
    // The one for reference counts nowhere, and the scaled one has no number.
    assert_eq!((site.total.jobs, site.total.unknown), (6, 1));
    let web = job("web").total;
    assert_eq!((web.allocations, web.cpu, web.memory), (2, 1000, 1400));
    let agent = job("agent").total;
    assert_eq!((agent.allocations, agent.node_allocations, agent.node_cpu), (0, 1, 64));
    let of_target =
        |name: &str| site.targets.iter().find(|one| one.target == name).expect("a target");
    assert_eq!(of_target(r"node-\d+").total.cpu, 1000);
    let sum: u64 = site.targets.iter().map(|one| one.total.cpu).sum();
    assert_eq!(sum, site.total.cpu);
}

#[test]
fn the_same_registry_gives_the_same_bytes() {
    let all = |map: &Map| {
        let options =
            jobwright::map::Options { owner: "me", lifecycle: "unknown", source_url: None };
        [
            map.text(),
            map.mermaid().text,
            map.svg(),
            map.page(None),
            map.markdown(""),
            map.backstage(&options),
        ]
    };
    assert_eq!(all(&map()), all(&map()));
}

#[test]
fn nothing_secret_is_in_any_form() {
    let map = map();
    let options = jobwright::map::Options { owner: "me", lifecycle: "unknown", source_url: None };
    let json = serde_json::to_string(&map).expect("JSON");
    for form in [
        json,
        map.text(),
        map.mermaid().text,
        map.svg(),
        map.page(None),
        map.markdown(""),
        map.backstage(&options),
    ] {
        assert!(form.contains("web"), "no job is in it");
        for secret in ["hunter2", "PASSWORD", "range nomadService"] {
            assert!(!form.contains(secret), "{secret} is in: {form}");
        }
    }
}
