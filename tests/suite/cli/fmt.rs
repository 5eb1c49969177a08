//! `fmt` as a command: which files it takes, what it does to them, and what it says.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use super::{Project, Run};

const UGLY: &str = "job \"a\"{\ntype=\"batch\"\n  all_at_once=true # now\n}\n";
const NEAT: &str = "job \"a\" {\n  type        = \"batch\"\n  all_at_once = true # now\n}\n";
const BROKEN: &str = "job \"a\" {\n  count = \n}\n";

const BROKEN_SAID: [&str; 2] = [
    "error[syntax]: expected a value, found the end of the line\n --> bad.hcl:2:11\n  |\n2 |   count = \n  |           ^\n  |\n  = help: ",
    "refused",
];

/// A folder with an ugly file and a neat one.
fn folder() -> Project {
    let project = Project::new();
    project.file("ugly.hcl", UGLY);
    project.file("neat.nomad", NEAT);
    project
}

fn with_input(mut command: Command, input: &[u8]) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    child.stdin.take().expect("a pipe").write_all(input).expect("it reads");
    Run::of(child.wait_with_output().expect("it ends"))
}

/// Makes a file look as if nobody had touched it for an hour, and returns that time.
fn age(path: &Path) -> SystemTime {
    let old = SystemTime::now() - Duration::from_secs(3600);
    let file = File::options().write(true).open(path).expect("the file");
    file.set_modified(old).expect("a time");
    old
}

#[test]
fn files_are_formatted_once() {
    let project = folder();
    let old = age(&project.path("neat.nomad"));
    let run = project.run("fmt").said(0, &["1 file formatted, 1 unchanged\n"]);
    assert_eq!(run.stdout, "ugly.hcl\n");
    assert_eq!(project.read("ugly.hcl"), NEAT);
    let modified = |name| fs::metadata(project.path(name)).and_then(|facts| facts.modified());
    assert_eq!(modified("neat.nomad").expect("a time"), old, "an unchanged file was written");

    let old = age(&project.path("ugly.hcl"));
    let run = project.run("fmt").said(0, &["0 files formatted, 2 unchanged\n"]);
    assert_eq!((run.stdout.as_str(), modified("ugly.hcl").expect("a time")), ("", old));
    assert_eq!(project.files(""), ["neat.nomad", "registry/site.rs", "ugly.hcl"]);
}

#[test]
fn check_lists_and_writes_nothing() {
    let project = folder();
    let run = project.run("fmt --check").said(1, &["1 file to format, 1 formatted already\n"]);
    assert_eq!(run.stdout, "ugly.hcl\n");
    assert_eq!(project.read("ugly.hcl"), UGLY);
    project.run("fmt --check neat.nomad").said(0, &["0 files to format, 1 formatted already\n"]);
    project.run("fmt").said(0, &[]);
    project.run("fmt --check").said(0, &[]);
}

#[test]
fn diff_shows_and_writes_nothing() {
    let project = folder();
    let run = project.run("fmt --diff").said(1, &[]);
    let expected = "--- ugly.hcl\n+++ ugly.hcl\n@@ -1,4 +1,4 @@\n-job \"a\"{\n-type=\"batch\"\n-  all_at_once=true # now\n\
                    +job \"a\" {\n+  type        = \"batch\"\n+  all_at_once = true # now\n }\n";
    assert_eq!(run.stdout, expected, "and no colours in a pipe");
    assert_eq!(project.read("ugly.hcl"), UGLY);
    project.file("ugly.hcl", "a=1");
    let run = project.run("fmt --diff --check").said(1, &[]);
    let end = "\\ No newline at end of file\n";
    assert!(run.stdout.ends_with(&format!("-a=1\n{end}+a = 1\n{end}")), "{}", run.stdout);
    project.run("fmt --diff neat.nomad").said(0, &[]);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let project = Project::new();
    let fmt = |arguments: &str, input: &[u8]| with_input(project.command(arguments), input);
    assert_eq!(fmt("fmt -", UGLY.as_bytes()).said(0, &[]).stdout, NEAT);
    assert_eq!(fmt("fmt -", NEAT.as_bytes()).said(0, &[]).stdout, NEAT);
    assert_eq!(fmt("fmt -", b"").said(0, &[]).stdout, "");
    assert_eq!(fmt("fmt --check -", UGLY.as_bytes()).said(1, &[]).stdout, "<stdin>\n");
    assert_eq!(fmt("fmt --check -", NEAT.as_bytes()).said(0, &[]).stdout, "");
    fmt("fmt --diff -", UGLY.as_bytes()).said(1, &["+++ <stdin>\n", "+job \"a\" {\n"]);
    let run = fmt("fmt -", BROKEN.as_bytes()).said(2, &["--> <stdin>:2:11"]);
    assert_eq!(run.stdout, "");
    fmt("fmt - ugly.hcl", b"").said(2, &["`-` and paths do not go together", "= help:"]);
}

