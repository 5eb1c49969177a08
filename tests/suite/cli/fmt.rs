//! `fmt` as a command: which files it takes, what it does to them, and what it says.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use super::{Project, Run};
use crate::support::Tested;
use crate::support::nomad::nomad;
use crate::support::shown::snapshot;

const UGLY: &str = "job \"a\"{\ntype=\"batch\"\n  all_at_once=true # now\n}\n";
const NEAT: &str = "job \"a\" {\n  type        = \"batch\"\n  all_at_once = true # now\n}\n";
const BROKEN: &str = "job \"a\" {\n  count = \n}\n";

/// A folder with an ugly file and a neat one.
fn folder() -> Project {
    let project = Project::new();
    project.file("ugly.hcl", UGLY);
    project.file("neat.nomad", NEAT);
    project
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
    project.run("fmt").ends(0);
    assert_eq!(project.read("ugly.hcl"), NEAT);
    let modified = |name| fs::metadata(project.path(name)).and_then(|facts| facts.modified());
    assert_eq!(modified("neat.nomad").expect("a time"), old, "an unchanged file was written");

    let old = age(&project.path("ugly.hcl"));
    project.run("fmt").ends(0);
    assert_eq!(modified("ugly.hcl").expect("a time"), old);
    assert_eq!(project.files(""), ["neat.nomad", "registry/site.rs", "ugly.hcl"]);
    snapshot!(project);
}

#[test]
fn check_lists_and_writes_nothing() {
    let project = folder();
    project.run("fmt --check").ends(1);
    assert_eq!(project.read("ugly.hcl"), UGLY);
    project.run("fmt --check neat.nomad").ends(0);
    project.quietly("fmt").ends(0);
    project.run("fmt --check").ends(0);
    snapshot!(project);
}

#[test]
fn diff_shows_and_writes_nothing() {
    let project = folder();
    project.run("fmt --diff").ends(1);
    assert_eq!(project.read("ugly.hcl"), UGLY);
    project.given("ugly.hcl", "a=1");
    project.run("fmt --diff --check").ends(1);
    project.run("fmt --diff neat.nomad").ends(0);
    snapshot!(project);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let project = Project::new();
    let neat = project.run_with(UGLY, "fmt -").ends(0).stdout;
    assert_eq!(neat, NEAT);
    assert_eq!(Run::of(&mut project.command("fmt -"), NEAT.as_bytes()).ends(0).stdout, NEAT);
    assert_eq!(project.quietly("fmt -").ends(0).stdout, "");
    for (code, line, text) in [
        (1, "fmt --check -", UGLY),
        (0, "fmt --check -", NEAT),
        (1, "fmt --diff -", UGLY),
        (2, "fmt -", BROKEN),
        (2, "fmt - ugly.hcl", ""),
    ] {
        project.run_with(text, line).ends(code);
    }
    snapshot!(project);
}

#[test]
fn a_bad_file_does_not_stop_the_others() {
    let project = folder();
    project.file("bad.hcl", BROKEN);
    project.file("latin.hcl", b"a = 1\nb = \"caf\xe9\"\n");
    project.run("fmt --check").ends(2);
    project.run("fmt").ends(2);
    assert_eq!((project.read("ugly.hcl"), project.read("bad.hcl")), (NEAT.into(), BROKEN.into()));
    project.run("fmt gone.hcl ugly.hcl").ends(2);
    snapshot!(project);
}

