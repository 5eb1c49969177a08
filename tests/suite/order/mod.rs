//! The order of deployment: from definitions and from plain files, as `order.json`, and what is wrong with it.

mod file;
mod findings;
mod plain;
mod random;

use jobwright::Definition;
use jobwright::order::{self, Given, Order, Sorted};
use jobwright::prelude::*;

use crate::support::clock;
use crate::support::shown::snapshot;

/// Definitions with their categories.
type Registry = Vec<(&'static str, Definition)>;

fn job(id: &str) -> Job {
    Job::service(id).group(Group::new("g").task(Task::new("t", Docker::image("app:1"))))
}

fn mounts(id: &str, volume: Volume) -> Job {
    let mut job = job(id);
    job.groups[0].volumes.push(volume);
    job
}

/// A job that runs a storage plugin.
fn runs(id: &str, plugin: &str) -> Job {
    Workload::storage_controller(id, plugin).image("plugin:1").job(&Site::new("lab"))
}

fn of_jobs(category: &'static str, jobs: impl IntoIterator<Item = Job>) -> Registry {
    jobs.into_iter().map(|job| (category, Definition::Job(job))).collect()
}

fn of_volumes(volumes: impl IntoIterator<Item = VolumeSpec>) -> Registry {
    volumes.into_iter().map(|volume| ("volumes", Definition::Volume(volume))).collect()
}

/// What is given of definitions, as `gen` names their files.
fn given(registry: &Registry) -> Vec<Given<'_>> {
    registry.iter().map(|(category, definition)| given_of(category, definition)).collect()
}

fn given_of<'a>(category: &str, definition: &'a Definition) -> Given<'a> {
    match definition {
        Definition::Job(job) => Given::job(format!("{}.nomad.hcl", job.id), category, job),
        Definition::Volume(volume) => {
            let name = volume.source().expect("a name");
            Given::volume(format!("volumes/{name}.volume.hcl"), volume)
        }
        Definition::Reference(_) => panic!("a reference is never deployed"),
    }
}

fn sorted(site: &Site, registry: &Registry) -> Sorted {
    order::of(site, &given(registry))
}

fn ids(order: &Order) -> Vec<String> {
    order.steps.iter().map(order::Step::name).collect()
}

fn before(order: &Order, id: &str) -> Vec<String> {
    let at = order.steps.iter().position(|step| step.name() == id).expect("a step");
    order.before(at).map(|at| order.steps[at].name()).collect()
}

/// A registry of three categories with all that makes an order.
fn homelab() -> (Site, Registry) {
    let site = Site::new("lab").region("global").order(["core", "platform", "no-jobs", "apps"]);
    let core = [job("traefik"), runs("storage-node", "nfs"), runs("storage-controller", "nfs")];
    let platform = [
        mounts("grafana", Volume::csi("data", "grafana")).after("loki").after("prometheus"),
        job("loki").region("global"),
        mounts("prometheus", Volume::host("data", "metrics")),
    ];
    let apps = [
        job("web").after("db").namespace("shop"),
        mounts("db", Volume::csi("data", "db")).namespace("shop").region("eu"),
        mounts("cache", Volume::host("data", "made-elsewhere")),
    ];
    let mut registry = of_jobs("apps", apps);
    registry.extend(of_jobs("core", core));
    registry.extend(of_jobs("left-over", [job("zero")]));
    registry.extend(of_jobs("platform", platform));
    registry.extend(of_jobs("rest", [job("one")]));
    registry.extend(of_volumes([
        VolumeSpec::csi("grafana", "nfs"),
        VolumeSpec::host("metrics", "mkdir"),
        VolumeSpec::csi("db", "nfs").external_id("vol-1"),
    ]));
    (site, registry)
}

#[test]
fn a_registry_has_an_order() {
    let (site, registry) = homelab();
    let sorted = sorted(&site, &registry);
    assert!(sorted.faults.is_empty(), "{:?}", sorted.faults);
    snapshot!(sorted.order.text());
}

#[test]
fn a_job_waits_for_the_categories_before_its_own() {
    let (site, registry) = homelab();
    let order = sorted(&site, &registry).order;
    let core = ["storage-node", "storage-controller"];
    assert_eq!(before(&order, "traefik"), [""; 0]);
    assert_eq!(before(&order, "volume metrics"), [""; 0]);
    assert_eq!(before(&order, "volume db"), core);
    let platform = before(&order, "prometheus");
    assert_eq!(platform, ["volume metrics", "traefik", "storage-node", "storage-controller"]);
    // Of volumes it waits for its own alone.
    let all = before(&order, "web");
    assert!(all.contains(&"grafana".to_owned()) && all.contains(&"db".to_owned()), "{all:?}");
    assert!(!all.iter().any(|one| one.starts_with("volume")), "{all:?}");
    // What the site does not name comes last, together.
    assert_eq!(before(&order, "zero"), before(&order, "one"));
    assert_eq!(before(&order, "zero").len(), 9);
}

