//! Comments of the source stand where they stood.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use jobwright::import::{self, Comment, rust};
use jobwright::prelude::*;
use jobwright::read;

use super::homelab;
use crate::support::corpus::Corpus;
use crate::support::files;
use crate::support::shown::snapshot;
use crate::support::{Tested, repository, skip};

fn comment(at: &[(&str, usize)], text: &str) -> Comment {
    let at = at.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
    Comment { at, text: text.to_owned() }
}

#[test]
fn a_comment_stands_above_what_it_stood_above() {
    let task = Task::new("t", Docker::image("a:1").args(["-v"])).env("A", "1").env("B", "2");
    let job = Job::batch("c").group(Group::new("g").count(2).task(task));
    let (group, task) = (("group", 0), ("task", 0));
    let comments = [
        comment(&[], "Licence.\nCopyright."),
        comment(&[group], "The only group."),
        comment(&[group, ("count", 0)], "count = 3\n\n  as before"),
        comment(&[group, task, ("config", 0)], "The configuration."),
        comment(&[group, task, ("config", 0), ("image", 0)], "The image."),
        comment(&[group, task, ("config", 0), ("args", 0)], "Says more."),
        comment(&[group, task, ("env", 0), ("B", 0)], "The second."),
        comment(&[group, task, ("resources", 0)], "resources {\n  cpu = 1\n}"),
    ];
    let definition = rust(&job, &Site::new("lab"), &comments);
    for comment in &comments {
        for line in comment.text.lines().filter(|line| !line.is_empty()) {
            assert!(
                definition.text.contains(&format!("// {line}\n")),
                "{line}\n{}",
                definition.text
            );
        }
    }
    snapshot!(definition.text);
}

/// What is said on the lines of a text's comments, without marks, found by nothing but a walk over its letters.
fn said(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches('\u{feff}');
    let mut depth = Vec::new();
    while let Some(letter) = rest.chars().next() {
        let in_string = depth.last() == Some(&'"');
        let cut = |mark: &str| rest.split_once(mark).map_or("", |(_, after)| after);
        rest = match letter {
            '\\' if in_string => rest.get(2..).unwrap_or_default(),
            '$' | '%'
                if in_string && rest[1..].starts_with('{') && !rest[1..].starts_with("{{") =>
            {
                depth.push('{');
                &rest[2..]
            }
            '"' => {
                if in_string {
                    depth.pop();
                } else {
                    depth.push('"');
                }
                &rest[1..]
            }
            _ if in_string => &rest[letter.len_utf8()..],
            '{' => {
                depth.push('{');
                &rest[1..]
            }
            '}' => {
                depth.pop();
                &rest[1..]
            }
            '<' if rest.starts_with("<<") => {
                let line = rest.lines().next().unwrap_or_default();
                let marker = line.trim_start_matches(['<', '-']).trim();
                let mut end = line.len();
                for line in rest[line.len()..].split_inclusive('\n') {
                    end += line.len();
                    if line.trim() == marker {
                        break;
                    }
                }
                &rest[end..]
            }
            '#' => {
                found.extend(rest.lines().take(1).map(str::to_owned));
                cut("\n")
            }
            '/' if rest.starts_with("//") => {
                found.extend(rest.lines().take(1).map(str::to_owned));
                cut("\n")
            }
            '/' if rest.starts_with("/*") => {
                let whole = rest.split_once("*/").map_or(rest, |(whole, _)| whole);
                found.extend(whole.lines().map(str::to_owned));
                cut("*/")
            }
            _ => &rest[letter.len_utf8()..],
        };
    }
    found
        .iter()
        .map(|line| words(line))
        .filter(|line| line.contains(char::is_alphanumeric))
        .collect()
}

