//! Typical mistakes of definitions, job files and command lines: what catches each, and with which words. The compiler's
//! share is in `own_project`.

use jobwright::prelude::*;

use super::Project;
use crate::lint::{found, site};
use crate::support::shown::snapshot;

fn web() -> Workload {
    Workload::service("web").image("web:1").port(Port::http(80))
}

fn night() -> Workload {
    Workload::batch("night").image("night:1")
}

fn more() -> Task {
    Task::new("more", Docker::image("more:1"))
}

fn full(task: Task) -> Vec<Job> {
    vec![Job::service("web").group(Group::new("web").task(task))]
}

/// Each with what `gen` finds.
fn definitions() -> Vec<(&'static str, String)> {
    let two = || vec![web().job(&site()), web().job(&site())];
    let routes = |name: &str| {
        Workload::service(name)
            .image("x:1")
            .port(Port::http(80))
            .route(Route::host("a.lab").named("a"))
    };
    vec![
        ("two jobs of one name", found(two())),
        ("a name with a space", found(Workload::service("my app").image("x:1"))),
        ("a name that DNS refuses", found(Workload::service("my_app").port(Port::http(80)))),
        ("a fixed port without a reason", found(web().port(Port::fixed("admin", 9000)))),
        (
            "a route to a port that is not there",
            found(web().route(Route::path("/").to_port("htpt"))),
        ),
        ("a route, and no port", found(Workload::service("web").route(Route::path("/")))),
        ("a host that is none", found(web().route(Route::host("a b")))),
        (
            "one router for two jobs",
            found(vec![routes("a").job(&site()), routes("b").job(&site())]),
        ),
        ("a volume that nobody declares", found(web().storage(Storage::csi("dtaa").at("/data")))),
        ("a storage without its place", found(web().storage(Storage::host("there")))),
        (
            "one thing said twice",
            found(web().shape(Shape::equal(64)).resources(Resources::new().cpu(1))),
        ),
        ("a check, and nothing to check", found(Workload::service("web").health("/"))),
        ("an update of a batch job", found(Workload::batch("web").rollout(Rollout::Canary))),
        ("hours for a service", found(web().periodic(Periodic::crons(["@daily"])))),
        ("a time for a service", found(web().cron("@daily"))),
        ("a form that is a service", found(web().parameterized(Parameterized::new()))),
        ("times in two ways", found(night().cron("@daily").periodic(Periodic::crons(["@weekly"])))),
        ("a time zone, and no times", found(night().time_zone("Europe/Berlin"))),
        ("a payload that nobody brings", found(night().dispatch_payload("paths.txt"))),
        ("two values of one name", found(web().meta("team", "a").meta("team", "b"))),
        (
            "a task before all others that says otherwise",
            found(web().prestart(more().lifecycle(Lifecycle::poststart()))),
        ),
        ("two tasks of one name", found(web().sidecar(more()).task(more()))),
        (
            "what only Enterprise has",
            found(full(Task::new("t", Docker::image("x:1")).vault(Vault::new().cluster("b")))),
        ),
        ("an expression that is none", found(web().env("A", expr("var.")))),
        ("a variable that nobody declares", found(web().env("A", var("tag")))),
        ("a word that is no expression", found(web().env("A", expr("tag")))),
        ("a reference as an expression", found(web().count(expr("meta.count")))),
        ("a variable in a plain text", found(web().env("A", "x:${var.tag}"))),
        ("two storages at one place", found(web().bind("/a", "/data").bind("/b", "/data"))),
        ("the node's network, and a port inside", found(web().host_network())),
        ("a secret with a space", found(web().secrets([("A B", "key")]))),
        ("a way for canaries, and no canaries", found(web().canary_route(Route::path("/next")))),
        ("less than nothing", found(web().shape(Shape::equal(5)))),
        (
            "two ports of one number",
            found(web().port(Port::fixed("a", 53)).port(Port::fixed("b", 53))),
        ),
        ("a check that the catalogue lacks", {
            let site = site().provider(Provider::Nomad);
            found(vec![web().check(Check::grpc()).job(&site)])
        }),
    ]
}

#[test]
fn mistakes_in_definitions_are_findings() {
    let mut table = String::new();
    for (mistake, found) in definitions() {
        assert!(!found.is_empty(), "{mistake} is caught by nobody");
        table.push_str(&format!("{mistake}\n{}\n", indented(&found)));
    }
    snapshot!(table);
}

/// Each with the text of a job file.
const FILES: [(&str, &str); 12] = [
    ("a misspelt attribute", "job \"web\" {\n  datacentres = [\"dc1\"]\n}\n"),
    ("a misspelt block", "job \"web\" {\n  gruop \"g\" {}\n}\n"),
    ("an attribute in the wrong block", "job \"web\" {\n  image = \"web:1\"\n}\n"),
    ("a text where a number belongs", "job \"web\" {\n  priority = \"high\"\n}\n"),
    ("an attribute twice", "job \"web\" {\n  type = \"batch\"\n  type = \"service\"\n}\n"),
    ("a block that is never closed", "job \"web\" {\n  group \"g\" {\n}\n"),
    ("a heredoc that is never closed", "job \"web\" {\n  meta {\n    a = <<EOT\n x\n  }\n}\n"),
    ("a comma instead of a newline", "job \"web\" {\n  type = \"batch\", priority = 5\n}\n"),
    ("a variable that nobody declares", "job \"web\" {\n  region = var.region\n}\n"),
    ("single quotes", "job 'web' {\n}\n"),
    ("a template that nobody rendered", "job \"web\" {\n  type = [[ .type | quote ]]\n}\n"),
    ("the syntax of HCL 1", "job \"web\" {\n  group \"g\" {\n    count = ${count}\n  }\n}\n"),
];

#[test]
fn mistakes_in_job_files_have_their_place() {
    let mut table = String::new();
    for (mistake, text) in FILES {
        let project = Project::outside();
        project.file("web.nomad", text);
        let run = project.quietly("import --to hcl --evaluate web.nomad");
        assert_eq!(run.code, 1, "{mistake} is caught by nobody: {}", run.stdout);
        table.push_str(&format!("{mistake}\n{}\n", indented(&run.stderr)));
    }
    snapshot!(table);
}

const LINES: [(&str, &str); 14] = [
    ("a misspelt command", "gne"),
    ("a misspelt option", "gen --chek"),
    ("a misspelt value", "list --format jsno"),
    ("an option without its value", "gen --out"),
    ("a job that is not there", "show wbe"),
    ("a job that is not there, to write", "gen web wbe"),
    ("a variable without a value", "import --var tag web.nomad"),
    ("a variable that no job has", "gen --format json --var tga=1"),
    ("a value for HCL", "show web --var tag=1"),
    ("a value for files of HCL", "gen --var tag=1"),
    ("a file that is not there", "fmt wbe.hcl"),
    ("a file that is not there, to import", "import wbe.nomad"),
    ("two options that do not go together", "import --stdout --out x web.nomad"),
    ("an argument too many", "show web night"),
];

#[test]
fn mistakes_of_command_lines_say_what_to_type() {
    let mut table = String::new();
    for (mistake, line) in LINES {
        let project = Project::new();
        let run = project.quietly(line);
        let caught = run.code == 2 || run.stderr.contains("warning");
        assert!(caught, "{mistake} is caught by nobody");
        assert!(run.stderr.contains("help"), "{mistake}: {}", run.stderr);
        table.push_str(&format!("{mistake}: jobwright {line}\n{}\n", indented(&run.stderr)));
    }
    snapshot!(table);
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n").collect()
}