/// As with `nomad fmt`: comments keep them, and nothing else may have them.
#[test]
fn bytes_that_are_no_utf_8_stay_in_comments() -> Tested {
    let cases: [&[u8]; 5] = [
        b"# Z\xe4hler\na = 1\n",
        b"a=1 # \xe4\nbc = 2 /* \xff\xfe\xe2\x82 */\nd = [ // \xf0\n1, # \xee\x80\x80 \xef\xbf\xbd \xe4\n]",
        b"a = max(1, /* \xe4\xe4 */ 2) # x\nbb = 2 # y\n",
        b"a = \"${upper(\"a\" /* \xe4 */)}\"\nb   =   1\n",
        "# \u{e000}\u{fffd}\na=1 # ä".as_bytes(),
    ];
    let wrong: [&[u8]; 5] = [
        b"a = \"\xe4\" # \xe4\n",
        b"# \xe4\na = <<E\n\xe4\nE\n",
        b"b \"\xe4\" {\n}\n",
        b"\xe4 = 1\n",
        b"a = # \xe4\n",
    ];
    let project = Project::new();
    for (bytes, fine) in
        cases.into_iter().map(|one| (one, true)).chain(wrong.map(|one| (one, false)))
    {
        project.file("ours.hcl", bytes);
        project.file("theirs.hcl", bytes);
        project.run("fmt ours.hcl").ends(if fine { 0 } else { 2 });
        let ours = fs::read(project.path("ours.hcl"))?;
        assert!(fine || ours == bytes);
        if let Some(nomad) = nomad!() {
            let theirs = project.path("theirs.hcl");
            let status = nomad.command().arg("fmt").arg(&theirs).output()?.status;
            assert_eq!((status.success(), fs::read(theirs)?), (fine, ours.clone()));
        }
        project.run("fmt --check ours.hcl").ends(if fine { 0 } else { 2 });
        let mut command = project.command("fmt -");
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        child.stdin.take().ok_or("no stdin")?.write_all(bytes)?;
        let printed = child.wait_with_output()?.stdout;
        assert_eq!(printed, if fine { ours } else { Vec::new() });
    }
    project.file("ours.hcl", b"a=1 # \xe4\n");
    let run = project.run("fmt --diff ours.hcl").ends(1);
    assert!(run.stdout.contains("-a=1 # \u{fffd}\n+a = 1 # \u{fffd}\n"), "{run}");
    Ok(())
}

#[test]
fn a_file_full_of_mistakes_shows_the_first_ones() {
    let project = Project::new();
    project.file("bad.hcl", "a = \n".repeat(30));
    let run = project.run("fmt").ends(2);
    assert!(!run.stderr.contains("bad.hcl:11:"), "{run}");
    snapshot!(project);
}

/// What is said of texts with a mistake each. The frames show the lines.
#[track_caller]
fn mistakes(texts: &[&str]) -> String {
    let project = Project::new();
    let mut all = String::new();
    for text in texts {
        let run = Run::of(&mut project.command("fmt -"), text.as_bytes());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{text:?}: {run}");
        all += &run.stderr;
    }
    all
}

#[test]
fn mistakes_have_their_place_and_help() {
    snapshot!(mistakes(&[
        "job \"a\" {\n",
        "job \"a\" {\n}}\n",
        "job \"a {\n}\n",
        "a = \"x\n",
        "a = [1, 2\nb = 3\n",
        "a = { b = 1 c = 2 }\n",
        "a = 1 b = 2\n",
        "a = (1\n",
        "a = x[0\n",
        "a = f(1\n",
        "a = <<EOT\nx\n",
        "a = \"${x\"\n",
        "a = \"%{ if x }y\"\n",
        "a = \"\\q\"\n",
        "a = 1 +\n",
        "a = x ? 1\n",
        "a = 'x'\n",
        "a := 1\n",
        "\"a\" = 1\n",
        "a.b = 1\n",
        "a b c\n",
        "1a = 1\n",
        "a = 0x1F\n",
        "a = 1 & 2\n",
        "a { b = 1, c = 2 }\n",
        "a = [for x in y]\n",
        "a = {for x in y : x}\n",
        "a = 1\na = 2\n",
        "a = \u{feff}1\n",
        "a = \u{a0}1\n",
    ]));
}

#[test]
fn mistakes_in_blocks_have_their_place_and_help() {
    snapshot!(mistakes(&[
        "/* a\n",
        "a = 1; b = 2\n",
        "a = `x`\n",
        "a = 1 | 2\n",
        "a = ~1\n",
        "a = 1 ^ 2\n",
        "a = “x”\n",
        "a = 1\rb = 2\r",
        "a \"b\" = 1\n",
        "a { \"b\" = 1 }\n",
        "a { b {} }\n",
        "a { 1 }\n",
        "a { b = 1\n}\n",
        "a { b = 1",
        "a \"${b}\" {\n}\n",
        "a \"b {\n}\n",
        "a {\n  b {\n    c = 1\n}\n",
        "a = <<\nx\n",
        "a = <<EOT x\nEOT\n",
        "a = <<EOT\n${x\nEOT\n",
        "a = \"\\u12\"\n",
        "a = \"\\UFFFFFFFF\"\n",
        "a = 1e\n",
        "a = 1 2\n",
    ]));
}

