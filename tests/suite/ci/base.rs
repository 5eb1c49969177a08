//! What a pull request is compared with, in the shallow clone that a runner has.

use std::path::{Path, PathBuf};

use super::{run, script};
use crate::support::git;

/// A repository with a branch that parted from `main`, and what merging both would make.
fn origin(folder: &Path) -> PathBuf {
    let origin = folder.join("origin");
    std::fs::create_dir(&origin).expect("a folder");
    git::run(&origin, &["init", "--quiet"]);
    git::commit(&origin, "first");
    git::run(&origin, &["branch", "next"]);
    git::commit(&origin, "meanwhile");
    git::run(&origin, &["switch", "--quiet", "next"]);
    git::commit(&origin, "a change");
    git::run(&origin, &["switch", "--quiet", "--detach", "main"]);
    git::run(&origin, &["merge", "--quiet", "--no-ff", "--message", "merged", "next"]);
    git::run(&origin, &["update-ref", "refs/pull/5/merge", "HEAD"]);
    git::run(&origin, &["switch", "--quiet", "main"]);
    git::run(&origin, &["config", "uploadpack.allowAnySHA1InWant", "true"]);
    origin
}

/// A clone of nothing but one commit.
fn clone(folder: &Path, origin: &Path, reference: &str) -> PathBuf {
    let clone = folder.join(reference.replace('/', "-"));
    std::fs::create_dir(&clone).expect("a folder");
    git::run(&clone, &["init", "--quiet"]);
    git::run(&clone, &["remote", "add", "origin", &format!("file://{}", origin.display())]);
    git::run(&clone, &["fetch", "--quiet", "--no-tags", "--depth=1", "origin", reference]);
    git::run(&clone, &["checkout", "--quiet", "--detach", "FETCH_HEAD"]);
    clone
}

#[test]
fn the_base_is_found_in_shallow_clones() {
    let folder = tempfile::tempdir().expect("a folder");
    let origin = origin(folder.path());
    let of = |name: &str| git::run(&origin, &["rev-parse", name]);
    let base = |clone: &Path, reference: &str, sha: &str| {
        let mut command = script(".github/actions/review/base.sh");
        command.current_dir(clone).env("GITHUB_REF", reference).env("BASE_SHA", sha);
        run(&mut command)
    };
    let (main, first) = (of("main"), of("main~1"));
    let merged = clone(folder.path(), &origin, "refs/pull/5/merge");
    // What GitHub says of the base may be older than what it merged with.
    let found = base(&merged, "refs/pull/5/merge", first.trim()).ends(0);
    assert_eq!(found.stdout, main);
    git::run(&merged, &["cat-file", "-e", main.trim()]);
    let head = clone(folder.path(), &origin, "next");
    let found = base(&head, "refs/heads/next", main.trim()).ends(0);
    assert_eq!(found.stdout, first);
    base(&head, "refs/heads/next", "--output=x").ends(2);
}
