//! Git as tests need it: the same commits on every machine, whatever its configuration.

use std::path::Path;
use std::process::Command;

/// A command of git in a folder.
pub fn git(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "init.defaultBranch=main", "-c", "core.pager=cat"]);
    command.args(arguments);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "test").env(format!("GIT_{who}_EMAIL"), "test@test");
        command.env(format!("GIT_{who}_DATE"), "2026-01-01T00:00:00Z");
    }
    command
}

/// Runs git in a folder, and gives what it says.
#[track_caller]
pub fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = git(folder, arguments).output().expect("git runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Commits all that is in a folder.
#[track_caller]
pub fn commit(folder: &Path, message: &str) {
    run(folder, &["add", "--all"]);
    run(folder, &["commit", "--quiet", "--allow-empty", "--message", message]);
}
