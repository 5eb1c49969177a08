//! Of a definition that has been dealt with only its outline stays: the rules for several definitions find the same in
//! outlines as in whole jobs, and so is the order of deployment.

use std::collections::BTreeMap;
use std::fs;

use jobwright::generate::outline;
use jobwright::lint::{self, Check, Context, Level, RULES};
use jobwright::order::{self, Given};
use jobwright::prelude::*;
use jobwright::{Defined, Definition, read};

use super::corpus::entries;
use crate::support::corpus::Corpus;
use crate::support::{Tested, skip};

/// A site at which the rules for several definitions are asked, and no others.
fn site() -> Site {
    let level = |rule: &lint::Rule| match rule.check {
        Check::Registry(_) => Level::Error,
        _ => Level::Off,
    };
    let site = Site::new("lab").csi_volumes(["reads-only"]);
    RULES.iter().fold(site, |site, rule| site.lint(rule.name, level(rule)))
}

fn defined(jobs: impl IntoIterator<Item = Job>) -> Vec<Defined> {
    let file = |(at, job)| Defined {
        source: format!("registry/apps/{at}.rs").into(),
        definition: Definition::Job(job),
    };
    jobs.into_iter().enumerate().map(file).collect()
}

/// What is found, by rule, and the order; the same of outlines.
fn compared(site: &Site, whole: &[Defined]) -> BTreeMap<&'static str, usize> {
    let mut outlines = whole.to_vec();
    outlines.iter_mut().for_each(|one| outline(&mut one.definition));
    let judge = |all: &[Defined]| {
        let all: Vec<&Defined> = all.iter().collect();
        lint::check(&Context::new(site, &all))
    };
    let (of_whole, of_outlines) = (judge(whole), judge(&outlines));
    assert_eq!(of_whole, of_outlines);
    let order = |all: &[Defined]| {
        let given = all.iter().filter_map(|one| match &one.definition {
            Definition::Job(job) => Some(Given::job(one.source.to_string(), one.category(), job)),
            _ => None,
        });
        order::of(site, &given.collect::<Vec<_>>()).order
    };
    assert_eq!(order(whole), order(&outlines));
    let allowed = of_whole.allowed.iter().map(|allowed| &allowed.finding);
    let mut counts = BTreeMap::new();
    for finding in of_whole.findings.iter().chain(allowed) {
        *counts.entry(finding.rule).or_default() += 1;
    }
    counts
}

#[test]
fn samples() {
    let site = site();
    let mut counts = BTreeMap::new();
    for rule in RULES.iter().filter(|rule| matches!(rule.check, Check::Registry(_))) {
        for sample in [rule.bad, rule.good] {
            let files = sample.files();
            let read = |text: &String| read::job(text).expect(rule.name);
            let jobs = defined(files.iter().map(read));
            counts.extend(compared(&site, &jobs));
        }
    }
    assert!(counts.len() > 8, "{counts:?}");
}

#[test]
fn what_is_allowed_in_a_block() {
    let job = |id: &str| {
        let port =
            Port::fixed("dns", 53).allow("static-port-clash", "one of them is stopped first");
        Job::service(id).after("first").group(
            Group::new("g")
                .network(Network::new().port(port))
                .volume(Volume::csi("data", "none").allow("undeclared-volume", "somebody makes it"))
                .task(
                    Task::new("web", Docker::image("web:1"))
                        .service(Service::new("web").port("dns"))
                        .template(Template::inline(
                            "local/x",
                            "{{ range service \"nobody\" }}{{ end }}",
                        ))
                        .env("A", "b"),
                ),
        )
    };
    let jobs = defined([Job::service("first").group(Group::new("g")), job("one"), job("two")]);
    let found = compared(&site(), &jobs);
    let all: Vec<&str> = found.keys().copied().collect();
    let expected = ["house/static-port-clash", "house/undeclared-volume", "house/unknown-service"];
    assert!(expected.iter().all(|rule| all.contains(rule)), "{found:?}");
}

#[test]
fn what_keeps_two_apart() {
    let host = |name: &str| Constraint::new("${attr.unique.hostname}", name);
    let task = || Task::new("web", Docker::image("web:1"));
    let group = || Group::new("g").network(Network::new().port(Port::fixed("dns", 53)));
    let job = |at: usize, name: &str| {
        let id = format!("job-{at}");
        match at % 4 {
            0 => Job::service(id).constraint(host(name)).group(group().task(task())),
            1 => Job::service(id).group(group().constraint(host(name)).task(task())),
            2 => Job::service(id).group(group().task(task().constraint(host(name)))),
            _ => Job::service(id).datacenters([name]).group(group().task(task())),
        }
    };
    let apart = (0..4).map(|at| job(at, "one")).chain((4..8).map(|at| job(at, "two")));
    let found = compared(&site(), &defined(apart));
    assert_eq!(found.get("house/static-port-clash"), Some(&7), "{found:?}");
}

#[test]
fn strangers() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let mut jobs = Vec::new();
    for entry in entries(&corpus)? {
        let text = fs::read_to_string(corpus.join("jobs").join(&entry.path))?;
        jobs.extend(read::job(&text).ok());
    }
    corpus.has_at_least(jobs.len(), 501);
    let found = compared(&site(), &defined(jobs));
    corpus.has_at_least(found.len(), 6);
    Ok(())
}
