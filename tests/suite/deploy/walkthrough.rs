//! Plays a page of documentation: its files are written, its edits made, its commands run, and their output is what the page
//! shows. What differs from run to run (IDs, times, ports, indexes) takes no part in the comparison, and a line `…` stands
//! for any lines.
//!
//! `INSTA_UPDATE=always` writes the page anew, with what the commands said.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use regex::Regex;

use crate::cli::{Project, Run};
use crate::support::repository;

/// What takes no part in a comparison, and what stands for it.
const VARYING: [(&str, &str); 8] = [
    (r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "ID"),
    (r"\b[0-9a-f]{8}\b", "ID"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME"),
    (r"127\.0\.0\.1:\d+", "ADDRESS"),
    (r"\b(\d+m)?\d+s ago", "AGO"),
    (r"(?i)(index:?) \d+", "$1 N"),
    (r"\b(ok|skipped)=\d+", "$1=N"),
    (" +", " "),
];

/// A page that is played in a folder.
pub struct Walkthrough<'p> {
    page: PathBuf,
    folder: &'p Project,
    /// What stands for `cargo run -- …`, with the folder and the arguments.
    program: &'p dyn Fn(&Project, &str) -> Run,
    /// For commands of the shell: where the agent is, and what else they need.
    environment: Vec<(String, String)>,
    varying: Vec<(Regex, &'static str)>,
    /// The indexes that the page shows, and what they are in this run.
    indexes: BTreeMap<String, String>,
    has_changed: bool,
}

impl<'p> Walkthrough<'p> {
    /// A page of this repository, played in a folder.
    pub fn of(
        page: &str,
        folder: &'p Project,
        program: &'p dyn Fn(&Project, &str) -> Run,
        environment: &[(&str, String)],
    ) -> Self {
        let pattern =
            |(pattern, word): (&str, &'static str)| (Regex::new(pattern).expect("a pattern"), word);
        Self {
            page: repository(page),
            folder,
            program,
            environment: environment
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
            varying: VARYING.map(pattern).into(),
            indexes: BTreeMap::new(),
            has_changed: false,
        }
    }

    /// Plays it, calling `after` with each command that has run; fails if the page shows anything else.
    #[track_caller]
    pub fn play(mut self, mut after: impl FnMut(&str)) {
        let page = fs::read_to_string(&self.page).expect("the page");
        let (mut played, mut named) = (String::new(), String::new());
        let mut lines = page.lines();
        while let Some(line) = lines.next() {
            played += &format!("{line}\n");
            let Some(language) = line.strip_prefix("```") else {
                if !line.is_empty() {
                    named = file_named(line).unwrap_or_default().to_owned();
                }
                continue;
            };
            let text: String = lines
                .by_ref()
                .take_while(|line| *line != "```")
                .map(|line| format!("{line}\n"))
                .collect();
            let shown = match language {
                "console" => self.console(&text, &mut after),
                "diff" => self.edit(&named, text),
                _ if named.is_empty() => text,
                _ => {
                    self.folder.file(&named, &text);
                    text
                }
            };
            played += &format!("{shown}```\n");
        }
        if !self.has_changed {
            return;
        }
        if env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
            fs::write(&self.page, played).expect("the page is written");
        } else {
            let page = self.page.display();
            panic!("{page} shows something else; INSTA_UPDATE=always writes it. Played:\n{played}");
        }
    }

    /// Makes the edit that a difference shows.
    fn edit(&self, named: &str, text: String) -> String {
        let side = |sign: char| -> String {
            text.lines()
                .filter_map(|line| line.strip_prefix(sign))
                .map(|line| format!("{line}\n"))
                .collect()
        };
        let (before, file) = (side('-'), self.folder.read(named));
        assert_eq!(file.matches(&before).count(), 1, "`{named}` has not once:\n{before}");
        self.folder.file(named, file.replacen(&before, &side('+'), 1));
        text
    }

    /// Runs the commands of a block, and gives the block as it would be recorded now.
    fn console(&mut self, text: &str, after: &mut impl FnMut(&str)) -> String {
        let mut shown = String::new();
        for call in text.split("$ ").skip(1) {
            let (command, expected) = call.split_once('\n').unwrap_or((call, ""));
            let command = self.with_indexes(command);
            let said = self.run(&command);
            after(&command);
            if let (Some(before), Some(now)) = (planned(expected), planned(&said)) {
                self.indexes.insert(before.to_owned(), now.to_owned());
            }
            let recorded = recorded(expected, &said);
            self.has_changed |= self.steady(&recorded) != self.steady(expected);
            shown += &format!("$ {command}\n{recorded}");
        }
        shown
    }

    /// The command, for the index of this run where it names one of the page.
    fn with_indexes(&self, command: &str) -> String {
        const OPTION: &str = "-check-index ";
        let Some((start, rest)) = command.split_once(OPTION) else { return command.to_owned() };
        let (index, end) = rest.split_once(' ').unwrap_or((rest, ""));
        let now = self.indexes.get(index).map_or(index, String::as_str);
        format!("{start}{OPTION}{now} {end}")
    }

    fn run(&self, command: &str) -> String {
        let run = match command.strip_prefix("cargo run -- ") {
            Some(arguments) => (self.program)(self.folder, arguments),
            None => {
                let mut shell = Command::new("sh");
                shell.args(["-c", &format!("{command} 2>&1")]);
                shell.current_dir(self.folder.path(""));
                // The CLI prints some times as the place has them where it runs.
                shell.env("TZ", "UTC");
                shell.envs(self.environment.iter().map(|(name, value)| (name, value)));
                Run::of(&mut shell, b"")
            }
        };
        run.stdout + &run.stderr
    }

    /// The text without what varies.
    fn steady(&self, text: &str) -> String {
        let replace = |text: String, (pattern, word): &(Regex, &str)| {
            pattern.replace_all(&text, *word).into_owned()
        };
        let text = self.varying.iter().fold(text.to_owned(), replace);
        text.lines().map(|line| format!("{}\n", line.trim())).collect()
    }
}

/// The index that a plan is for.
fn planned(said: &str) -> Option<&str> {
    said.lines().find_map(|line| line.strip_prefix("Job Modify Index: "))
}

/// The file that a line above a block names: `` `registry/site.rs`: ``
fn file_named(line: &str) -> Option<&str> {
    line.strip_suffix("`:")?.rsplit_once('`').map(|(_, name)| name)
}

/// What was said, with as many lines before and after `…` as the page has.
fn recorded(expected: &str, said: &str) -> String {
    let lines: Vec<&str> = said.trim_end().lines().map(str::trim_end).collect();
    let shown = |lines: &[&str]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let Some((head, tail)) = expected.split_once("…\n") else { return shown(&lines) };
    let (head, tail) = (head.lines().count(), tail.trim_end().lines().count());
    if head + tail >= lines.len() {
        return shown(&lines);
    }
    let (rest, last) = lines.split_at(lines.len() - tail);
    format!("{}…\n{}", shown(&rest[..head]), shown(last))
}
