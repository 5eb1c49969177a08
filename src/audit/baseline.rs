//! A baseline: the findings that existed when linting was introduced, so that only new ones count.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::error::{Error, ErrorKind};

/// Findings that are already known. They are identified by file, rule and message, so that lines
/// may be added or removed above them; one known finding covers only one of two that are equal.
///
/// ```
/// use jobwright::Diagnostic;
/// use jobwright::audit::Baseline;
///
/// let old = [Diagnostic::warning("house/static-port", "port `http` is static")];
/// let known = Baseline::of(&old, |file| file.to_owned());
/// let now = [old[0].clone(), old[0].clone()].to_vec();
/// assert_eq!(known.new_ones(now, |file| file.to_owned()).len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The version of this format.
    version: u32,
    /// The known findings.
    findings: Vec<Known>,
}

/// Findings that are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    file: String,
    rule: String,
    message: String,
    /// How many there are.
    count: usize,
}

/// The version of the format.
const VERSION: u32 = 1;

impl Baseline {
    /// The baseline of these findings, with the `name` of each file: relative to the directory of
    /// the baseline, so that it is the same wherever `lint` is called.
    #[must_use]
    pub fn of(findings: &[Diagnostic], name: impl Fn(&str) -> String) -> Self {
        let mut counts: BTreeMap<(String, &str, &str), usize> = BTreeMap::new();
        for finding in findings {
            let file = name(finding.primary.place.file().unwrap_or_default());
            *counts.entry((file, finding.rule, &finding.message)).or_default() += 1;
        }
        let known = |((file, rule, message), count): ((String, &str, &str), usize)| Known {
            file,
            rule: rule.to_owned(),
            message: message.to_owned(),
            count,
        };
        Self { version: VERSION, findings: counts.into_iter().map(known).collect() }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// The content is not a baseline, or it is one of a newer version of this program.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let refused = |message: String| {
            let error = Error::new(ErrorKind::Usage, message).path(path);
            error.help("regenerate it with `--write-baseline`")
        };
        let read: Self = serde_json::from_str(text)
            .map_err(|error| refused(format!("expected a baseline of `lint` ({error}) in")))?;
        if read.version != VERSION {
            let message =
                format!("expected a baseline of version {VERSION}, found {} in", read.version);
            return Err(refused(message));
        }
        Ok(read)
    }

    /// The content of the baseline, which changes no more than the findings do.
    #[must_use]
    pub fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self);
        text.map(|text| text + "\n").unwrap_or_default()
    }

    /// How many findings it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.findings.iter().map(|known| known.count).sum()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// The findings that it does not contain, where `name` gives each file's name in it.
    #[must_use]
    pub fn new_ones(
        &self,
        findings: Vec<Diagnostic>,
        name: impl Fn(&str) -> String,
    ) -> Vec<Diagnostic> {
        let key = |known: &Known| {
            ((known.file.clone(), known.rule.clone(), known.message.clone()), known.count)
        };
        let mut rest: BTreeMap<_, usize> = self.findings.iter().map(key).collect();
        let mut is_new = |finding: &Diagnostic| {
            let file = name(finding.primary.place.file().unwrap_or_default());
            let key = (file, finding.rule.to_owned(), finding.message.clone());
            let left = rest.get_mut(&key).filter(|left| **left > 0);
            left.map(|left| *left -= 1).is_none()
        };
        findings.into_iter().filter(|finding| is_new(finding)).collect()
    }
}
