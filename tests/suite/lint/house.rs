//! The house's rules for one job, where an example on their page is not all that there is to say.

use jobwright::diagnostic::Place;
use jobwright::lint::{self, Context, Outcome};
use jobwright::prelude::*;
use jobwright::{Defined, Definition};

use super::judge;

fn asked(site: &Site, job: Job) -> Outcome {
    let one = Defined { source: "registry/apps/web.rs".into(), definition: Definition::Job(job) };
    lint::check(&Context::new(site, &[&one]))
}

fn fires(outcome: &Outcome, rule: &str) -> usize {
    outcome.findings.iter().filter(|finding| finding.rule == rule).count()
}

#[test]
fn an_allowance_counts_in_the_inner_block_too() {
    let service = |name: &str| Service::new(name).port("http");
    let silent = service("silent").allow("service-without-check", "nobody asks it");
    let socket = Docker::image("proxy:1.2")
        .volumes(["/var/run/docker.sock:/var/run/docker.sock"])
        .allow("docker-socket", "it lets reading through only");
    let group = Group::new("web")
        .network(Network::new().port(Port::http(80)).port(Port::dynamic("other")))
        .service(silent.port("other"))
        .service(service("web"))
        .task(Task::new("proxy", socket));
    let outcome = asked(&Site::bare("lab"), Job::service("web").group(group));
    assert_eq!(fires(&outcome, "house/service-without-check"), 1);
    assert_eq!(fires(&outcome, "house/docker-socket"), 0);
    let reasons: Vec<&str> = outcome.allowed.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(reasons, ["it lets reading through only", "nobody asks it"]);
}

#[test]
fn the_site_says_how_long_a_task_may_take_to_stop() {
    let task = Task::new("db", Docker::image("db:1.2")).kill_timeout(mins(2));
    let job = Job::service("db").group(Group::new("db").task(task));
    let rule = "house/kill-timeout";
    assert_eq!(fires(&asked(&Site::bare("lab"), job.clone()), rule), 1);
    assert_eq!(fires(&asked(&Site::bare("lab").max_kill_timeout(mins(2)), job), rule), 0);
}

#[test]
fn what_means_nothing_can_be_removed() -> Result<(), String> {
    let text = "job \"web\" {\n  group \"web\" {\n    network {\n      mbits = 10\n      port \"http\" {}\n    }\n  }\n}\n";
    let site = Site::bare("");
    let outcome = judge::texts(&site, &[text.to_owned()])?;
    let fix = outcome.findings.iter().find_map(|finding| finding.fix.as_ref()).ok_or("a fix")?;
    let [edit] = fix.edits.as_slice() else { return Err("one edit".to_owned()) };
    let Place::Text(_, span) = &edit.place else { return Err("in the text".to_owned()) };
    let mut mended = text.to_owned();
    mended.replace_range(span.range(), &edit.replacement);
    assert!(!fix.safe && mended.contains("network {\n      port"), "{mended}");
    assert_eq!(fires(&judge::texts(&site, &[mended])?, "nomad/mbits-deprecated"), 0);
    Ok(())
}
