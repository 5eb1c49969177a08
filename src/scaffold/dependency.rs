//! Where a project gets jobwright from.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::files::plain;

/// How many steps up a relative path may go: directories that are further apart are unrelated, and
/// only one of the two would be moved.
const UP: usize = 2;

/// Where a project gets jobwright from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dependency {
    /// The sources from which this program was built; they exist on this machine only.
    Sources(PathBuf),
    /// A directory with the sources, as the user named it: it exists for all users of the project.
    Path(PathBuf),
    /// A git repository.
    Git(String),
    /// The package registry, with this version.
    Version(String),
}

impl Dependency {
    /// The sources of this program, if they still are where it was built; otherwise its version. A
    /// released program, as marked by `release/build`, uses its version: what is at such a path on
    /// another machine is something else.
    #[must_use]
    pub fn found() -> Self {
        if option_env!("JOBWRIGHT_RELEASED").is_none() {
            let sources = Path::new(env!("CARGO_MANIFEST_DIR"));
            // A copy that cargo has unpacked from the package registry does not contain the
            // packages.
            if Self::are_sources(sources) {
                return Self::Sources(sources.to_owned());
            }
        }
        Self::Version(env!("CARGO_PKG_VERSION").to_owned())
    }

    /// Whether the sources of jobwright are in a directory.
    #[must_use]
    pub fn are_sources(folder: &Path) -> bool {
        let has = |package: &str| folder.join(package).join("Cargo.toml").is_file();
        has("") && has("crates/build")
    }

    /// Where the project gets jobwright from, in words.
    #[must_use]
    pub fn note(&self) -> String {
        match self {
            Self::Sources(sources) => format!(
                "Cargo.toml takes jobwright from {}, which exists only on this machine: for \
                 others, pass `--git URL`, `--release VERSION` or `--path DIR`, or change it \
                 there",
                sources.display()
            ),
            Self::Path(sources) => format!(
                "Cargo.toml takes jobwright from {}, which all users of the project need, too",
                sources.display()
            ),
            Self::Git(url) => format!("Cargo.toml takes jobwright from the git repository {url}"),
            Self::Version(version) => {
                format!("Cargo.toml takes jobwright {version} from crates.io")
            }
        }
    }

    /// The requirement in a manifest in `root` for a package in a directory of the sources.
    pub(super) fn requirement(&self, root: &Path, folder: &str) -> String {
        match self {
            Self::Sources(sources) => {
                // A path through a link begins at the link's target.
                let path = between(&real(root), &real(sources).join(folder));
                // TOML's strings are JSON's, as far as paths are concerned.
                let path = path.to_string_lossy().replace('\\', "/");
                format!("{{ path = {} }}", serde_json::Value::from(path))
            }
            Self::Path(sources) => {
                let path = sources.join(folder).to_string_lossy().replace('\\', "/");
                format!("{{ path = {} }}", serde_json::Value::from(path.trim_end_matches('/')))
            }
            Self::Git(url) => format!("{{ git = {} }}", serde_json::Value::from(url.as_str())),
            Self::Version(version) => format!("{}", serde_json::Value::from(version.as_str())),
        }
    }

    /// The same for a project in another directory than that to which the path is relative.
    #[must_use]
    pub fn named_from(self, here: &Path, root: &Path) -> Self {
        match self {
            Self::Path(sources) if sources.is_relative() && here != root => {
                Self::Path(between(root, &plain(&here.join(sources))))
            }
            other => other,
        }
    }

    /// The versions of the packages with which the sources were built: with them, nothing must be
    /// downloaded.
    pub(super) fn lock(&self) -> Option<String> {
        match self {
            Self::Sources(sources) | Self::Path(sources) => {
                fs::read_to_string(sources.join("Cargo.lock")).ok()
            }
            Self::Git(_) | Self::Version(_) => None,
        }
    }
}

/// A path without links, as far as it exists.
fn real(path: &Path) -> PathBuf {
    let there = path.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    match there {
        Some((part, real)) => match path.strip_prefix(part) {
            Ok(rest) if rest.as_os_str().is_empty() => real,
            Ok(rest) => real.join(rest),
            Err(_) => path.to_owned(),
        },
        None => path.to_owned(),
    }
}

/// The path from a directory to another: relative if they are near each other, so that both can be
/// moved together.
fn between(from: &Path, to: &Path) -> PathBuf {
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&to).take_while(|(one, two)| one == two).count();
    let up = from.len() - common;
    // The root directory is common to all.
    if up > UP || common < 2 {
        return to.iter().collect();
    }
    let steps = std::iter::repeat_n(Component::ParentDir, up);
    steps.chain(to.into_iter().skip(common)).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Dependency, between};

    #[test]
    fn near_sources_are_named_relatively() {
        for (from, to, expected) in [
            ("/srv/infra", "/srv/jobwright", "../jobwright"),
            ("/srv/a/infra", "/srv/jobwright", "../../jobwright"),
            ("/srv/a/b/infra", "/srv/jobwright", "/srv/jobwright"),
            ("/tmp/x", "/srv/jobwright", "/srv/jobwright"),
            ("/srv/jobwright/jobs", "/srv/jobwright", ".."),
        ] {
            assert_eq!(between(Path::new(from), Path::new(to)), Path::new(expected), "{from}");
        }
    }

    #[test]
    fn a_version_is_a_requirement() {
        let version = Dependency::Version("1.2.3".to_owned());
        assert_eq!(version.requirement(Path::new("/p"), ""), "\"1.2.3\"");
        let git = Dependency::Git("https://example.org/j.git".to_owned());
        let expected = r#"{ git = "https://example.org/j.git" }"#;
        assert_eq!(git.requirement(Path::new("/p"), "crates/build"), expected);
        let path = Dependency::Path("vendor/jobwright".into());
        assert_eq!(path.requirement(Path::new("/p"), ""), r#"{ path = "vendor/jobwright" }"#);
        let sources = Dependency::Sources("/srv/job\"wright".into());
        let requirement = sources.requirement(Path::new("/srv/p"), "crates/build");
        assert_eq!(requirement, r#"{ path = "../job\"wright/crates/build" }"#);
    }
}
