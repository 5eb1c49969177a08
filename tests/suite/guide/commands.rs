//! Every command of the pages exists with its options, and is played or has a reason why not.

use jobwright::cli;
use regex::Regex;

use super::page::{Page, pages};
use super::{played, unplayed};
use crate::support::{Tested, repository};

/// Words that begin a call of ours.
const PROGRAMS: [&str; 3] = ["jobwright ", "cargo run -- ", "cargo run --quiet -- "];

/// Whether the command line takes these words.
fn exists(line: &str) -> Result<(), String> {
    let words = words(line);
    let Some(first) = words.first() else { return Ok(()) };
    // Help and the version are answers, too.
    let given = std::iter::once("jobwright".to_owned()).chain(words.iter().cloned());
    match cli::command().try_get_matches_from(given) {
        Err(error) if error.use_stderr() => Err(format!("{first}: {error}")),
        _ => Ok(()),
    }
}

/// The words of a call, up to what a shell would take for itself.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in line.chars() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, ' ') => words.push(String::new()),
            (None, '|' | '>' | '<' | ';' | '&' | '#') => break,
            (_, letter) => words.last_mut().expect("a word").push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The calls of ours in a page, with their lines: in its blocks and between backticks.
fn calls(page: &Page) -> Result<Vec<(usize, String)>, regex::Error> {
    let mut calls = Vec::new();
    let mut add = |line: usize, text: &str| {
        for program in PROGRAMS {
            if let Some(at) = text.find(program) {
                let before = text[..at].trim_end();
                let begins = before.is_empty() || before.ends_with(['|', '&', ';', '(']);
                if begins {
                    calls.push((line, text[at + program.len()..].to_owned()));
                    break;
                }
            }
        }
    };
    for block in page.blocks() {
        block.commands().into_iter().for_each(|command| add(block.line, command));
    }
    let code = Regex::new("`([^`]+)`")?;
    for (line, text) in page.prose() {
        for found in code.captures_iter(text) {
            add(line, found.get(1).map_or("", |inner| inner.as_str()));
        }
    }
    Ok(calls)
}

#[test]
fn every_call_exists() -> Tested {
    let (mut faults, mut seen) = (Vec::new(), 0);
    for page in pages() {
        for (line, call) in calls(&page)? {
            // `jobwright COMMAND` and the like stand for any.
            if call.starts_with(|letter: char| letter.is_ascii_uppercase() || letter == '…') {
                continue;
            }
            // What the page calls a mistake, and what git adds words to.
            if call == "lint --no-such-option" || call.ends_with("--git-driver") {
                continue;
            }
            seen += 1;
            if let Err(fault) = exists(&call) {
                faults.push(format!("{}:{line}: {call}: {fault}", page.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(seen > 150, "{seen} calls");
    Ok(())
}

/// Options that stand alone between backticks are of some command, ours or another program's.
#[test]
fn every_option_exists() -> Tested {
    const OTHERS: [(&str, &str); 7] = [
        ("--bench", "cargo"),
        ("--all-targets", "cargo"),
        ("--offline", "cargo"),
        ("--locked", "cargo"),
        ("--nocapture", "cargo test"),
        ("--ext-diff", "git"),
        ("--watch", "caddy"),
    ];
    let mut ours = Vec::new();
    options(&cli::command(), &mut ours);
    let option = Regex::new("`(--[a-z][a-z-]*)")?;
    for page in pages() {
        for (line, text) in page.prose() {
            for found in option.captures_iter(text) {
                let name = &found[1];
                let known = ours.iter().any(|own| own == name)
                    || OTHERS.iter().any(|(other, _)| *other == name);
                assert!(known, "{}:{line}: no command has the option `{name}`", page.path);
            }
        }
    }
    Ok(())
}

fn options(command: &clap::Command, all: &mut Vec<String>) {
    all.extend(["--help".to_owned(), "--version".to_owned()]);
    all.extend(
        command.get_arguments().filter_map(|argument| Some(format!("--{}", argument.get_long()?))),
    );
    command.get_subcommands().for_each(|inner| options(inner, all));
}

#[test]
fn every_command_is_played() {
    let mut missing = Vec::new();
    for page in pages() {
        let player = played::by(&page.path);
        for block in page.blocks() {
            for command in block.commands() {
                if player.is_none() && unplayed::reason(&page.path, command).is_none() {
                    missing.push(format!("{}:{}: {command}", page.path, block.line));
                }
            }
        }
        if let Some(player) = player {
            let file = repository("tests/suite").join(player);
            let source = std::fs::read_to_string(&file).unwrap_or_default();
            let name = format!("\"{}\"", page.path);
            assert!(source.contains(&name), "{player} does not play {}", page.path);
        }
    }
    assert!(missing.is_empty(), "no test plays:\n{}", missing.join("\n"));
}

#[test]
fn commands_that_do_not_exist_are_seen() {
    for line in ["gne", "gen --chek", "lint --format yaml", "diff a b c d"] {
        assert!(exists(line).is_err(), "{line}");
    }
    for line in ["gen --check", "lint jobs | sort", "diff \"a b\" c > x", "--help", "fmt - < a"] {
        assert!(exists(line).is_ok(), "{line}");
    }
}
