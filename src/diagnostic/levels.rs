//! How severe the findings of a rule are: as the rule has it, or as the site or a settings file
//! sets it for a rule, or for a directory.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Severity;
use crate::files::from;
use crate::jobspec::Location;
use jobwright_hcl::eval::Glob;

/// How severe the findings of a rule are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The rule is not checked.
    Off,
    /// Information only.
    Info,
    /// Worth a look; it blocks nothing.
    Warning,
    /// Nothing is written until it is fixed.
    Error,
}

impl Level {
    /// All levels, from the least to the most severe.
    pub const ALL: [Self; 4] = [Self::Off, Self::Info, Self::Warning, Self::Error];

    /// The severity of the findings; `None` if the rule is off.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }

    /// The word for it, as settings have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The level of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

/// The levels that the site or a settings file sets for rules. Of those that match a rule and a
/// file, the last one counts.
///
/// ```
/// use jobwright::diagnostic::{Level, Levels};
/// let mut levels = Levels::default();
/// levels.set("house/static-port", Level::Warning);
/// levels.set_in("registry/legacy/**", "static-port", Level::Off);
/// assert_eq!(levels.of("house/static-port", Level::Error, "registry/apps/web.rs"), Level::Warning);
/// assert_eq!(levels.of("house/static-port", Level::Error, "registry/legacy/web.rs"), Level::Off);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    settings: Vec<Setting>,
    /// The directory that the patterns start in, and the one that the names of files start in, if those are two.
    folders: Option<[PathBuf; 2]>,
}

/// A level that is set for a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The files for which it is set, as a pattern; all files if there is no pattern.
    pub path: Option<Pattern>,
    /// The rule.
    pub rule: String,
    level: Level,
    /// Where it was set.
    pub location: Location,
}

impl Levels {
    /// Sets the level of a rule, by its name, whole or short.
    #[track_caller]
    pub fn set(&mut self, rule: impl Into<String>, level: Level) {
        let location = Location::here();
        self.settings.push(Setting { path: None, rule: rule.into(), level, location });
    }

    /// Sets the level of a rule for the files that match a pattern, such as `registry/legacy/**`,
    /// in which `**` matches any directories. An invalid pattern matches nothing, and is a finding.
    #[track_caller]
    pub fn set_in(&mut self, path: impl Into<String>, rule: impl Into<String>, level: Level) {
        let (path, location) = (Some(Pattern::new(path.into())), Location::here());
        self.settings.push(Setting { path, rule: rule.into(), level, location });
    }

    /// The same levels with patterns that start in a directory, for names of files that start in another one, both from the
    /// root.
    #[must_use]
    pub fn between(self, patterns: &Path, files: &Path) -> Self {
        let folders = [patterns, files].map(Path::to_owned);
        Self { folders: Some(folders), ..self }
    }

    /// The name of a file as the patterns have it.
    fn name<'f>(&self, file: &'f str) -> Cow<'f, str> {
        let Some([patterns, files]) = self.folders.as_ref().filter(|_| self.by_path()) else {
            return Cow::Borrowed(file);
        };
        from(file, files, patterns).map_or(Cow::Borrowed(file), Cow::Owned)
    }

    /// The level of a rule in a file; the `usual` one if no other is set.
    #[must_use]
    pub fn of(&self, rule: &str, usual: Level, file: &str) -> Level {
        if self.settings.is_empty() {
            return usual;
        }
        let file = self.name(file);
        let holds = |setting: &&Setting| {
            means(&setting.rule, rule)
                && setting.path.as_ref().is_none_or(|path| path.matches(&file))
        };
        self.settings.iter().rev().find(holds).map_or(usual, |setting| setting.level)
    }

    /// Whether some are for some files only.
    pub(crate) fn by_path(&self) -> bool {
        self.settings.iter().any(|setting| setting.path.is_some())
    }

    /// All that was set.
    pub(crate) fn settings(&self) -> impl Iterator<Item = &Setting> {
        self.settings.iter()
    }
}

/// Whether a name, in full or short, is that of this rule.
#[must_use]
pub fn means(name: &str, rule: &str) -> bool {
    name == rule || rule.split_once('/').is_some_and(|(_, short)| name == short)
}

/// Why a pattern for the paths of files is invalid, if it is.
#[must_use]
pub fn pattern_fault(pattern: &str) -> Option<String> {
    Pattern::new(pattern.to_owned()).glob.err()
}

/// A pattern for the paths of files.
#[derive(Clone)]
pub struct Pattern {
    pub text: String,
    /// The glob that it was parsed as, or why it is invalid.
    glob: Result<Arc<Glob>, String>,
}

impl Pattern {
    fn new(text: String) -> Self {
        let glob = Glob::new(plain(&text)).map(Arc::new);
        Self { text, glob }
    }

    fn matches(&self, path: &str) -> bool {
        self.glob.as_ref().is_ok_and(|glob| glob.matches(plain(path)))
    }

    /// Why it is invalid, if it is.
    pub fn fault(&self) -> Option<&str> {
        self.glob.as_ref().err().map(String::as_str)
    }
}

fn plain(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_are_paths_with_stars() {
        let matches = |pattern: &str, path| Pattern::new(pattern.to_owned()).matches(path);
        for (pattern, path) in [
            ("./a.hcl", "a.hcl"),
            ("a.hcl", "./a.hcl"),
            ("*.hcl", "a.hcl"),
            ("legacy/**", "legacy/a/b.hcl"),
            ("**/*.hcl", "a.hcl"),
            ("{a,b}/*", "b/c"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [("*.hcl", "a/b.hcl"), ("legacy/**", "legacyx/a"), ("a", "ab")] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
        assert!(Pattern::new("a[".to_owned()).fault().is_some());
    }
}
