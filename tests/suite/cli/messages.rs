//! What is wrong with definitions, for people with the line of Rust, for programs, and for GitHub.

use serde_json::{Value, json};

use super::Project;
use crate::support::repository;

/// A project in which the source of its program is at hand.
fn with_sources(fixture: &'static str) -> Project {
    let project = Project::with(fixture);
    let source = std::fs::read_to_string(repository("tests/fixture/main.rs")).expect("the source");
    project.file("tests/fixture/main.rs", &source);
    project
}

/// The finding's place in the source, as a line and a column.
fn place() -> (usize, usize) {
    let source = std::fs::read_to_string(repository("tests/fixture/main.rs")).expect("the source");
    let call = "Port::fixed(\"admin\", 8081))";
    let (line, text) =
        source.lines().enumerate().find(|(_, line)| line.contains(call)).expect("the call");
    (line + 1, text.find(call).expect("the call") + 1)
}

#[test]
fn the_line_of_rust_is_shown() {
    let said = with_sources("static-port").quietly("gen").ends(1).stderr;
    let (line, column) = place();
    let shown: Vec<&str> = said.lines().collect();
    let width = line.to_string().len();
    assert_eq!(shown[1], format!("{:width$}--> tests/fixture/main.rs:{line}:{column}", ""));
    assert!(
        shown[3].starts_with(&format!(
            "{line} |         \"static-port\" => web(\"web\").port(Port::fixed("
        )),
        "{said}"
    );
    assert_eq!(
        shown[4].trim(),
        "| ".to_owned() + &" ".repeat(column - 1) + "^^^^^^^^^^^",
        "{said}"
    );
    // Without it, the place alone is.
    let said = Project::with("static-port").quietly("gen").ends(1).stderr;
    assert_eq!(said.lines().nth(1), Some(&*format!("--> tests/fixture/main.rs:{line}:{column}")));
}

#[test]
fn programs_read_an_object_a_line() {
    let project = with_sources("static-port");
    for line in ["gen --message-format json", "gen --check --message-format json"] {
        let run = project.quietly(line).ends(1);
        let [finding] = run.stdout.lines().collect::<Vec<_>>()[..] else {
            panic!("{}", run.stdout)
        };
        let finding: Value = serde_json::from_str(finding).expect("JSON");
        let (line, column) = place();
        assert_eq!(finding["rule"], "house/static-port");
        assert_eq!(finding["place"]["file"], "tests/fixture/main.rs");
        assert_eq!(
            [&finding["place"]["line"], &finding["place"]["column"]],
            [&json!(line), &json!(column)]
        );
        assert_eq!(finding["place"]["end_column"], column + "Port::fixed".len());
        assert_eq!(run.stderr, "1 error, nothing was written\n");
    }
    // What is stale is told beside it, and standard output stays as it is.
    let run = Project::new().quietly("gen --check --message-format json").ends(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("missing: "), "{}", run.stderr);
}

#[test]
fn github_shows_them_beside_the_line() {
    let run = with_sources("static-port").quietly("gen --message-format github").ends(1);
    let (line, column) = place();
    let end = column + "Port::fixed".len();
    let start = format!(
        "::error file=tests/fixture/main.rs,line={line},col={column},endLine={line},endColumn={end},title=house/static-port::port `admin` of job `web` is static (8081)"
    );
    assert!(run.stdout.starts_with(&start), "{}", run.stdout);
    assert!(run.stdout.contains("%0Ahelp: make it dynamic"), "{}", run.stdout);
    assert_eq!(run.stdout.lines().count(), 1);
}