#[test]
fn a_bad_file_does_not_stop_the_others() {
    let project = folder();
    project.file("bad.hcl", BROKEN);
    project.file("latin.hcl", "");
    fs::write(project.path("latin.hcl"), b"a = 1\nb = \"caf\xe9\"\n").expect("a file");
    project.run("fmt --check").said(2, &BROKEN_SAID);
    let run = project.run("fmt").said(2, &BROKEN_SAID).said(
        2,
        &[
            "error[utf-8]: expected UTF-8, found the byte 0xe9\n --> latin.hcl:2:9\n",
            "= help: save the file as UTF-8",
            "1 file formatted, 1 unchanged, 2 refused\n",
        ],
    );
    assert_eq!(run.stdout, "ugly.hcl\n");
    assert_eq!((project.read("ugly.hcl"), project.read("bad.hcl")), (NEAT.into(), BROKEN.into()));
    project.run("fmt gone.hcl ugly.hcl").said(2, &["cannot find `gone.hcl`", "1 unchanged, 1 fai"]);
}

#[test]
fn a_file_full_of_mistakes_shows_the_first_ones() {
    let project = Project::new();
    project.file("bad.hcl", &"a = \n".repeat(30));
    let run = project.run("fmt").said(2, &["bad.hcl:10:", "= note: the file has more errors"]);
    assert!(!run.stderr.contains("bad.hcl:11:"), "{}", run.stderr);
}

#[test]
fn folders_are_taken_with_what_is_below() {
    let project = Project::new();
    let taken = ["jobs/a.hcl", "jobs/b.nomad", "jobs/b/c/d.nomad.hcl", "jobs/.hidden.hcl"];
    let left = ["jobs/e.tf", "jobs/f.hcl.j2", "jobs/.git/g.hcl", "jobs/target/h.hcl"];
    for file in taken.iter().chain(&left) {
        project.file(file, UGLY);
    }
    project.file("jobs/target/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
    let run = project.run("fmt jobs").said(0, &["4 files formatted, 0 unchanged\n"]);
    let order = ["jobs/.hidden.hcl", "jobs/a.hcl", "jobs/b/c/d.nomad.hcl", "jobs/b.nomad"];
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), order);
    assert!(left.iter().all(|file| project.read(file) == UGLY), "a file of others was formatted");

    project.run("fmt jobs/e.tf").said(2, &["not a `*.hcl` or `*.nomad` file: `jobs/e.tf`"]);
    project.run("fmt jobs/.git").said(0, &["1 file formatted"]);
    project.run("fmt jobs/target/h.hcl").said(0, &["1 file formatted"]);
    project.run("fmt registry").said(0, &["no `*.hcl` or `*.nomad` files found"]);
}

#[test]
fn a_file_with_two_names_is_one_file() {
    let project = folder();
    let run = project.run("fmt ugly.hcl . ./ugly.hcl registry/../ugly.hcl");
    assert_eq!(run.said(0, &["1 file formatted, 1 unchanged\n"]).stdout, "ugly.hcl\n");
}

