//! Where a new project gets jobwright from: what Cargo would take.

use std::path::{Path, PathBuf};

use semver::VersionReq;

use crate::error::{Error, ErrorKind};
use crate::scaffold::Dependency;

/// Where a new project gets jobwright from; without a word, from where this program was built.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub struct Origin {
    /// Use jobwright from this git repository in a new project
    #[arg(long, value_name = "URL", value_parser = git)]
    pub git: Option<String>,
    /// Use jobwright from this directory in a new project
    #[arg(long, value_name = "DIR")]
    pub path: Option<PathBuf>,
    /// Use this released version of jobwright in a new project
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub release: Option<String>,
}

impl From<Dependency> for Origin {
    fn from(dependency: Dependency) -> Self {
        let nothing = Self { git: None, path: None, release: None };
        match dependency {
            // What is not said is found once more.
            Dependency::Sources(_) => nothing,
            Dependency::Path(path) => Self { path: Some(path), ..nothing },
            Dependency::Git(url) => Self { git: Some(url), ..nothing },
            Dependency::Version(version) => Self { release: Some(version), ..nothing },
        }
    }
}

impl Origin {
    /// The dependency that was requested, checked.
    ///
    /// # Errors
    ///
    /// A directory without the sources of jobwright.
    pub fn checked(&self) -> Result<Option<Dependency>, Error> {
        match self.path.as_ref().filter(|path| !Dependency::are_sources(path)) {
            Some(folder) => {
                let message = "expected the directory of jobwright's sources for `--path`:";
                let help = "pass the directory that holds its Cargo.toml and `crates/build`";
                Err(Error::new(ErrorKind::Usage, message).path(folder).help(help))
            }
            None => Ok(self.wanted()),
        }
    }

    /// The dependency that was requested, unchecked.
    pub fn wanted(&self) -> Option<Dependency> {
        let git = self.git.clone().map(Dependency::Git);
        let path = || self.path.clone().map(Dependency::Path);
        git.or_else(path).or_else(|| self.release.clone().map(Dependency::Version))
    }
}

/// The URL of a git repository. Cargo accepts URLs only: a directory and `git@host:path` are
/// converted.
pub fn git(text: &str) -> Result<String, String> {
    let scheme = |text: &str| {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && text.bytes().all(letter)
    };
    let is_plain = !text.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    match text.split_once("://") {
        Some((before, behind)) if scheme(before) && !behind.is_empty() && is_plain => {
            return Ok(text.to_owned());
        }
        Some(_) => {}
        None => {
            let folder = Path::new(text);
            let repository = |folder: &Path| {
                folder.join(".git").exists()
                    || folder.join("HEAD").is_file() && folder.join("objects").is_dir()
            };
            let is_named = !text.is_empty() && is_plain;
            if is_named && repository(folder) {
                let whole = folder.canonicalize().map_err(|error| error.to_string())?;
                return Ok(format!("file://{}", whole.display()));
            }
            if let Some((host, path)) = text.split_once(':').filter(|_| is_plain)
                && let Some((user, name)) = host.split_once('@')
                && !user.is_empty()
                && !name.is_empty()
                && !path.is_empty()
            {
                return Ok(format!("ssh://{host}/{}", path.trim_start_matches('/')));
            }
        }
    }
    Err("expected the URL of a git repository, such as `https://example.org/jobwright.git`, or its \
        directory".to_owned())
}

/// A version as Cargo takes it: `0.1`, `0.1.0`, or a range of them.
pub fn version(text: &str) -> Result<String, String> {
    match VersionReq::parse(text) {
        Ok(range) if range.comparators.is_empty() => {
            Err("expected a version, such as `0.1.0`, found any".to_owned())
        }
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("expected a version, such as `0.1.0`: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{git, version};

    #[test]
    fn what_cargo_takes_is_taken() {
        for text in ["https://example.org/j.git", "ssh://git@host/j", "file:///srv/j"] {
            assert_eq!(git(text).as_deref(), Ok(text));
        }
        assert_eq!(git("git@host:a/j.git").as_deref(), Ok("ssh://git@host/a/j.git"));
        for text in ["", "notaurl", "://x", "https://", "a b://c", "@:x", "git@host:", "/nowhere"] {
            assert!(git(text).is_err(), "{text}");
        }
    }

    #[test]
    fn versions_are_told_from_words() {
        for text in ["1", "0.1", "0.1.0", "1.0.0-rc.1", "=1.0.0"] {
            assert_eq!(version(text).as_deref(), Ok(text));
        }
        for text in
            ["", "x", "*", "words", "v1", "1.", "1..2", "01", "1.2.3.4", "1.0-rc", "1.0.0-", "é"]
        {
            assert!(version(text).is_err(), "{text}");
        }
    }
}
