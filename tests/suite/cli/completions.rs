//! What a shell offers, asked by its own means.

use std::path::Path;
use std::process::Command;

use super::{Project, Run};
use crate::support::program;

/// A project with jobs that are rendered, one that is not yet, and a volume.
fn project() -> Project {
    let folder = Project::outside();
    folder.file("registry/site.rs", "");
    folder.file("registry/apps/web.rs", "Workload::service(\"web\")");
    folder.file("registry/apps/new.rs", "    Workload::batch(\"nightly\")");
    folder.file("registry/volumes/data.rs", "VolumeSpec::csi(\"web-data\", \"nfs\")");
    folder.file("out/web.nomad.hcl", "");
    folder.file("out/reference/web-pattern.nomad.hcl", "");
    folder.file("out/edge/web-at-the-edge.nomad.hcl", "");
    folder
}

/// What a shell offers for the last of these words.
fn offered(folder: &Project, shell: &str, script: &str) -> Option<Vec<String>> {
    let shell = program(&format!("JOBWRIGHT_{}", shell.to_uppercase()), shell)?;
    let bin = Path::new(env!("CARGO_BIN_EXE_jobwright")).parent().expect("a folder");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new(shell);
    command
        .current_dir(folder.path("registry/apps"))
        .env("PATH", path)
        .env("HOME", folder.path(""));
    let run = Run::of(command.args(["-c", script]), b"").ends(0);
    let mut words: Vec<String> = run.stdout.split_whitespace().map(str::to_owned).collect();
    words.sort();
    Some(words)
}

const CASES: [(&str, &[&str]); 11] = [
    ("jobwright show we", &["web", "web-at-the-edge", "web-pattern"]),
    ("jobwright show nig", &["nightly"]),
    ("jobwright gen --site ed", &["edge"]),
    ("jobwright deploy web-p", &["web-pattern"]),
    ("jobwright map nig", &["nightly"]),
    ("jobwright comp", &["completions"]),
    ("jobwright completions el", &["elvish"]),
    ("jobwright gen --chec", &["--check"]),
    ("jobwright lint --explain house/undeclared", &["house/undeclared-volume"]),
    ("jobwright new job x --category a", &["apps"]),
    ("jobwright list --format j", &["json"]),
];

#[test]
fn bash_completes_names() {
    let folder = project();
    for (line, expected) in CASES {
        let script = format!(
            "source <(jobwright completions bash); COMP_LINE={line:?}; COMP_WORDS=({line}); \
             COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); last=${{COMP_WORDS[COMP_CWORD]}}; \
             _clap_complete_jobwright jobwright \"$last\" 2> /dev/null; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let Some(words) = offered(&folder, "bash", &script) else { return };
        assert_eq!(words, expected, "{line}");
    }
}

#[test]
fn fish_completes_names() {
    let folder = project();
    for (line, expected) in CASES {
        // Behind a tab, fish shows what a word is for.
        let script = format!(
            "jobwright completions fish | source; complete -C {line:?} | string replace -r '\\t.*' ''; or true"
        );
        let Some(words) = offered(&folder, "fish", &script) else { return };
        assert_eq!(words, expected, "{line}");
    }
}

#[test]
fn zsh_completes_names() {
    let folder = project();
    for (line, expected) in CASES {
        // Its completion system is for the line editor; what it is given is caught in its place.
        let script = format!(
            "compdef() {{ }}; _describe() {{ print -l -- ${{completions%%:*}}; }}; eval \"$(jobwright completions zsh)\"; \
             words=({line}); CURRENT=$#words; _clap_dynamic_completer_jobwright"
        );
        let Some(words) = offered(&folder, "zsh", &script) else { return };
        assert_eq!(words, expected, "{line}");
    }
}

#[test]
fn volumes_are_offered_where_storage_is_meant() {
    let folder = project();
    let mut command = folder.command("-- jobwright new x --storage csi");
    let environment = [("JOBWRIGHT_COMPLETE", "fish")];
    let run = Run::of(command.envs(environment), b"").ends(0);
    assert_eq!(run.stdout.trim(), "csi:web-data:/");
}

#[test]
fn names_that_a_terminal_would_obey_are_not_offered() {
    let folder = project();
    for (at, odd) in ["\u{1b}[2J", "\n", "\r", "\u{9b}2J", "\u{202e}"].iter().enumerate() {
        folder.file(&format!("out/web{odd}{at}.nomad.hcl"), "");
        folder.file(&format!("registry/web{odd}{at}/a.rs"), "");
        folder.file(
            &format!("registry/apps/{at}.rs"),
            format!("Workload::service(\"web{odd}{at}\")"),
        );
        folder.file(
            &format!("registry/volumes/{at}.rs"),
            format!("VolumeSpec::csi(\"web{odd}{at}\", \"nfs\")"),
        );
    }
    for (line, expected) in [
        ("show we", "web\nweb-at-the-edge\nweb-pattern"),
        ("gen --site we", ""),
        ("new x --category we", ""),
        ("new x --storage csi:we", "csi:web-data:/"),
    ] {
        let mut command = folder.command(&format!("-- jobwright {line}"));
        let run = Run::of(command.env("JOBWRIGHT_COMPLETE", "fish"), b"").ends(0);
        assert_eq!(run.stdout.trim(), expected, "{line}");
    }
}

#[test]
fn each_shell_has_a_script() {
    let folder = Project::outside();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = folder.quietly(&format!("completions {shell}")).ends(0);
        assert!(run.stdout.contains("JOBWRIGHT_COMPLETE"), "{run}");
    }
    folder.run("completions tcsh").ends(2);
    crate::support::shown::snapshot!(folder);
}
