//! Plays a page of documentation: its files are written, its edits made, its commands run.
//!
//! Of a session (`console`), the output is what the page shows. What differs from run to run (IDs, times, ports, indexes)
//! takes no part in the comparison, and a line `…` stands for any lines. Each command of a session and of a script (`sh`)
//! must succeed, or end with the code that its comment names: `# exits with 1`. A `cd` holds for what comes after it.
//!
//! `INSTA_UPDATE=always` writes the page anew, with what the commands said.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use regex::Regex;

use super::page::{bare, file_named};
use super::unplayed;
use super::written::updates;
use crate::cli::{Project, Run};
use crate::support::repository;

/// What takes no part in a comparison, and what stands for it.
const VARYING: [(&str, &str); 9] = [
    (r"\bin \d+\.\d s\b", "in N s"),
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
    page: &'p str,
    folder: &'p Project,
    /// Where in the folder commands run.
    below: PathBuf,
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
        page: &'p str,
        folder: &'p Project,
        program: &'p dyn Fn(&Project, &str) -> Run,
        environment: &[(&str, String)],
    ) -> Self {
        let pattern =
            |(pattern, word): (&str, &'static str)| (Regex::new(pattern).expect("a pattern"), word);
        Self {
            page,
            folder,
            below: PathBuf::new(),
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

    /// Begins in this folder below.
    pub fn below(mut self, below: &str) -> Self {
        self.below = PathBuf::from(below);
        self
    }

    /// Plays it, calling `after` with each command that has run; fails if the page shows anything else.
    #[track_caller]
    pub fn play(mut self, mut after: impl FnMut(&str)) {
        let file = repository(self.page);
        let page = fs::read_to_string(&file).expect("the page");
        let (mut played, mut named) = (String::new(), String::new());
        let mut lines = page.lines();
        while let Some(line) = lines.next() {
            played += &format!("{line}\n");
            let Some(info) = line.strip_prefix("```") else {
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
            let shown = match info.split([',', ' ']).next().unwrap_or_default() {
                "console" => self.console(&text, &mut after),
                "sh" => self.script(text, &mut after),
                _ if named.is_empty() => text,
                "diff" => self.edit(&named, text),
                _ => {
                    self.folder.file(&self.place(&named), &text);
                    text
                }
            };
            played += &format!("{shown}```\n");
        }
        if !self.has_changed {
            return;
        }
        if updates() {
            fs::write(&file, played).expect("the page is written");
        } else {
            let page = self.page;
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
        let place = self.place(named);
        let (before, file) = (side('-'), self.folder.read(&place));
        assert_eq!(file.matches(&before).count(), 1, "`{named}` has not once:\n{before}");
        self.folder.file(&place, file.replacen(&before, &side('+'), 1));
        text
    }

    /// A path of the page in the folder.
    fn place(&self, named: &str) -> String {
        self.below.join(named).to_string_lossy().into_owned()
    }

    /// Runs the commands of a script.
    fn script(&mut self, text: String, after: &mut impl FnMut(&str)) -> String {
        for line in text.lines().filter(|line| !bare(line).is_empty()) {
            if unplayed::reason(self.page, bare(line)).is_some() {
                continue;
            }
            let run = self.run(bare(line));
            after(bare(line));
            assert_eq!(run.code.to_string(), code_of(line), "{}: {line}\n{run}", self.page);
        }
        text
    }

    /// Runs the commands of a session, and gives it as it would be recorded now.
    fn console(&mut self, text: &str, after: &mut impl FnMut(&str)) -> String {
        let mut shown = String::new();
        for (line, expected) in calls(text) {
            if unplayed::reason(self.page, bare(line)).is_some() {
                shown += &format!("$ {line}\n{expected}");
                continue;
            }
            let command = self.with_indexes(bare(line));
            let run = self.run(&command);
            let code = run.code.to_string();
            let comment = if code == code_of(line) {
                line[bare(line).len()..].to_owned()
            } else {
                self.has_changed = true;
                exits_with(&code)
            };
            let said = self.nowhere(run.stdout + &run.stderr);
            after(&command);
            if let (Some(before), Some(now)) = (planned(&expected), planned(&said)) {
                self.indexes.insert(before.to_owned(), now.to_owned());
            }
            let recorded = recorded(&expected, &said);
            self.has_changed |= self.steady(&recorded) != self.steady(&expected);
            shown += &format!("$ {command}{comment}\n{recorded}");
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

    fn run(&mut self, command: &str) -> Run {
        if let Some(arguments) = command.strip_prefix("cargo run -- ") {
            return (self.program)(self.folder, arguments);
        }
        let mut shell = Command::new("sh");
        // Where the command ends is where the next one begins.
        let left = self.folder.path(".where");
        shell.args([
            "-c",
            &format!("{{ {command}\n}} 2>&1\ncode=$?; pwd -P > '{}'; exit $code", left.display()),
        ]);
        shell.current_dir(self.folder.path("").join(&self.below));
        // The CLI prints some times as the place has them where it runs.
        shell.env("TZ", "UTC");
        shell.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let run = Run::of(&mut shell, b"");
        let root = self.folder.path("").canonicalize().expect("the folder");
        let now = fs::read_to_string(left).unwrap_or_default();
        self.below = PathBuf::from(now.trim_end()).strip_prefix(root).expect("inside").to_owned();
        run
    }

    /// What was said, with other names for the folders of this machine.
    fn nowhere(&self, said: String) -> String {
        let here = self.folder.path("").to_string_lossy().trim_end_matches('/').to_owned();
        let sources = repository("").to_string_lossy().trim_end_matches('/').to_owned();
        said.replace(&here, "/home/you").replace(&sources, "/home/you/jobwright")
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

/// The exit code that the comment of a command names.
fn code_of(line: &str) -> &str {
    let comment = &line[bare(line).len()..];
    let code = comment.split_once("exits with ").map_or("0", |(_, code)| code);
    code.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or("0")
}

/// The comment that names an exit code; none for success.
fn exits_with(code: &str) -> String {
    if code == "0" { String::new() } else { format!("    # exits with {code}") }
}

/// The commands of a session, each with what it said.
fn calls(text: &str) -> Vec<(&str, String)> {
    let mut calls: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), calls.last_mut()) {
            (Some(command), _) => calls.push((command, String::new())),
            (None, Some((_, said))) => *said += &format!("{line}\n"),
            (None, None) => panic!("a session begins with output: {line}"),
        }
    }
    calls
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