/// A line without what may be marks at its ends.
fn words(line: &str) -> String {
    let mark = |letter: char| letter.is_whitespace() || "#/*-=~_+!".contains(letter);
    line.trim_matches(mark).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A comment above every line of the repository's own jobs, most of which are in the words of the house.
#[test]
fn every_line_of_a_workload_can_have_a_comment() -> Tested {
    let mut files: Vec<_> = fs::read_dir(repository("out"))?.flatten().collect();
    files.retain(|file| file.path().extension().is_some_and(|extension| extension == "hcl"));
    assert!(files.len() > 20, "{} files", files.len());
    let (mut house, mut above) = (0, 0);
    for file in &files {
        let text = fs::read_to_string(file.path())?;
        let plain = rust(&read::job(&text).expect("a job"), &homelab(), &[]);
        let (mut commented, mut marker, mut count) = (String::new(), None, 0);
        for line in text.lines() {
            if marker.is_none() && !line.trim().is_empty() {
                commented += &format!("# note {count}.\n");
                count += 1;
            }
            commented += &format!("{line}\n");
            marker = match marker {
                Some(marker) if line.trim() == marker => None,
                None => line.split_once("<<").map(|(_, marker)| marker.trim_start_matches('-')),
                marker => marker,
            };
        }
        let job = read::job(&commented).expect("a job");
        let definition = rust(&job, &homelab(), &import::comments(&commented));
        let code = |text: &str| -> String {
            let lines = text.lines().filter(|line| {
                let line = line.trim();
                !line.starts_with("//")
            });
            lines
                .flat_map(str::chars)
                .filter(|letter| !letter.is_whitespace() && *letter != ',')
                .collect()
        };
        for number in 0..count {
            let note = format!("// note {number}.\n");
            let said = definition.text.replace("//! note", "// note");
            assert!(said.contains(&note), "{note}\n{}", definition.text);
        }
        assert_eq!(definition.house, plain.house);
        assert!(!definition.text.contains("Generated by"), "{}", definition.text);
        house += usize::from(definition.house);
        let (head, _) = definition.text.split_once("pub fn").expect("a function");
        above += usize::from(head.matches("// note").count() > 4);
        if definition.text.matches("fn ").count() == plain.text.matches("fn ").count() {
            assert_eq!(code(&definition.text), code(&plain.text));
        }
    }
    println!("{house} workloads of {} files", files.len());
    assert!(house > 12, "{house} workloads");
    assert_eq!(above, 0, "comments went to the top");
    Ok(())
}

#[test]
fn no_comment_of_the_corpus_is_lost() -> Tested {
    let corpus = Corpus::of(skip::name_of(|| ()));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("import-comments");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let (mut printed, mut lines, mut commented, mut house) = (Vec::new(), 0, 0, 0);
    let (mut unread, mut lost) = (0, Vec::new());
    for (number, file) in files(&corpus.join("jobs"))?.iter().enumerate() {
        let text = fs::read_to_string(file)?;
        let Ok(job) = read::job(&text) else {
            unread += 1;
            continue;
        };
        let definition = rust(&job, &homelab(), &import::comments(&text));
        let own: BTreeSet<String> = definition
            .text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("//"))
            .map(words)
            .collect();
        let theirs = said(&text);
        commented += usize::from(!theirs.is_empty());
        house += usize::from(!theirs.is_empty() && definition.house);
        lines += theirs.len();
        let editors = |line: &&String| line.starts_with("vim:") || line.starts_with("-*-");
        lost.extend(
            theirs
                .iter()
                .filter(|line| !own.contains(*line) && !editors(line))
                .map(|line| format!("{}: {line}", file.display())),
        );
        let path = folder.join(format!("{number}-{}.rs", definition.file_stem));
        fs::write(&path, &definition.text)?;
        printed.push(path);
    }
    println!(
        "{lines} lines of comments in {commented} of {} files, {house} of them in the house's words; {unread} not read",
        printed.len()
    );
    assert!(lost.is_empty(), "{} lines are lost\n{}", lost.len(), lost.join("\n"));
    let output = Command::new("rustfmt")
        .args(["--edition", "2024", "--check", "--config-path"])
        .arg(repository("rustfmt.toml"))
        .args(&printed)
        .output()?;
    let diff = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{diff}{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

#[test]
fn all_that_a_file_says_has_its_place() {
    let text = r#"# The licence.

# Which one to run.
variable "tag" {
  # The last good one.
  default = "1.2" # not 1.3
}

locals {
  # Where.
  zone = "a"
  # zone = "b"
}

# The job.
job "c" {
  type = "batch" # once
  group "g" {
    task "t" {
      driver = "other"
      # What it does.
      config {
        verbose = true
        # quiet = true

        # The rest.
        args = [
          "--first-of-them", # one
          # "--second-of-them",
        ]
        limits {
          cpu = 1
          # memory = 2
        }
      }
    }
    # task "u" {
    #   driver = "other"
    # }
  } # g
  # The end.
}
# Below.
"#;
    let job = read::job(text).expect("a job");
    let definition = rust(&job, &Site::new("lab"), &import::comments(text));
    snapshot!(definition.text);
}

#[test]
fn a_workload_keeps_the_comments() {
    let port = Port::http(80);
    let job = Workload::service("web")
        .group_name("g")
        .image("web:1")
        .command("run")
        .port(port)
        .env("A", "1")
        .adjust_task(|task| task.kill_signal("SIGTERM"))
        .job(&Site::bare("lab"))
        .priority(70);
    let (group, task) = (("group", 0), ("task", 0));
    let comments = [
        comment(&[], "Licence."),
        comment(&[group], "The only group."),
        comment(&[group, ("network", 0), ("port", 0)], "The port."),
        comment(&[group, task, ("config", 0), ("command", 0)], "The command."),
        comment(&[group, task, ("env", 0), ("A", 0)], "The first."),
        comment(&[group, task, ("kill_signal", 0)], "The signal."),
        comment(&[group, task, ("resources", 0)], "resources {}"),
    ];
    snapshot!(rust(&job, &Site::bare("lab"), &comments).text);
}
