//! The one comment of a pull request, and the one note of a merge request.

use std::path::Path;
use std::process::Command;

use jobwright::diff::{MARK, MOST};
use tempfile::TempDir;

use super::server::{Server, TOKEN};
use super::{file, run, script};

const GITHUB: &str = ".github/actions/review/comment.sh";
const GITLAB: &str = "docs/ci/gitlab-note.sh";

/// A script with all that its runner has, and a file with this text.
fn writing(path: &str, server: &Server, folder: &Path, text: &str) -> Command {
    let mut command = script(path);
    command.arg(file(folder, "review.md", text));
    match path {
        GITHUB => command
            .env("GITHUB_API_URL", server.url())
            .env("GITHUB_REPOSITORY", "we/jobs")
            .env("GITHUB_TOKEN", TOKEN)
            .env("PULL_REQUEST", "5")
            .env("HEAD_REPOSITORY", "we/jobs"),
        _ => command
            .env("CI_API_V4_URL", server.url())
            .env("CI_PROJECT_ID", "9")
            .env("CI_PROJECT_PATH", "we/jobs")
            .env("CI_MERGE_REQUEST_PROJECT_PATH", "we/jobs")
            .env("CI_MERGE_REQUEST_SOURCE_PROJECT_PATH", "we/jobs")
            .env("CI_MERGE_REQUEST_IID", "5")
            .env("JOBWRIGHT_TOKEN", TOKEN),
    };
    command
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn a_comment_is_made_once_and_then_changed() {
    for (path, make, change) in [
        (
            GITHUB,
            "POST /repos/we/jobs/issues/5/comments",
            "PATCH /repos/we/jobs/issues/comments/121",
        ),
        (
            GITLAB,
            "POST /projects/9/merge_requests/5/notes",
            "PUT /projects/9/merge_requests/5/notes/121",
        ),
    ] {
        // Ours is on the second page; others may begin theirs with the same.
        let (server, folder) = (Server::start(120), folder());
        let text = |words: &str| format!("{MARK}\n{words} $(x) `y` \"z\" \\n é\n");
        let said = run(&mut writing(path, &server, folder.path(), &text("first"))).ends(0);
        assert_eq!(server.asked().last().map(String::as_str), Some(make), "{said}");
        let said = run(&mut writing(path, &server, folder.path(), &text("second"))).ends(0);
        assert_eq!(server.asked().last().map(String::as_str), Some(change), "{said}");
        assert_eq!(server.ours(), [text("second")]);
        assert!(!said.to_string().contains(TOKEN), "{said}");
    }
}

/// Nothing is said where nothing is different, unless something else was said before.
#[test]
fn nothing_new_is_said_where_nothing_is_different() {
    for path in [GITHUB, GITLAB] {
        let (server, folder) = (Server::start(0), folder());
        let same = file(folder.path(), "review.same", "");
        let text = format!("{MARK}\nThere are no differences.\n");
        run(writing(path, &server, folder.path(), &text).arg(&same)).ends(0);
        assert!(server.ours().is_empty());
        run(&mut writing(path, &server, folder.path(), &format!("{MARK}\nMuch is.\n"))).ends(0);
        run(writing(path, &server, folder.path(), &text).arg(&same)).ends(0);
        assert_eq!(server.ours(), [text]);
    }
}

#[test]
fn a_text_that_is_too_long_is_cut_and_says_so() {
    let (server, folder) = (Server::start(0), folder());
    let long = format!("{MARK}\n{}", "é".repeat(MOST));
    run(&mut writing(GITHUB, &server, folder.path(), &long)).ends(0);
    let [comment] = server.ours().try_into().expect("one comment");
    assert_eq!(comment.chars().count(), MOST);
    assert!(comment.starts_with(MARK) && comment.contains("This is cut"), "its end is missing");
    // One that is no longer known by its first line would be made again and again.
    run(&mut writing(GITHUB, &server, folder.path(), "no mark\n")).ends(0);
    assert_eq!(server.ours(), [format!("{MARK}\nno mark\n")]);
}

#[test]
fn without_a_token_it_says_what_to_do() {
    for (path, token) in [(GITHUB, "GITHUB_TOKEN"), (GITLAB, "JOBWRIGHT_TOKEN")] {
        let (server, folder) = (Server::start(0), folder());
        let said = run(writing(path, &server, folder.path(), MARK).env_remove(token)).ends(2);
        assert!(said.stderr.contains("error: no token: ") && said.stderr.contains(token), "{said}");
        let said = run(writing(path, &server, folder.path(), MARK).env(token, "wrong")).ends(1);
        assert!(said.stderr.contains("401"), "{said}");
        let asked = server.asked();
        assert!(asked.is_empty(), "{asked:?}");
    }
}

/// From a fork nobody may write, and the review itself is no failure for that.
#[test]
fn forks_are_no_failure() {
    let (server, folder) = (Server::start(0), folder());
    server.refuse(403);
    let mut command = writing(GITHUB, &server, folder.path(), MARK);
    let said = run(&mut command).ends(1);
    assert!(said.stderr.contains("`permissions: pull-requests: write`"), "{said}");
    let said = run(command.env("HEAD_REPOSITORY", "they/jobs")).ends(0);
    assert!(said.stdout.starts_with("::notice::"), "{said}");
    let mut command = writing(GITLAB, &server, folder.path(), MARK);
    let fork = command.env("CI_MERGE_REQUEST_SOURCE_PROJECT_PATH", "they/jobs");
    run(fork.env_remove("JOBWRIGHT_TOKEN")).ends(0);
}

#[test]
fn code_scanning_gets_the_findings_or_is_not_for_this_repository() {
    let (server, folder) = (Server::start(0), folder());
    let sarif = file(folder.path(), "jobwright.sarif", "{\"runs\": []}\n");
    let mut command = script(".github/actions/review/sarif.sh");
    command.arg(sarif).env("GITHUB_API_URL", server.url()).env("GITHUB_REPOSITORY", "we/jobs");
    command
        .env("GITHUB_SHA", "1")
        .env("GITHUB_REF", "refs/pull/5/merge")
        .env("GITHUB_TOKEN", TOKEN);
    let said = run(&mut command).ends(0);
    assert_eq!(server.asked(), ["POST /repos/we/jobs/code-scanning/sarifs"], "{said}");
    server.refuse(403);
    let said = run(&mut command).ends(0);
    assert!(said.stdout.starts_with("::notice::"), "{said}");
}
