//! Versions of Nomad: since when an attribute is there, and what a cluster runs.

use std::fmt;

/// A version of Nomad, such as 1.10.3; `1.7` is 1.7.0.
///
/// ```
/// use jobwright::jobspec::Version;
/// let version = Version::parse("1.10.3").ok_or("a version")?;
/// assert!(version > Version::new(1, 9, 0));
/// assert_eq!(version.to_string(), "1.10.3");
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Version {
    /// The version of these three numbers.
    #[must_use]
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// Reads `1.7`, `v1.10.3` or `2.0.0-beta.1+ent`, whose suffix does not count; None for all else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let release = text.split(['-', '+']).next()?;
        let mut numbers = release.split('.').map(|number| {
            let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            if digits { number.parse::<u32>().ok() } else { None }
        });
        let (major, minor) = (numbers.next()??, numbers.next()??);
        let patch = numbers.next().unwrap_or(Some(0))?;
        numbers.next().is_none().then_some(Self { major, minor, patch })
    }
}

impl fmt::Display for Version {
    /// Without a patch of 0: `1.7`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { major, minor, patch } = self;
        write!(f, "{major}.{minor}")?;
        if *patch > 0 { write!(f, ".{patch}") } else { Ok(()) }
    }
}

/// As its text.
impl serde::Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let version = |text: &str| Version::parse(text);
        assert_eq!(version("1.11.3"), Some(Version::new(1, 11, 3)));
        assert!(version("1.10.2") > version("1.9") && version("1.7.0") == version("v1.7"));
        assert_eq!(version("2.0.1-beta.1+ent"), Some(Version::new(2, 0, 1)));
        for text in ["", "1", "1.x", "1.2.3.4", "1.+2", "1..2", "1.99999999999"] {
            assert_eq!(version(text), None, "{text}");
        }
        assert_eq!(
            (Version::new(1, 7, 0).to_string(), Version::new(2, 0, 3).to_string()),
            ("1.7".into(), "2.0.3".into())
        );
    }
}
