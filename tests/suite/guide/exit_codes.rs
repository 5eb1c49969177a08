//! The tables of exit codes are those of the code, and no command that can end with 1 is missing.

use std::fs;

use jobwright::cli;

use super::page::Page;
use super::written::check;
use crate::support::{Tested, files, repository};

const PAGE: &str = "docs/exit-codes.md";

/// The page with other rows in the table of this head.
fn with_rows(page: &str, head: &str, rows: &str) -> String {
    let (before, table) = page.split_once(head).expect("a table of this head");
    let end = table.find("\n\n").map_or("\n", |end| &table[end + 1..]);
    let after = if end == "\n" { "" } else { end };
    format!("{before}{head}|---|---|\n{rows}{after}")
}

#[test]
fn tables_are_those_of_the_code() -> Tested {
    let (codes, no) = (cli::exit_codes(), cli::commands_that_answer_no());
    let page = Page::of(PAGE).text;
    let rows: String =
        codes.iter().map(|(code, means)| format!("| {code} | {means} |\n")).collect();
    let page = with_rows(&page, "| code | means |\n", &rows);
    let rows: String = no.iter().map(|(name, when)| format!("| `{name}` | {when} |\n")).collect();
    check(PAGE, &with_rows(&page, "| command | 1 means |\n", &rows))
}

/// The sources of a command.
fn sources(name: &str) -> String {
    let room = match name {
        "gen" => "generate",
        "plan" => "deploy",
        name => name,
    };
    let file = repository(&format!("src/cli/{room}.rs"));
    let all = if file.is_file() {
        vec![file]
    } else {
        files(&repository(&format!("src/cli/{room}"))).expect("sources")
    };
    all.iter().map(|file| fs::read_to_string(file).expect("a source file")).collect()
}

#[test]
fn each_command_that_can_say_no_is_in_the_table() {
    let no = cli::commands_that_answer_no();
    let commands = cli::command();
    let names: Vec<&str> = commands.get_subcommands().map(clap::Command::get_name).collect();
    for (name, _) in no {
        assert!(names.contains(name), "unknown command `{name}`");
    }
    for name in names {
        let says_no = sources(name).contains("Answer::No");
        let listed = no.iter().any(|(listed, _)| *listed == name);
        assert_eq!(says_no, listed, "`{name}`");
    }
}
