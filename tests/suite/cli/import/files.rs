//! `file()` and its kin: below the job's folder, outside of it, and through links.

use super::{Folder, link, task};

fn folder(path: &str) -> Folder {
    let template = format!(
        "      template {{\n        destination = \"local/x\"\n        data        = file(\"{path}\")\n      }}"
    );
    Folder::with([
        ("jobs/a.nomad", task(&template).as_str()),
        ("jobs/sub/text.txt", "from a file"),
        ("other/secret.txt", "secret"),
    ])
}

#[test]
fn files_below_the_job_are_read() {
    let folder = folder("sub/text.txt");
    folder.import("--to json jobs/a.nomad").said(0, &["\"EmbeddedTmpl\": \"from a file\""]);
    folder.import_in("jobs", "--to json a.nomad").said(0, &["\"EmbeddedTmpl\": \"from a file\""]);
    folder.import_in("other", "--to json ../jobs/a.nomad").said(0, &["from a file"]);
    // The definition carries the text, because the job will lie elsewhere.
    let run = folder.import("jobs/a.nomad").said(0, &["1  imported"]);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    assert!(folder.read("registry/jobs/j.rs").contains("\"from a file\""));
}

#[test]
fn files_elsewhere_are_refused() {
    for path in
        ["../other/secret.txt", "/etc/hostname", "sub/../../other/secret.txt", "../gone.txt"]
    {
        let folder = folder(path);
        for to in ["json", "hcl", "rust"] {
            let run = folder.import(&format!("--to {to} --stdout jobs/a.nomad")).said(
                1,
                &[
                    "is outside the folders that may be read",
                    "--> jobs/a.nomad:7:",
                    "`--allow-files DIR`",
                ],
            );
            assert!(!run.stdout.contains("secret"), "{path} {to}");
        }
    }
}

#[test]
fn other_folders_can_be_allowed() {
    let folder = folder("../other/secret.txt");
    let here = folder.path("other");
    for allowed in ["other", "jobs/../other", here.to_str().expect("a path")] {
        folder
            .import(&format!("--to json jobs/a.nomad --allow-files {allowed}"))
            .said(0, &["\"EmbeddedTmpl\": \"secret\""]);
    }
    folder.import("--to json jobs/a.nomad --allow-files jobs").said(1, &["is outside"]);
}

#[test]
fn links_lead_nowhere_else() {
    let folder = folder("link.txt");
    link(&folder.path("jobs/link.txt"), &folder.path("other/secret.txt"));
    folder.import("--to json jobs/a.nomad").said(1, &["is outside the folders that may be read"]);
    folder.import("--to json jobs/a.nomad --allow-files other").said(0, &["\"secret\""]);

    let folder = self::folder("dir/secret.txt");
    link(&folder.path("jobs/dir"), &folder.path("other"));
    folder.import("--to hcl jobs/a.nomad").said(1, &["is outside the folders that may be read"]);
}