#[test]
fn permissions_and_owner_stay() {
    let project = folder();
    let path = project.path("ugly.hcl");
    for mode in [0o600, 0o640, 0o664, 0o755] {
        project.file("ugly.hcl", UGLY);
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("permissions");
        // Only root may give files away; for others this checks what they have.
        let given = std::os::unix::fs::chown(&path, Some(1234), Some(1234)).is_ok();
        project.run("fmt").said(0, &["1 file formatted"]);
        let facts = fs::metadata(&path).expect("the file");
        assert_eq!(facts.permissions().mode() & 0o7777, mode);
        assert!(!given || (facts.uid(), facts.gid()) == (1234, 1234), "the owner has changed");
    }
}

#[test]
fn a_write_protected_file_is_refused() {
    let project = folder();
    let path = project.path("ugly.hcl");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("permissions");
    let root = File::options().write(true).open(&path).is_ok();
    if !root {
        project.run("fmt").said(2, &["cannot write `ugly.hcl`", "Permission denied", "= help:"]);
        assert_eq!(project.read("ugly.hcl"), UGLY);
    }
    project.run("fmt --check").said(1, &[]);
}

#[test]
fn a_link_stays_and_what_it_leads_to_is_formatted() {
    let project = Project::new();
    project.file("elsewhere/real.hcl", UGLY);
    fs::create_dir(project.path("jobs")).expect("a folder");
    symlink("../elsewhere/real.hcl", project.path("jobs/link.hcl")).expect("a link");
    symlink("../elsewhere", project.path("jobs/linked")).expect("a link");
    symlink(".", project.path("jobs/endless")).expect("a link");
    symlink("elsewhere", project.path("named")).expect("a link");
    project.run("fmt jobs").said(0, &["no `*.hcl`"]);
    project.run("fmt --check named").said(1, &["named/real.hcl\n"]);
    assert_eq!(project.read("elsewhere/real.hcl"), UGLY);
    project.run("fmt jobs/link.hcl").said(0, &["1 file formatted"]);
    assert_eq!(project.read("elsewhere/real.hcl"), NEAT);
    assert!(fs::symlink_metadata(project.path("jobs/link.hcl")).expect("it").is_symlink());
    assert_eq!(project.files("elsewhere"), ["real.hcl"], "the temporary file is gone");
}

#[test]
fn what_a_killed_run_left_behind_goes() {
    let project = folder();
    for name in [".old.hcl.1-0.jobwright-tmp", ".new.hcl.1-0.jobwright-tmp"] {
        project.file(name, "half");
    }
    age(&project.path(".old.hcl.1-0.jobwright-tmp"));
    project.run("fmt --check").said(1, &[]);
    assert!(project.path(".old.hcl.1-0.jobwright-tmp").exists(), "--check removed something");
    project.run("fmt").said(0, &["1 file formatted"]);
    assert!(!project.path(".old.hcl.1-0.jobwright-tmp").exists());
    assert!(project.path(".new.hcl.1-0.jobwright-tmp").exists(), "it may be in use");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let project = Project::new();
    for index in 0..3000 {
        project.file(&format!("jobs/a-name-that-fills-the-pipe-{index}.hcl"), UGLY);
    }
    let mut command = project.command("fmt --check");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut first = [0; 5];
    child.stdout.take().expect("a pipe").read_exact(&mut first).expect("something");
    let run = Run::of(child.wait_with_output().expect("it ends")).said(1, &["3000 files to fo"]);
    assert!(!run.stderr.contains("rror") && !run.stderr.contains('\x1b'), "{}", run.stderr);
}

#[test]
fn it_needs_no_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("web.hcl");
    let run = || {
        fs::write(&file, UGLY).expect("a file");
        let mut command = Command::new(env!("CARGO_BIN_EXE_jobwright"));
        command.arg("fmt").current_dir(folder.path()).env_clear();
        let run = Run::of(command.output().expect("it runs"));
        run.said(0, &["web.hcl\n", "1 file formatted, 0 unchanged"]);
        assert_eq!(fs::read_to_string(&file).expect("the file"), NEAT);
    };
    run();
    // In a project, too, the installed program does it by itself: there is no cargo to call.
    fs::create_dir(folder.path().join("registry")).expect("a folder");
    fs::write(folder.path().join("registry/site.rs"), "").expect("a file");
    run();
}
