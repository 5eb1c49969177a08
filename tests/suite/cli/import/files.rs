//! `file()` and its kin: below the job's folder, outside of it, and through links.

use super::{folder, link, task};
use crate::cli::Project;
use crate::support::shown::snapshot;

/// A job in `jobs/a.nomad` that reads a file of this path.
fn reading(path: &str) -> Project {
    let template = format!(
        "      template {{\n        destination = \"local/x\"\n        data        = file(\"{path}\")\n      }}"
    );
    folder([
        ("jobs/a.nomad", task(&template).as_str()),
        ("jobs/sub/text.txt", "from a file"),
        ("other/secret.txt", "secret"),
    ])
}

#[test]
fn files_below_the_job_are_read() {
    let folder = reading("sub/text.txt");
    folder.cat("jobs/a.nomad");
    let shown = folder.run("import --to hcl --evaluate jobs/a.nomad").ends(0).stdout;
    for (below, path) in [("jobs", "a.nomad"), ("other", "../jobs/a.nomad")] {
        let mut command = folder.command(&format!("import --to hcl --evaluate {path}"));
        let run = crate::cli::Run::of(command.current_dir(folder.path(below)), b"").ends(0);
        assert_eq!(run.stdout, shown, "{below}");
    }
    // The definition carries the text, because the job will lie elsewhere.
    folder.run("import jobs/a.nomad").ends(0);
    folder.cat("registry/jobs/j.rs");
    snapshot!(folder);
}

/// Nomad's relative paths start where it is called.
#[test]
fn what_nomad_would_read_elsewhere_is_told() {
    let folder = reading("sub/text.txt");
    folder.file("sub/text.txt", "from a file");
    let same = folder.quietly("import --to hcl --stdout jobs/a.nomad").ends(0);
    assert!(!same.stderr.contains("warning"), "{}", same.stderr);
    folder.file("sub/text.txt", "another");
    folder.run("import --to hcl --stdout jobs/a.nomad").ends(0);
    folder.run("import --to hcl --evaluate --stdout jobs/a.nomad").ends(0);
    let below = folder.run_in("jobs", "import --to hcl --stdout a.nomad").ends(0);
    assert!(!below.stderr.contains("warning"), "{}", below.stderr);
    snapshot!(folder);
}

#[test]
fn files_elsewhere_are_refused() {
    let mut all = String::new();
    for path in
        ["../other/secret.txt", "/etc/hostname", "sub/../../other/secret.txt", "../gone.txt"]
    {
        let folder = reading(path);
        let said = folder.run("import --to json jobs/a.nomad").ends(1);
        for other in ["import --to hcl jobs/a.nomad", "import --stdout jobs/a.nomad"] {
            assert_eq!(folder.quietly(other).ends(1).stdout, "", "{other}");
        }
        assert_eq!(said.stdout, "");
        all += &format!("{folder}\n");
    }
    snapshot!(all);
}

#[test]
fn other_folders_can_be_allowed() {
    let folder = reading("../other/secret.txt");
    let here = folder.path("other");
    for allowed in ["other", "jobs/../other", here.to_str().expect("a path")] {
        let line = format!("import --to json jobs/a.nomad --allow-files {allowed}");
        let run = folder.quietly(&line).ends(0);
        assert!(run.stdout.contains("\"EmbeddedTmpl\": \"secret\""), "{run}");
    }
    folder.run("import --to hcl --evaluate jobs/a.nomad --allow-files other").ends(0);
    folder.run("import --to hcl jobs/a.nomad --allow-files jobs").ends(1);
    folder.run("import --to hcl jobs/a.nomad --allow-files gone").ends(2);
    snapshot!(folder);
}

#[test]
fn links_lead_nowhere_else() {
    let folder = reading("link.txt");
    link(&folder.path("jobs/link.txt"), &folder.path("other/secret.txt"));
    folder.run("import --to json jobs/a.nomad").ends(1);
    let run = folder.quietly("import --to json jobs/a.nomad --allow-files other").ends(0);
    assert!(run.stdout.contains("\"secret\""), "{run}");

    let through = reading("dir/secret.txt");
    link(&through.path("jobs/dir"), &through.path("other"));
    through.run("import --to hcl jobs/a.nomad").ends(1);
    snapshot!(format!("{folder}\n{through}"));
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let mut all = String::new();
    for call in
        ["file(\"gone.txt\")", "file(\"sub\")", "fileexists(\"sub\")", "filebase64(\"sub/x\")"]
    {
        let template = format!("      user = {call}");
        let folder = folder([("a.nomad", task(&template).as_str()), ("sub/text.txt", "")]);
        folder.run("import --to hcl --evaluate a.nomad").ends(1);
        all += &format!("{folder}\n");
    }
    snapshot!(all);
}
