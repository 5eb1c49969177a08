//! What people call a state of a repository.

use std::fmt;

/// A state of a repository, by a name that git knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revision {
    /// What git has under a name.
    Named(String),
    /// Where the histories of two parted.
    MergeBase(String, String),
}

impl Revision {
    /// Two revisions in one argument, as git writes them: `OLD..NEW`, or `OLD...NEW` for what `NEW`
    /// has done since the two diverged. An end that is omitted is `HEAD`. A path is not a range.
    #[must_use]
    pub fn range(argument: &str) -> Option<(Self, Self)> {
        // No name in git has a part that begins with a dot.
        if argument.starts_with(['.', '/']) && !argument.starts_with("..") {
            return None;
        }
        if argument.starts_with("../") || argument.contains("/..") || argument == ".." {
            return None;
        }
        let head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
        if let Some((one, two)) = argument.split_once("...") {
            let (one, two) = (head(one), head(two));
            return Some((Self::MergeBase(one, two.clone()), Self::Named(two)));
        }
        let (one, two) = argument.split_once("..")?;
        Some((Self::Named(head(one)), Self::Named(head(two))))
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::MergeBase(one, two) => write!(f, "{one}...{two}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Revision;

    #[test]
    fn ranges_are_written_as_in_git() {
        let named = |name: &str| Revision::Named(name.to_owned());
        let base = |one: &str, two: &str| Revision::MergeBase(one.to_owned(), two.to_owned());
        for (argument, range) in [
            ("main..HEAD", Some((named("main"), named("HEAD")))),
            ("main..", Some((named("main"), named("HEAD")))),
            ("..next", Some((named("HEAD"), named("next")))),
            ("main...", Some((base("main", "HEAD"), named("HEAD")))),
            ("v1.2..v1.3", Some((named("v1.2"), named("v1.3")))),
            ("main", None),
            ("..", None),
            ("../old", None),
            ("old/../new", None),
            ("./a..b", None),
            ("/a..b", None),
        ] {
            assert_eq!(Revision::range(argument), range, "{argument}");
        }
    }
}
