//! The files of a new project, besides its site and its definitions.

use std::path::Path;

use super::dependency::Dependency;
use super::manifest::manifest;
use super::plan::{RECORD, Wanted};
use super::record::Record;

/// Files that are kept up to date: their paths and contents. Those of [`PROGRAM`], without which
/// there is no project, are listed apart.
const KEPT: &[(&str, &str)] = &[
    (".cargo/config.toml", include_str!("../../scaffold/cargo-config.toml")),
    (".gitattributes", include_str!("../../scaffold/gitattributes")),
    (".githooks/pre-commit", include_str!("../../scaffold/pre-commit")),
    (".github/workflows/jobs.yml", include_str!("../../scaffold/github-workflow.yml")),
    (".gitlab-ci.yml", include_str!("../../scaffold/gitlab-ci.yml")),
    (".helix/languages.toml", include_str!("../../scaffold/helix-languages.toml")),
    (".nvim.lua", include_str!("../../scaffold/nvim.lua")),
    (".vscode/extensions.json", include_str!("../../scaffold/vscode-extensions.json")),
    (".vscode/settings.json", include_str!("../../scaffold/vscode-settings.json")),
    (".zed/settings.json", include_str!("../../scaffold/zed-settings.json")),
    ("AGENTS.md", include_str!("../../scaffold/AGENTS.md")),
    ("ansible.cfg", include_str!("../../ansible.cfg")),
    ("clippy.toml", include_str!("../../scaffold/clippy.toml")),
    ("playbooks/deploy-all.yml", include_str!("../../playbooks/deploy-all.yml")),
    ("playbooks/deploy-job.yml", include_str!("../../playbooks/deploy-job.yml")),
    ("playbooks/tasks/job-counts.yml", include_str!("../../playbooks/tasks/job-counts.yml")),
    ("playbooks/tasks/job-failure.yml", include_str!("../../playbooks/tasks/job-failure.yml")),
    ("playbooks/tasks/job-wait.yml", include_str!("../../playbooks/tasks/job-wait.yml")),
    ("playbooks/tasks/job.yml", include_str!("../../playbooks/tasks/job.yml")),
    ("playbooks/tasks/step.yml", include_str!("../../playbooks/tasks/step.yml")),
    ("playbooks/tasks/volume.yml", include_str!("../../playbooks/tasks/volume.yml")),
    ("playbooks/vars/settings.yml", include_str!("../../playbooks/vars/settings.yml")),
    ("renovate.json", include_str!("../../scaffold/renovate.json")),
    ("rustfmt.toml", include_str!("../../scaffold/rustfmt.toml")),
];

/// The program of a project, which is kept up to date, too.
const PROGRAM: &[(&str, &str)] = &[
    ("build.rs", include_str!("../../scaffold/build.rs")),
    ("src/main.rs", include_str!("../../scaffold/main.rs")),
];

/// Files that belong to the user as soon as they exist.
const GIVEN: &[(&str, &str)] = &[
    (".gitignore", include_str!("../../scaffold/gitignore")),
    ("README.md", include_str!("../../scaffold/README.md")),
];

/// A new project.
#[derive(Clone, Debug)]
pub struct Skeleton {
    /// The files that make the project: if one of them exists, the directory is taken.
    pub own: Vec<Wanted>,
    /// Files that are useful besides; existing ones are kept.
    pub besides: Vec<Wanted>,
}

impl Skeleton {
    /// The project in a directory, whose package has this name.
    #[must_use]
    pub fn new(root: &Path, name: &str, dependency: &Dependency) -> Self {
        let file = |path: &str, text: String| Wanted { path: path.into(), text };
        let mut own = vec![file("Cargo.toml", manifest(root, name, dependency))];
        own.extend(wanted(PROGRAM));
        let mut besides: Vec<Wanted> = wanted(KEPT).chain(wanted(GIVEN)).collect();
        besides.extend(dependency.lock().map(|lock| file("Cargo.lock", lock)));
        // A file that the user already has is not one of `init`'s: its hash is not that of what
        // `init` would write.
        let mut record = Record::default();
        let is_ours = |file: &Wanted| {
            let path = root.join(&file.path);
            // A run that was interrupted has written it.
            let is_same = || std::fs::read(&path).is_ok_and(|old| old == file.text.as_bytes());
            path.symlink_metadata().is_err() || is_same()
        };
        let kept = Self::kept();
        kept.iter().filter(|file| is_ours(file)).for_each(|file| record.keep(file));
        besides.push(file(RECORD, record.text()));
        Self { own, besides }
    }

    /// The files that `init --update` keeps up to date, in their current version.
    #[must_use]
    pub fn kept() -> Vec<Wanted> {
        wanted(PROGRAM).chain(wanted(KEPT)).collect()
    }
}

fn wanted(files: &'static [(&str, &str)]) -> impl Iterator<Item = Wanted> {
    files.iter().map(|(path, text)| Wanted { path: path.into(), text: (*text).to_owned() })
}