#[test]
fn mistakes_in_expressions_have_their_place_and_help() {
    snapshot!(mistakes(&[
        "a = {\n  b {\n  }\n}\n",
        "a = { b }\n",
        "a = [1, (2]\n",
        "a = [for k, v in x : k => v]\n",
        "a = [for v in x : v...]\n",
        "a = [for v x : v]\n",
        "a = {for k => v in x : k}\n",
        "a = b::\n",
        "a = b::c\n",
        "a = x.\n",
        "a = x.0.1.2\n",
        "a = x[*\n",
        "a = x.*.y.*.z\n",
        "a = f(x...\n",
        "a = \"%{ x }\"\n",
        "a = \"%{ }\"\n",
        "a = \"%{ for x }y%{ endfor }\"\n",
        "a = \"%{ else }\"\n",
        "a = \"%{ if x }a%{ else }b%{ else }c%{ endif }\"\n",
        "a = \"%{ endif }\"\n",
        "a = \"%{ if x }a%{ endfor }\"\n",
    ]));
}

#[test]
fn folders_are_taken_with_what_is_below() {
    let project = Project::new();
    let taken = [
        "jobs/a.hcl",
        "jobs/b.nomad",
        "jobs/b/c/d.nomad.hcl",
        "jobs/.hidden.hcl",
        "jobs/b/target/of-nobody.hcl",
    ];
    let left =
        ["jobs/e.tf", "jobs/f.hcl.j2", "jobs/.git/g.hcl", "jobs/cache/i.hcl", "jobs/target/h.hcl"];
    for file in taken.iter().chain(&left) {
        project.file(file, UGLY);
    }
    project.file("jobs/cache/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
    // Cargo marks its folder only if it was not there before.
    project.file("jobs/Cargo.toml", "");
    project.ls("jobs");
    project.run("fmt jobs").ends(0);
    assert!(left.iter().all(|file| project.read(file) == UGLY), "a file of others was formatted");

    project.run("fmt jobs/e.tf").ends(2);
    project.run("fmt jobs/.git").ends(0);
    project.run("fmt jobs/target/h.hcl").ends(0);
    project.run("fmt registry").ends(0);
    project.run("fmt /dev/null").ends(2);
    snapshot!(project);
}

#[test]
fn a_file_with_two_names_is_one_file() {
    let project = folder();
    project.run("fmt ugly.hcl . ./ugly.hcl registry/../ugly.hcl").ends(0);
    snapshot!(project);
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
        let run = project.quietly("fmt").ends(0);
        assert_eq!(run.stdout, "ugly.hcl\n");
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
        let run = project.quietly("fmt").ends(2);
        assert!(run.stderr.starts_with("error: cannot write `ugly.hcl`\n"), "{run}");
        assert_eq!(project.read("ugly.hcl"), UGLY);
    }
    project.quietly("fmt --check").ends(1);
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
    project.run("fmt jobs").ends(0);
    project.run("fmt --check named").ends(1);
    assert_eq!(project.read("elsewhere/real.hcl"), UGLY);
    project.run("fmt jobs/link.hcl").ends(0);
    assert_eq!(project.read("elsewhere/real.hcl"), NEAT);
    assert!(fs::symlink_metadata(project.path("jobs/link.hcl")).expect("it").is_symlink());
    assert_eq!(project.files("elsewhere"), ["real.hcl"], "the temporary file is gone");
    snapshot!(project);
}

#[test]
fn what_a_killed_run_left_behind_goes() {
    let project = folder();
    for name in [".old.hcl.1-0.jobwright-tmp", ".new.hcl.1-0.jobwright-tmp"] {
        project.file(name, "half");
    }
    age(&project.path(".old.hcl.1-0.jobwright-tmp"));
    project.quietly("fmt --check").ends(1);
    assert!(project.path(".old.hcl.1-0.jobwright-tmp").exists(), "--check removed something");
    project.quietly("fmt").ends(0);
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
    let run = Run::from(child.wait_with_output().expect("it ends")).ends(1);
    assert_eq!(run.stderr, "3000 files to format, 0 already formatted\n");
}

#[test]
fn it_needs_no_project() {
    let folder = Project::outside();
    let run = || {
        folder.file("web.hcl", UGLY);
        let run = folder.quietly("fmt").ends(0);
        assert_eq!((run.stdout.as_str(), folder.read("web.hcl").as_str()), ("web.hcl\n", NEAT));
    };
    run();
    // In a project, too, the installed program does it by itself: there is no cargo to call.
    folder.file("registry/site.rs", "");
    run();
}
