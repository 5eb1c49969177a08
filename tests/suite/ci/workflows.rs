//! What workflows and actions must not do.

use std::fs;

use jobwright::diff::MARK;
use regex::Regex;

use crate::support::{files, repository};

/// Everything that runs in continuous integration, with its name.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for folder in [".github", "docs/ci"] {
        for file in files(&repository(folder)).expect("a folder") {
            let text = fs::read_to_string(&file).expect("a text");
            texts.push((file.display().to_string(), text));
        }
    }
    texts
}

/// A tag can be moved to other code by whoever owns it.
#[test]
fn actions_of_others_are_pinned() {
    let pinned = Regex::new(r"^(\./\S+|[\w./-]+@[0-9a-f]{40} # v[\d.]+)$").expect("a pattern");
    let uses = texts().into_iter().flat_map(|(name, text)| {
        let used: Vec<String> = text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
            .filter_map(|line| line.split_once("uses: ").map(|(_, used)| used.to_owned()))
            .collect();
        used.into_iter().map(move |used| (name.clone(), used))
    });
    let mut count = 0;
    for (name, used) in uses {
        assert!(pinned.is_match(&used), "{name}: {used}");
        count += 1;
    }
    assert!(count > 5, "{count}");
}

/// The token that a checkout leaves behind could be read by whatever runs after it.
#[test]
fn checkouts_keep_no_token() {
    let mut count = 0;
    for (name, text) in texts() {
        for step in text.split("uses: actions/checkout@").skip(1) {
            let step = step.split("\n      - ").next().unwrap_or_default();
            assert!(step.contains("persist-credentials: false"), "{name}: {step}");
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}

/// What comes from outside would be part of a script.
#[test]
fn scripts_hold_no_expressions() {
    let mut scripts = 0;
    for (name, text) in texts() {
        let lines =
            text.lines().filter(|line| line.trim_start_matches([' ', '-']).starts_with("run: "));
        for line in lines {
            assert!(!line.contains("${{"), "{name}: {line}");
        }
        if name.ends_with(".sh") {
            assert!(text.contains("\nset -euo pipefail\n"), "{name}");
            scripts += 1;
        }
    }
    assert_eq!(scripts, 5);
}

#[test]
fn comments_are_known_by_what_diff_begins_with() {
    let with_mark: Vec<String> = texts()
        .into_iter()
        .filter(|(_, text)| text.contains(&format!("mark='{MARK}'")))
        .map(|(name, _)| name.rsplit('/').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(with_mark, ["comment.sh", "gitlab-note.sh"]);
}

/// Each target is run each week.
#[test]
fn all_targets_are_fuzzed() {
    let workflow = fs::read_to_string(repository(".github/workflows/fuzz.yml")).expect("a text");
    let listed: Vec<&str> =
        workflow.lines().filter_map(|line| line.strip_prefix("          - ")).collect();
    let targets = files(&repository("fuzz/fuzz_targets")).expect("a folder");
    let names: Vec<String> = targets
        .iter()
        .filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    assert_eq!(listed, names);
    let script = fs::read_to_string(repository("fuzz/run")).expect("a text");
    for name in names {
        assert!(script.contains(&format!("#   fuzz/run {name} ")), "fuzz/run does not say {name}");
    }
}
