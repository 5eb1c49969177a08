//! Texts that HCL cannot carry are refused with a message, before anything is rendered.

use jobwright::jobspec::{
    Docker, Free, Group, Job, Map, Other, RawExec, Service, Task, Text, Variable, Volume, expr,
    literal,
};

use super::findings;
use crate::support::shown::snapshot;

/// All that is found in these jobs, in each of them something.
#[track_caller]
fn refused(jobs: &[Job]) -> String {
    let mut all = String::new();
    for job in jobs {
        let found = findings(job);
        assert!(!found.is_empty(), "{job:#?}");
        all.extend(found.iter().map(|finding| format!("{finding}\n\n")));
    }
    all
}

fn job(task: Task) -> Job {
    Job::batch("x").group(Group::new("g").task(task))
}

fn task() -> Task {
    Task::new("t", Docker::image("x:1"))
}

#[test]
fn decomposed_characters_are_refused() {
    snapshot!(refused(&[
        job(task().env("A", "e\u{301}")),
        job(Task::new("t", Docker::image("x:1").args(["e\u{301}"]))),
        job(task().env("e\u{301}", "x")),
        job(task().env("A", "e\u{301}".repeat(40))),
    ]));
}

#[test]
fn literal_references_are_refused_where_nomad_replaces_them() {
    let args = Docker::image("x:1").args([literal("${NOMAD_PORT_http}")]);
    assert_eq!(findings(&job(Task::new("t", args))), [], "the driver's configuration can carry it");
    snapshot!(refused(&[job(task().env("A", literal("port ${NOMAD_PORT_http}")))]));
}

#[test]
fn run_time_templates_are_refused_outside_config() {
    let upper = Text::Runtime("${upper(meta.rack)}".to_owned());
    let args = Docker::image("x:1").args([upper.clone()]);
    assert_eq!(findings(&job(Task::new("t", args))), []);
    snapshot!(refused(&[job(task().env("A", upper))]));
}

#[test]
fn names_that_hcl_cannot_write_are_refused() {
    let inside = Other::driver("jail").attr("limits", Map::from_iter([("a.b", 1)]));
    assert_eq!(findings(&job(Task::new("t", inside))), [], "an object takes any key");
    assert_eq!(findings(&job(task().env("a.b", "x"))), [], "a task's env takes any name");
    let nested = Other::driver("jail").block("limits", Free::new().attr("", 1));
    snapshot!(refused(&[
        job(task().service(Service::new("s").meta("a.b", "x"))),
        job(Task::new("t", Other::driver("jail").attr("a b", 1))),
        job(Task::new("t", nested)),
    ]));
}

#[test]
fn empty_labels_are_refused() {
    let volume = Group::new("g").volume(Volume::host("", "x")).task(task());
    snapshot!(refused(&[Job::batch("x").group(volume)]));
}

#[test]
fn own_variables_in_variables_are_refused() {
    assert_eq!(findings(&job(task().env("PATHS", "${HOME_DIR}/bin"))), []);
    // What a variable says of itself is what the node has of it.
    let exec = Task::new("t", RawExec::command("/bin/x"));
    assert_eq!(findings(&job(exec.env("PATH", "/opt/x/bin:${PATH}"))), []);
    assert_eq!(findings(&job(task().env("A", "x${A}y${A}"))), []);
    snapshot!(refused(&[job(task().env("HOME_DIR", "/home").env("PATHS", "${HOME_DIR}/bin"))]));
}

#[test]
fn other_places_in_which_nomad_replaces_variables_are_seen() {
    let service = Service::new(literal("${JOB}-x"));
    snapshot!(refused(&[
        job(task().env("FOO", "bar").service(Service::new("s").tags(["${FOO}"]))),
        // The node may have such a variable: a warning.
        job(Task::new("t", RawExec::command("/bin/x")).env("A", "${HOME}/x")),
        Job::batch("x").group(Group::new("g").service(service).task(task())),
    ]));
}

#[test]
fn an_attribute_and_a_block_of_one_name_are_refused() {
    let both = Other::driver("jail").attr("k", 1).block("k", Free::new());
    snapshot!(refused(&[job(Task::new("t", both))]));
}

#[test]
fn numbers_that_hcl_cannot_write_are_refused() {
    snapshot!(refused(&[
        job(Task::new("t", Other::driver("jail").attr("k", f64::NAN))),
        job(Task::new("t", Other::driver("jail").attr("k", f64::INFINITY))),
    ]));
}

#[test]
fn names_and_expressions_must_be_some() {
    snapshot!(refused(&[
        job(task()).variable(Variable::string("a b")),
        job(task()).variable(Variable::string("a")).variable(Variable::number("a")),
        job(task()).local("a.b", 5),
        job(task().user(expr("var.v // why"))),
        job(task().user(expr("var."))),
    ]));
}
