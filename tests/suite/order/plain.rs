//! The order of plain files: without a registry, and with the order that lies beside them.

use jobwright::order::{self, Given, Order};
use jobwright::prelude::*;

use super::{before, given, homelab, ids, job, mounts, of_jobs, of_volumes, runs, sorted};

fn of_files(given: &[Given<'_>], said: Option<&Order>) -> Order {
    let sorted = order::of_files(given, said);
    assert!(sorted.faults.is_empty(), "{:?}", sorted.faults);
    sorted.order
}

#[test]
fn plain_files_show_their_volumes_and_plugins() {
    let mut registry = of_jobs(
        "",
        [mounts("web", Volume::csi("data", "data")), job("alone"), runs("plugin", "nfs")],
    );
    registry.extend(of_volumes([VolumeSpec::csi("data", "nfs")]));
    let order = of_files(&given(&registry), None);
    assert_eq!(ids(&order), ["alone", "plugin", "volume data", "web"]);
    assert_eq!(before(&order, "web"), ["volume data"]);
    assert_eq!(before(&order, "volume data"), ["plugin"]);
}

#[test]
fn the_order_beside_them_says_the_rest() {
    let (site, registry) = homelab();
    let whole = sorted(&site, &registry).order;
    // Those who read the files know neither categories nor what comes after what, and every region is a region to them.
    let mut plain = registry.clone();
    for (category, definition) in &mut plain {
        *category = "";
        if let jobwright::Definition::Job(job) = definition {
            job.after = Default::default();
            job.region = job.region.take().or(Some("global".into()));
        }
    }
    plain.reverse();
    let order = of_files(&given(&plain), Some(&whole));
    for step in &whole.steps {
        let sort = |mut ids: Vec<String>| {
            ids.sort();
            ids
        };
        let name = step.name();
        assert_eq!(sort(before(&order, &name)), sort(before(&whole, &name)), "{name}");
    }
}

#[test]
fn some_of_the_files_wait_for_those_that_are_there() {
    let (site, registry) = homelab();
    let whole = sorted(&site, &registry).order;
    let some = |ids: &[&str]| -> super::Registry {
        let jobs = registry.iter().filter(|(_, one)| match one {
            jobwright::Definition::Job(job) => ids.contains(&job.id.as_str()),
            _ => false,
        });
        let mut jobs: super::Registry = jobs.cloned().collect();
        // A file of which the order knows nothing.
        jobs.insert(0, ("", jobwright::Definition::Job(job("new"))));
        jobs
    };
    let order = of_files(&given(&some(&["web", "db", "grafana", "zero"])), Some(&whole));
    assert_eq!(ids(&order), ["grafana", "db", "web", "new", "zero"]);
    assert_eq!(before(&order, "web"), ["grafana", "db"]);
    assert_eq!(before(&order, "new"), ["grafana", "db", "web"]);
}
