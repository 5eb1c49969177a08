//! A project that an older jobwright has made: what is brought up to today, what stays, and what is said of it.

use std::fs;
use std::path::Path;

use crate::cli::Project;
use crate::support::Tested;
use crate::support::shown::snapshot;

/// The project as the previous version made it: `tests/suite/scaffold/previous`, which was written once and stays as it
/// is, with the hashes of its files.
fn previous() -> Result<Project, Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/scaffold/previous");
    let folder = Project::new();
    for file in crate::support::files(&root)? {
        let path = file.strip_prefix(&root)?.to_string_lossy().into_owned();
        folder.file(&path, fs::read(&file)?);
    }
    // What is the user's from the beginning.
    folder.file("README.md", "Our jobs.\n");
    folder.file("Cargo.toml", "[package]\nname = \"lab\"\n");
    folder.file("registry/site.rs", "//! The site.\n");
    Ok(folder)
}

/// What somebody has done to five files.
const CHANGED: [(&str, &str, &str); 4] = [
    // Today's text is another one, too: a conflict.
    (
        ".githooks/pre-commit",
        "cargo run --quiet -- gen --check\n",
        "cargo run --quiet -- gen --check\ncargo test --quiet\n",
    ),
    (".gitlab-ci.yml", "image: rust:1.88", "image: registry.lab/rust:1.88"),
    (
        "clippy.toml",
        "disallowed-types = [\n",
        "disallowed-types = [\n    { path = \"std::rc::Rc\", reason = \"ours\" },\n",
    ),
    // Today's text is still the one that was changed.
    ("rustfmt.toml", "Max", "Off"),
];

#[test]
fn what_was_changed_is_kept_and_nothing_is_lost() -> Tested {
    let folder = previous()?;
    for (path, there, instead) in CHANGED {
        let text = folder.read(path);
        assert!(text.contains(there), "{path}");
        folder.file(path, text.replace(there, instead));
    }
    // The fifth was made what it is today.
    let today = Project::outside();
    today.quietly("init lab --release 0.1").ends(0);
    folder.file("renovate.json", today.read("lab/renovate.json"));
    // One was deleted, and one of today's was made by hand.
    fs::remove_file(folder.path(".zed/settings.json"))?;
    folder.file(".helix/languages.toml", "mine = true\n");
    let own: Vec<(String, String)> = CHANGED
        .iter()
        .map(|(path, ..)| *path)
        .chain([
            "renovate.json",
            ".helix/languages.toml",
            "README.md",
            "registry/site.rs",
            "Cargo.toml",
            "old.txt",
        ])
        .map(|path| (path.to_owned(), folder.read(path)))
        .collect();

    folder.run("init --check").ends(1);
    folder.run("init --update").ends(0);
    for (path, text) in own {
        assert_eq!(folder.read(&path), text, "{path}");
    }
    assert!(!folder.path(".zed/settings.json").exists());
    // Said once: from now on, their text is known to be another one than today's.
    folder.run("init --check").ends(0);
    folder.run("init --update").ends(0);
    snapshot!(folder);
    Ok(())
}

#[test]
fn what_nobody_touched_becomes_what_it_is_today() -> Tested {
    let folder = previous()?;
    folder.quietly("init --update").ends(0);
    let today = Project::outside();
    today.quietly("init lab --release 0.1").ends(0);
    let record = folder.read(".jobwright.json");
    let kept: serde_json::Value = serde_json::from_str(&record)?;
    let files = kept["files"].as_object().ok_or("no files")?;
    assert!(files.len() > 20, "{record}");
    for path in files.keys() {
        assert_eq!(folder.read(path), today.read(&format!("lab/{path}")), "{path}");
    }
    assert_eq!(record, today.read("lab/.jobwright.json"));
    // From a folder below, too.
    folder.run_in("registry", "init --check").ends(0);
    Ok(())
}

#[test]
fn a_new_project_is_up_to_date() {
    let folder = Project::new();
    fs::remove_dir_all(folder.path("registry")).expect("a folder");
    folder.quietly("init --no-import").ends(0);
    folder.run("init --check").ends(0);
    folder.run("init --update").ends(0);
    snapshot!(folder);
}

#[test]
fn what_is_remembered_must_be_readable() {
    let folder = Project::new();
    for text in ["", "[]", "{\"form\": 2, \"files\": {}}"] {
        folder.given(".jobwright.json", text);
        folder.run("init --update").ends(2);
    }
    snapshot!(folder);
}

/// Git runs a hook only where it is a program; what is a link stays one.
#[cfg(unix)]
#[test]
fn a_file_that_is_updated_keeps_its_permissions() -> Tested {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = previous()?;
    let hook = folder.path(".githooks/pre-commit");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755))?;
    fs::set_permissions(folder.path("rustfmt.toml"), fs::Permissions::from_mode(0o600))?;
    fs::rename(folder.path("build.rs"), folder.path("real.rs"))?;
    symlink("real.rs", folder.path("build.rs"))?;
    let before = [fs::read(&hook)?, fs::read(folder.path("real.rs"))?];
    folder.quietly("init --update").ends(0);
    assert_ne!(
        before,
        [fs::read(&hook)?, fs::read(folder.path("real.rs"))?],
        "nothing was updated"
    );
    let mode = |path: &Path| fs::metadata(path).map(|facts| facts.permissions().mode() & 0o777);
    assert_eq!((mode(&hook)?, mode(&folder.path("rustfmt.toml"))?), (0o755, 0o600));
    assert!(folder.path("build.rs").is_symlink());
    Ok(())
}

/// A folder in the place of a file is the user's business.
#[test]
fn what_is_no_file_is_left_alone() -> Tested {
    let folder = Project::outside();
    folder.file("lab/renovate.json/own.txt", "mine\n");
    folder.quietly("init lab --release 0.1").ends(0);
    let check = |folder: &Project| folder.quietly("init lab --check").code;
    assert_eq!(check(&folder), 0);
    assert_eq!(folder.read("lab/renovate.json/own.txt"), "mine\n");
    Ok(())
}
