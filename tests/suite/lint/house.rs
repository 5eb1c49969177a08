//! The house's rules for one job, where an example on their page is not all that there is to say.

use jobwright::audit::JobFiles;
use jobwright::diagnostic::Place;
use jobwright::import::{JobReader, Mode, SourceFile, Values};
use jobwright::lint::{self, Context, Level, Levels, Outcome};
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

#[test]
fn what_nobody_sees_in_a_file_is_found() -> Result<(), String> {
    let text = "\u{feff}job \"web\" {\r\n  # a \u{202e}comment\u{2069}\u{2066}\n  group \"w\u{feff}\" {\n\ttask \"web\" {\n      env {\n        A = \"\\u202e é\"\n        \
                B = \"\u{9b}2J\"\n        # jobwright:allow hidden-character: the program asks for it\n        C = \"\u{1b}\"\n        D = <<X\n\u{2028}\u{200e}X\nX\n      }\n    }\n  }\n}\n";
    let values = Values::default();
    let reader = JobReader::new(Mode::Evaluate, &values).map_err(|found| format!("{found:?}"))?;
    let files = JobFiles::of_sources(&reader, &[SourceFile::new("web.nomad.hcl", text)]);
    let outcome = files.check(&Levels::default(), None);
    let rule = "house/hidden-character";
    let found = outcome.findings.iter().filter(|finding| finding.rule == rule);
    let found: Vec<String> =
        found.map(|one| format!("{}: {}", one.primary.place, one.message)).collect();
    assert_eq!(
        found,
        [
            "web.nomad.hcl:2:7: invisible character U+202E: a bidirectional mark, and 2 others in its line",
            "web.nomad.hcl:3:11: invisible character U+FEFF: a byte order mark",
            "web.nomad.hcl:7:14: invisible character U+009B: a control character",
            "web.nomad.hcl:11:1: invisible character U+2028: a line ending that only some programs know, and another one in its line",
        ]
    );
    let allowed = outcome.allowed.iter().filter(|one| one.finding.rule == rule);
    assert_eq!(
        allowed.map(|one| one.reason.as_str()).collect::<Vec<_>>(),
        ["the program asks for it"]
    );
    let mut off = Levels::default();
    off.set(rule, Level::Off);
    assert_eq!(fires(&files.check(&off, None), rule), 0);
    Ok(())
}
