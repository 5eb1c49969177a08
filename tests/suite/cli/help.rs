//! Help, the version, and what is said of a line that is wrong.

use super::Project;
use crate::support::shown::snapshot;

/// What all these lines say, run outside of a project.
fn said(code: i32, lines: &[&str]) -> Project {
    let folder = Project::outside();
    for line in lines {
        folder.run(line).ends(code);
    }
    folder
}

#[test]
fn help_says_what_there_is() {
    let folder = said(0, &["--help", "--version"]);
    assert_eq!(folder.quietly("-h").stdout, folder.quietly("--help").stdout);
    snapshot!(folder);
}

#[test]
fn every_command_has_help() {
    let commands = [
        "gen",
        "list",
        "show",
        "init",
        "new",
        "import",
        "lint",
        "check",
        "images",
        "map",
        "diff",
        "plan",
        "deploy",
        "drift",
        "fmt",
        "lsp",
        "templates",
        "schema",
        "completions",
        "man",
    ];
    let all = said(
        0,
        &commands.map(|command| format!("{command} --help")).each_ref().map(String::as_str),
    );
    // The list of commands in the help is the list above.
    let help = Project::outside().run("--help").stdout;
    let (_, list) = help.split_once("Commands:\n").expect("commands");
    let listed = list.lines().take_while(|line| !line.is_empty());
    let listed: Vec<&str> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(listed, commands);
    snapshot!(all);
}

#[test]
fn commands_of_templates_have_help() {
    snapshot!(said(0, &["templates list --help", "templates eject --help"]));
}

#[test]
fn short_help_is_short() {
    snapshot!(said(0, &["gen -h", "import -h", "fmt -h"]));
}

#[test]
fn no_command_is_help_and_code_2() {
    snapshot!(said(2, &["", "templates"]));
}

#[test]
fn unknown_commands_and_options_have_a_nearest_one() {
    snapshot!(said(
        2,
        &["generate", "fmtt", "templates ejekt task", "gen --chek", "list --all", "help"],
    ));
}

#[test]
fn values_that_are_missing() {
    snapshot!(said(
        2,
        &["gen --out", "gen --format", "import", "import --var", "show", "templates eject"],
    ));
}

#[test]
fn values_that_are_wrong() {
    snapshot!(said(
        2,
        &[
            "gen --format yaml",
            "list --format jsn",
            "import --to yaml a.nomad",
            "import --var x a.nomad",
            "import --var =1 a.nomad",
            "import --git notaurl a.nomad",
            "import --release x a.nomad",
            "gen --check=yes",
        ],
    ));
}

#[test]
fn too_much_and_what_does_not_go_together() {
    snapshot!(said(
        2,
        &["gen --check --check", "show web night", "import --stdout --out o a.nomad"],
    ));
}
