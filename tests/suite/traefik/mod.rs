//! Routes in the hands of a real Traefik: what reads the catalogue of Nomad or of Consul, and answers requests.

mod cluster;
mod registry;
mod ways;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use jobwright::prelude::*;
use jobwright::render::Renderer;

use crate::routes::found;
use crate::support::nomad::nomad;
use crate::support::{Tested, skip, wait_for};
use cluster::{Cluster, ENTRY_POINTS, MIDDLEWARES, Programs};
use ways::Way;

/// Fewer would not be every route, server and middleware.
const AT_LEAST: usize = 40;

const SECONDS_TO_LISTEN: u64 = 20;

/// The site that the jobs are made for: its Traefik has these entry points, and middlewares from a file.
fn site(provider: Provider) -> Site {
    Site::new("lab")
        .datacenters(["dc1"])
        .domain("lab")
        .provider(provider)
        .shape(Shape::new(20, 32))
        .ephemeral_disk(101)
        .entry_points(ENTRY_POINTS)
        .middlewares(MIDDLEWARES)
}

#[test]
fn nomads_catalogue() -> Tested {
    let test = skip::name_of(|| ());
    let (Some(nomad), Some(programs)) = (nomad!(), Programs::or_skip(test, false)) else {
        return Ok(());
    };
    let site = site(Provider::Nomad);
    answers(&Cluster::start(&nomad, &programs, &site)?, &site)
}

/// With another prefix than Traefik's own.
#[test]
fn consuls_catalogue() -> Tested {
    let test = skip::name_of(|| ());
    let (Some(nomad), Some(programs)) = (nomad!(), Programs::or_skip(test, true)) else {
        return Ok(());
    };
    let site = site(Provider::Consul).traefik_prefix("ingress");
    answers(&Cluster::start(&nomad, &programs, &site)?, &site)
}

/// Runs all jobs at once, and asks what each is there for.
fn answers(cluster: &Cluster, site: &Site) -> Tested {
    let mut ways = ways::all(site, cluster.port("websecure"));
    let jobs: Vec<Job> = ways.iter().map(|way| way.job.clone()).collect();
    // Some paths are for every host, which is a warning.
    let said = found(site, jobs.iter().cloned());
    assert!(!said.contains("error["), "{said}");
    let renderer = Renderer::new(BTreeMap::new())?;
    let folder = tempfile::tempdir()?;
    let run = |job: &Job| -> Tested {
        let file = folder.path().join(format!("{}.nomad.hcl", job.id));
        fs::write(&file, renderer.job(job, "")?)?;
        cluster.nomad().register(&file)?;
        Ok(())
    };
    for job in &jobs {
        run(job)?;
    }
    cluster.knows(&jobs.iter().flat_map(|job| routers(job, site, false)).collect())?;
    let count = ways.iter().map(|way| way.asked.len()).sum::<usize>();
    let mut wrong = ask(cluster, &ways)?;

    // The second version of a job has a canary, beside the first one.
    ways = vec![ways::next(site)];
    run(&ways[0].job)?;
    cluster.knows(&routers(&ways[0].job, site, true))?;
    wrong.extend(ask(cluster, &ways)?);
    let count = count + ways[0].asked.len();
    assert!(wrong.is_empty(), "{} of {count} answers:\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(count >= AT_LEAST, "{count} requests");
    println!("{count} requests by the catalogue of {}, all answered", site.provider.as_str());
    Ok(())
}

/// The requests that are not answered as expected, after a while: a catalogue knows of programs that do not listen yet.
fn ask(cluster: &Cluster, ways: &[Way]) -> Result<Vec<String>, std::io::Error> {
    let mut wrong = Ok(Vec::new());
    wait_for(SECONDS_TO_LISTEN, || {
        wrong = ask_once(cluster, ways);
        wrong.as_ref().is_ok_and(Vec::is_empty).then_some(())
    });
    wrong
}

fn ask_once(cluster: &Cluster, ways: &[Way]) -> Result<Vec<String>, std::io::Error> {
    let asked: Vec<(&str, &str)> = ways.iter().flat_map(|way| way.asked.iter().copied()).collect();
    let mut wrong = Vec::new();
    for ((request, expected), answer) in asked.iter().zip(cluster.ask(&asked)?) {
        let holds = |word: &str| match word.strip_prefix('!') {
            Some(absent) => !answer.iter().any(|found| found == absent),
            None => answer.iter().any(|found| found == word),
        };
        if !expected.split(", ").all(holds) {
            wrong.push(format!("{request}\n  expected {expected}\n  found {}", answer.join(", ")));
        }
    }
    Ok(wrong)
}

/// The routers that a job's tags define, each as `protocol/name`.
fn routers(job: &Job, site: &Site, canary: bool) -> BTreeSet<String> {
    let services = job.groups.iter().flat_map(|group| &group.services);
    let tags = services.flat_map(|service| {
        let tags = if canary { &service.canary_tags } else { &service.tags };
        tags.as_ref().and_then(|tags| tags.get()).unwrap_or_default()
    });
    let start = format!("{}.", site.traefik_prefix);
    let router = |tag: String| {
        let (protocol, rest) = tag.strip_prefix(&start)?.split_once(".routers.")?;
        Some(format!("{protocol}/{}", rest.split('.').next()?))
    };
    tags.filter_map(router).collect()
}