#[test]
fn without_an_order_of_categories_the_files_have_theirs() {
    let (_, registry) = homelab();
    let order = sorted(&Site::new("lab"), &registry).order;
    assert_eq!(before(&order, "cache"), [""; 0]);
    assert_eq!(ids(&order)[..3], ["volume metrics", "cache", "traefik"]);
    assert!(!order.text().contains("category"), "{}", order.text());
}

#[test]
fn volumes_are_known_by_kind_name_and_namespace() {
    let volume = |id: &str| VolumeSpec::csi(id, "nfs");
    let each = |id: &str| mounts(id, Volume::csi("data", "data").per_alloc(true));
    let cases: [(Registry, Vec<Job>, &[&str]); 6] = [
        (
            of_volumes([volume("data")]),
            vec![mounts("a", Volume::csi("d", "data"))],
            &["volume data"],
        ),
        (of_volumes([volume("data")]), vec![mounts("a", Volume::host("d", "data"))], &[]),
        (of_volumes([volume("data")]), vec![mounts("a", Volume::csi("d", expr("var.data")))], &[]),
        (
            of_volumes([volume("data[0]"), volume("data[1]"), volume("database[0]")]),
            vec![each("a")],
            &["volume data[0]", "volume data[1]"],
        ),
        // A volume of another namespace is better than none: its specification may leave that to who deploys it.
        (
            of_volumes([volume("data")]),
            vec![mounts("a", Volume::csi("d", "data")).namespace("shop")],
            &["volume data"],
        ),
        (
            of_volumes([volume("data"), volume("data").namespace("shop")]),
            vec![mounts("a", Volume::csi("d", "data")).namespace("shop")],
            &["volume data"],
        ),
    ];
    for (mut registry, jobs, expected) in cases {
        registry.extend(of_jobs("apps", jobs));
        let order = sorted(&Site::new("lab"), &registry).order;
        assert_eq!(before(&order, "a"), *expected, "{}", order.text());
    }
}

#[test]
fn jobs_of_one_id_wait_for_those_beside_them() {
    let site = Site::new("lab").any_ids();
    let shop = |job: Job| job.namespace("shop");
    let registry = of_jobs(
        "apps",
        [job("web").after("db"), shop(job("web").after("db")), job("db"), shop(job("db"))],
    );
    let order = sorted(&site, &registry).order;
    assert_eq!(ids(&order), ["db", "web", "db", "web"]);
    let after: Vec<&[usize]> = order.steps.iter().map(|step| step.after.as_slice()).collect();
    let expected: [&[usize]; 4] = [&[], &[0], &[], &[2]];
    assert_eq!(after, expected);
}

#[test]
fn some_steps_keep_their_order() {
    let chain =
        [job("c").after("b"), job("b").after("a"), job("a"), job("d").after("c").after("a")];
    let order = sorted(&Site::new("lab"), &of_jobs("apps", chain)).order;
    let some = order.only(|step| ["a", "d"].contains(&step.id.as_str()));
    assert_eq!(ids(&some), ["a", "d"]);
    assert_eq!(before(&some, "d"), ["a"]);
    let (site, registry) = homelab();
    let some = sorted(&site, &registry).order.only(order::Step::is_job);
    assert_eq!(before(&some, "db").len(), 6);
    assert_eq!(some.only(|step| step.id == "db").steps[0].after, [0; 0]);
}

/// How long it takes to put so many jobs into an order, each with a volume, and after the one before it.
fn time(count: usize) -> std::time::Duration {
    let site = Site::new("lab").order(["core", "apps"]);
    let one = |at: usize| {
        let job = mounts(&format!("j{at}"), Volume::csi("data", format!("v{at}")));
        if at > 0 { job.after(&format!("j{}", at - 1)) } else { job }
    };
    let mut registry = of_jobs("apps", (0..count).rev().map(one));
    registry.extend(of_jobs("core", [runs("plugin", "nfs")]));
    registry.extend(of_volumes((0..count).map(|at| VolumeSpec::csi(&format!("v{at}"), "nfs"))));
    let mut put = None;
    let took = clock::taken(|| {
        let sorted = sorted(&site, &registry);
        put = Some((sorted.order.text(), sorted));
    });
    let (text, sorted) = put.expect("an order");
    assert_eq!((sorted.order.steps.len(), sorted.faults.len()), (2 * count + 1, 0));
    let last = ids(&sorted.order).pop();
    assert_eq!(last, Some(format!("j{}", count - 1)));
    assert_eq!(Order::parse("order.json".as_ref(), &text).expect("an order"), sorted.order);
    took
}

#[test]
fn ten_times_the_jobs_take_about_ten_times_as_long() {
    let (few, many) = (time(1_000), time(10_000));
    println!("1,000 jobs: {few:?}; 10,000: {many:?}");
    assert!(many < few * 40, "1,000 jobs: {few:?}; 10,000: {many:?}");
}
