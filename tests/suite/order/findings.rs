//! What is wrong with an order is found at the very call, and an order there is all the same.

use jobwright::lint::{self, Context};
use jobwright::prelude::*;
use jobwright::{Defined, Definition};

use super::{Registry, ids, job, mounts, of_jobs, of_volumes, runs};
use crate::support::shown::snapshot;

const RULES: [&str; 4] =
    ["house/unknown-job", "house/deployment-cycle", "house/category-order", "house/site"];

/// What the rules on the order find.
fn found(site: &Site, registry: Registry) -> String {
    let is_reference = |(_, one): &&(&str, Definition)| matches!(one, Definition::Reference(_));
    let mut deployed = registry.clone();
    deployed.retain(|one| !is_reference(&one));
    let order = super::sorted(site, &deployed).order;
    assert_eq!(order.steps.len(), deployed.len());
    let defined = registry.into_iter().map(|(category, definition)| {
        let source = format!("registry/{}/one.rs", category.replace('-', "_")).into();
        Defined { source, definition }
    });
    let defined: Vec<Defined> = defined.collect();
    let defined: Vec<&Defined> = defined.iter().collect();
    let findings = lint::check(&Context::new(site, &defined)).findings;
    let own = findings.iter().filter(|finding| RULES.contains(&finding.rule));
    own.map(|finding| format!("{finding}\n\n")).collect()
}

fn lab() -> Site {
    Site::new("lab").order(["core", "plat-form"])
}

#[test]
fn a_job_comes_after_jobs_that_are_there() {
    let mut registry = of_jobs(
        "core",
        [
            job("web").after("postgers").after("postgres"),
            job("api").after("something-else"),
            job("ui").after("vault"),
            job("worker").after("data"),
            job("postgres"),
        ],
    );
    registry.extend(of_volumes([VolumeSpec::host("data", "mkdir")]));
    registry.push(("core", Definition::Reference(job("vault").after("postgres"))));
    snapshot!(found(&Site::new("lab"), registry));
}

#[test]
fn nothing_waits_for_itself() {
    let site = Site::new("lab");
    let mut said = found(&site, of_jobs("core", [job("alone").after("alone"), job("other")]));
    said += &found(
        &site,
        of_jobs(
            "core",
            [job("a").after("b"), job("b").after("c"), job("c").after("a"), job("d").after("a")],
        ),
    );
    let mut registry = of_jobs("core", [mounts("plugin", Volume::csi("own", "own"))]);
    registry.extend(of_volumes([VolumeSpec::csi("own", "nfs")]));
    let plugin = CsiPlugin::controller("nfs");
    let Definition::Job(job_of_plugin) = &mut registry[0].1 else { panic!("a job") };
    job_of_plugin.groups[0].tasks[0].csi_plugin = Some(plugin.into());
    said += &found(&site, registry.clone());
    let Definition::Job(job_of_plugin) = &mut registry[0].1 else { panic!("a job") };
    job_of_plugin.groups[0].volumes.clear();
    *job_of_plugin = job_of_plugin.clone().after("web");
    registry.extend(of_jobs("core", [mounts("web", Volume::csi("own", "own"))]));
    said += &found(&site, registry);
    let ring = |at: usize| job(&format!("j{at}")).after(&format!("j{}", (at + 1) % 20));
    said += &found(&site, of_jobs("core", (0..20).map(ring)));
    snapshot!(said);
}

#[test]
fn no_job_waits_for_a_later_category() {
    let mut registry = of_jobs(
        "core",
        [
            job("traefik").after("whoami").after("zero"),
            mounts("registry", Volume::csi("data", "images")),
            job("dns"),
        ],
    );
    registry.extend(of_jobs("plat-form", [job("whoami").after("dns"), runs("nfs", "nfs")]));
    registry.extend(of_jobs("rest", [job("zero").after("whoami")]));
    registry.extend(of_volumes([VolumeSpec::csi("images", "nfs")]));
    let said = found(&lab(), registry.clone());
    assert_eq!(found(&Site::new("lab"), registry), "");
    snapshot!(said);
}

#[test]
fn the_sites_order_is_of_categories_that_jobs_are_in() {
    let mut registry = of_jobs("core", [job("a")]);
    registry.extend(of_jobs("platform-services", [job("b")]));
    registry.extend(of_volumes([VolumeSpec::host("data", "mkdir")]));
    let site = Site::new("lab").order(["core", "platform-servces", "volumes", "core"]);
    snapshot!(found(&site, registry));
}

#[test]
fn within_a_circle_the_order_is_that_of_the_files() {
    let registry =
        of_jobs("core", [job("a").after("b"), job("b").after("a"), job("c").after("b"), job("d")]);
    let order = super::sorted(&Site::new("lab"), &registry).order;
    assert_eq!(ids(&order), ["a", "b", "c", "d"]);
    assert_eq!(order.steps[1].after, [0]);
}
