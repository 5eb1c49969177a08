//! Law 6: a run that is killed at any instant, that others run beside, or that finds the disk full leaves each file old or
//! new, and the next one leaves no trace of it.

use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::{fs, io};

use super::{Project, Run};
use crate::support::disk::disk;
use crate::support::{self, Tested};

const KILLS: usize = 200;
const ROUNDS: usize = 100;

/// A project and what `gen` writes there for each of two texts.
struct Both {
    names: Vec<String>,
    texts: [Vec<String>; 2],
}

impl Both {
    /// Leaves the project with the files of the first text.
    fn of(project: Project) -> (Project, Self) {
        let project = project.text("two");
        project.quietly("gen").ends(0);
        let names = project.files("out");
        assert_eq!(names.len(), 63);
        let mut both = Self { names, texts: [Vec::new(), Vec::new()] };
        both.texts[1] = both.now(&project);
        let project = project.text("one");
        project.quietly("gen").ends(0);
        both.texts[0] = both.now(&project);
        (project, both)
    }

    fn now(&self, project: &Project) -> Vec<String> {
        self.names.iter().map(|name| project.read(&format!("out/{name}"))).collect()
    }

    /// How many files of a project are those of the second text; all others are those of the first.
    #[track_caller]
    fn of_second(&self, project: &Project) -> usize {
        let now = self.now(project);
        let [one, two] = &self.texts;
        let is_new = |(at, text): (usize, &String)| {
            assert!(*text == one[at] || *text == two[at], "{} is torn:\n{text}", self.names[at]);
            one[at] != two[at] && *text == two[at]
        };
        now.iter().enumerate().filter(|(at, text)| is_new((*at, text))).count()
    }
}

/// How many files lie in `out/` to be put into their places.
fn laid(project: &Project) -> usize {
    let entries = fs::read_dir(project.path("out")).into_iter().flatten();
    entries.filter(|entry| is_temporary(&entry.as_ref().expect("an entry").file_name())).count()
}

fn is_temporary(name: &std::ffi::OsStr) -> bool {
    name.to_string_lossy().ends_with("jobwright-tmp")
}

fn start(project: &Project, arguments: &str) -> Child {
    let mut command = project.command(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
}

/// Half of the runs are killed while they lay files beside their places, half while they put them there, each when it is so
/// far as none before it.
#[test]
fn a_killed_run_leaves_every_file_old_or_new() {
    let (mut project, both) = Both::of(Project::with("many"));
    project.file("out/theirs.hcl", "a   = 1");
    let (mut partly, mut strays) = (0, 0);
    for round in 0..KILLS {
        project = project.text(if round % 2 == 0 { "two" } else { "one" });
        let (places, far) = (round / 2 % 2 == 1, 1 + round * 60 / KILLS);
        // What a killed run has left goes first.
        let left = laid(&project);
        let mut child = start(&project, "gen");
        let (mut has_swept, mut most) = (left == 0, 0);
        while child.try_wait().expect("it runs or has ended").is_none() {
            let laid = laid(&project);
            has_swept |= laid < left;
            most = if has_swept { most.max(laid) } else { 0 };
            if if places { most > 30 && laid + far <= most } else { has_swept && laid >= far } {
                break;
            }
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        strays += laid(&project);
        let new = both.of_second(&project);
        partly += usize::from(0 < new && new < 60);
        assert_eq!(project.read("out/theirs.hcl"), "a   = 1");
    }
    project.quietly("gen").ends(0);
    assert!(!project.files("out").iter().any(|name| is_temporary(name.as_ref())));
    assert_eq!(both.of_second(&project), 0);
    println!(
        "{KILLS} kills: {partly} left the folder between old and new, and {strays} temporary files"
    );
    assert!(partly > KILLS / 20 && strays > KILLS, "{partly} and {strays}: too early or too late");
}

/// Whoever writes last has written all, and nobody removes what another one is about to put in its place.
#[test]
fn runs_side_by_side_do_not_disturb_each_other() {
    let (mut project, both) = Both::of(Project::with("many"));
    for round in 0..ROUNDS {
        for job in 0..20 {
            project.file(&format!("jobs/{job}.hcl"), "a   = 1\n");
        }
        let theirs = "b   = 1\n";
        project.file("out/theirs.hcl", theirs);
        let mut runs = Vec::new();
        for text in ["one", "two"] {
            project = project.text(text);
            runs.push((text, start(&project, "gen")));
        }
        runs.push(("fmt", start(&project, "fmt jobs out")));
        for (name, mut run) in runs {
            let status = run.wait().expect("it ends");
            assert_eq!(status.code(), Some(0), "{name} in round {round}");
        }
        let new = both.of_second(&project);
        assert!(new == 0 || new == 60, "{new} files are of the second text in round {round}");
        for job in 0..20 {
            assert_eq!(project.read(&format!("jobs/{job}.hcl")), "a = 1\n");
        }
        // `fmt` was asked for it, and `gen` has let it be.
        assert_eq!(project.read("out/theirs.hcl"), "b = 1\n");
        let left = [project.files("out"), project.files("jobs")].concat();
        assert!(!left.iter().any(|name| is_temporary(name.as_ref())), "{left:?}");
    }
}

/// What is there stays as it is when there is no room for what is new.
#[test]
fn a_full_disk_leaves_every_file_old_or_new() -> Tested {
    let Some(disk) = disk!(1) else { return Ok(()) };
    let out = disk.path().join("out");
    let theirs = out.join("theirs.hcl");
    let texts = || -> io::Result<Vec<_>> {
        let files = support::files(&out)?;
        files.into_iter().map(|file| fs::read(&file).map(|text| (file, text))).collect()
    };
    // A project that lies on the disk.
    fs::create_dir(disk.path().join("registry"))?;
    fs::write(disk.path().join("registry/site.rs"), "")?;
    let run = |project: &Project, arguments: &str| {
        Run::of(project.command(arguments).current_dir(disk.path()), b"")
    };
    let project = Project::with("many").text("one");
    run(&project, "gen").ends(0);
    fs::write(&theirs, "b   = 1\n")?;
    let before = texts()?;
    disk.fill()?;
    let project = project.text("two");
    for arguments in ["gen", "fmt out/theirs.hcl", "import --to json --out new out"] {
        let run = run(&project, arguments).ends(2);
        assert!(run.stderr.contains("No space left on device"), "{arguments}: {run}");
        assert_eq!(texts()?, before, "{arguments}");
    }
    disk.free()?;
    run(&project, "gen").ends(0);
    let after = texts()?;
    let names = |texts: &[(PathBuf, Vec<u8>)]| {
        texts.iter().map(|(file, _)| file.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&after), names(&before));
    assert_eq!(after.iter().zip(&before).filter(|(after, before)| after != before).count(), 60);
    assert_eq!(fs::read_to_string(theirs)?, "b   = 1\n");
    Ok(())
}
