//! Texts that HCL cannot carry are refused with a message, before anything is rendered.

use jobwright::jobspec::{
    Docker, Free, Group, Job, Map, Other, Service, Task, Text, Volume, literal,
};

use super::findings;

/// The job is refused by the rule `text` with these words, and with the place of a line in this file.
#[track_caller]
fn check(job: Job, words: &str) {
    let found = findings(&job);
    let hit =
        found.iter().find(|finding| finding.rule == "text" && finding.message.contains(words));
    let hit = hit.unwrap_or_else(|| panic!("expected {words:?} in {found:#?}"));
    assert!(hit.place.as_ref().is_some_and(|place| place.file.ends_with("refused.rs")), "{hit:?}");
    assert!(hit.help.is_some(), "{hit:?}");
}

fn job(task: Task) -> Job {
    Job::batch("x").group(Group::new("g").task(task))
}

fn task() -> Task {
    Task::new("t", Docker::image("x:1"))
}

#[test]
fn decomposed_characters_are_refused() {
    check(job(task().env("A", "e\u{301}")), "`env` holds decomposed characters");
    check(job(Task::new("t", Docker::image("x:1").args(["e\u{301}"]))), "`args` holds decomposed");
    check(job(task().env("e\u{301}", "x")), "`env` holds decomposed");
}

#[test]
fn literal_references_are_refused_where_nomad_replaces_them() {
    check(
        job(task().env("A", literal("port ${NOMAD_PORT_http}"))),
        "`${NOMAD_PORT_http}` as text, which Nomad replaces",
    );
    let args = Docker::image("x:1").args([literal("${NOMAD_PORT_http}")]);
    assert_eq!(findings(&job(Task::new("t", args))), [], "the driver's configuration can carry it");
}

#[test]
fn run_time_templates_are_refused_outside_config() {
    let upper = Text::Runtime("${upper(meta.rack)}".to_owned());
    check(job(task().env("A", upper.clone())), "`env` is given a run-time template");
    assert_eq!(findings(&job(Task::new("t", Docker::image("x:1").args([upper])))), []);
}

#[test]
fn names_that_hcl_cannot_write_are_refused() {
    let group = Group::new("g").service(Service::new("s").meta("a.b", "x")).task(task());
    check(Job::batch("x").group(group), "`meta` has the name \"a.b\"");
    check(job(Task::new("t", Other::driver("jail").attr("a b", 1))), "has the name \"a b\"");
    let nested = Other::driver("jail").block("limits", Free::new().attr("", 1));
    check(job(Task::new("t", nested)), "has the name \"\"");
    let inside = Other::driver("jail").attr("limits", Map::from_iter([("a.b", 1)]));
    assert_eq!(findings(&job(Task::new("t", inside))), [], "an object takes any key");
    assert_eq!(findings(&job(task().env("a.b", "x"))), [], "a task's env takes any name");
}

#[test]
fn empty_labels_are_refused() {
    check(
        Job::batch("x").group(Group::new("g").volume(Volume::host("", "x")).task(task())),
        "a `volume` block has an empty label",
    );
}

#[test]
fn own_variables_in_variables_are_refused() {
    check(
        job(task().env("HOME_DIR", "/home").env("PATHS", "${HOME_DIR}/bin")),
        "`${HOME_DIR}` as text, which Nomad replaces",
    );
    assert_eq!(findings(&job(task().env("PATHS", "${HOME_DIR}/bin"))), []);
}

#[test]
fn other_places_in_which_nomad_replaces_variables_are_seen() {
    let tagged = Service::new("s").tags(["${FOO}"]);
    check(
        job(task().env("FOO", "bar").service(tagged)),
        "`tags` is to hold `${FOO}` as text, which Nomad replaces",
    );
    let home =
        job(Task::new("t", jobwright::jobspec::RawExec::command("/bin/x")).env("A", "${HOME}/x"));
    let found = findings(&home);
    assert!(found.len() == 1 && found[0].severity == jobwright::Severity::Warning, "{found:#?}");
    check(
        Job::batch("x")
            .group(Group::new("g").service(Service::new(literal("${JOB}-x"))).task(task())),
        "`${JOB}` as text",
    );
}

#[test]
fn an_attribute_and_a_block_of_one_name_are_refused() {
    let both = Other::driver("jail").attr("k", 1).block("k", Free::new());
    check(job(Task::new("t", both)), "has an attribute and a block `k`");
}

#[test]
fn names_and_expressions_must_be_some() {
    use jobwright::jobspec::{Variable, expr};
    check(job(task()).variable(Variable::string("a b")), "\"a b\" is no name for a variable");
    check(
        job(task()).variable(Variable::string("a")).variable(Variable::number("a")),
        "two variables are named `a`",
    );
    check(job(task()).local("a.b", 5), "\"a.b\" is no name for a local value");
    check(job(task().user(expr("var.v // why"))), "in a comment");
    check(job(task().user(expr("var."))), "which is none");
}
