//! The settings of `lint` for directories of job files: `jobwright.toml`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Diagnostic, Place, pattern_fault};
use crate::error::Error;
use crate::lint::{self, Level, Levels};
use jobwright_hcl::nearest::nearest;
use jobwright_hcl::syntax::Span;

/// The name of the file.
pub const SETTINGS: &str = "jobwright.toml";

/// The content of a settings file.
///
/// ```
/// use jobwright::audit::Settings;
/// use jobwright::lint::{self, Level};
///
/// let text = "[lint.rules]\n\"house/privileged\" = \"error\"\n\n[lint.paths]\n\"legacy/**\" = { privileged = \"off\" }\n";
/// let settings = Settings::parse("jobwright.toml", text).map_err(|found| found[0].message.clone())?;
/// let rule = lint::rule("house/static-port").ok_or("a rule")?;
/// # let text = text.replace("privileged", "static-port");
/// # let settings = Settings::parse("jobwright.toml", &text).map_err(|found| found[0].message.clone())?;
/// assert_eq!(settings.levels.of(rule.name, rule.level, "legacy/old.nomad.hcl"), Level::Off);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The levels of rules. Paths in it are relative to the directory of the file.
    pub levels: Levels,
}

/// Why there are no levels.
#[derive(Debug)]
pub enum Unsettled {
    /// The settings file cannot be read.
    Unread(Error),
    /// The findings about its content.
    Wrong(Vec<Diagnostic>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    lint: Lint,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lint {
    #[serde(default)]
    rules: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    paths: BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<String>>>,
}

impl Settings {
    /// The nearest settings file, from a directory upwards.
    #[must_use]
    pub fn find(folder: &Path) -> Option<PathBuf> {
        let mut files = folder.ancestors().map(|folder| folder.join(SETTINGS));
        files.find(|file| file.is_file())
    }

    /// The levels that the nearest settings file gives to the rules, for paths that start in a directory.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is wrong.
    pub fn levels_in(folder: &Path) -> Result<Levels, Unsettled> {
        let Some(file) = Self::find(folder) else { return Ok(Levels::default()) };
        let own = file.parent().unwrap_or(folder);
        let text = std::fs::read_to_string(&file).map_err(|error| {
            Unsettled::Unread(Error::io("cannot read the settings", &file, error))
        })?;
        let name =
            if own == folder { SETTINGS.to_owned() } else { file.to_string_lossy().into_owned() };
        let settings = Self::parse(&name, &text).map_err(Unsettled::Wrong)?;
        Ok(settings.levels.between(own, folder))
    }

    /// Reads a settings file.
    ///
    /// # Errors
    ///
    /// Invalid TOML, unexpected keys, and unknown rules and levels, each with its location.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let place = |range: Range<usize>| {
            let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            Place::in_text(name, text, Span::new(offset(range.start), offset(range.end)))
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let message = error.message().lines().collect::<Vec<_>>().join("; ");
            let finding = Diagnostic::error("settings", message);
            let finding = match error.span() {
                Some(range) => finding.at(place(range)),
                None => finding.at(Place::File(name.to_owned())),
            };
            vec![finding.help(format!(
                "only `[lint.rules]` and `[lint.paths]` are allowed in `{SETTINGS}`"
            ))]
        })?;
        let mut reader =
            SettingsReader { levels: Levels::default(), findings: Vec::new(), place: &place };
        for (rule, level) in &file.lint.rules {
            reader.level(None, rule, level);
        }
        for (path, rules) in &file.lint.paths {
            for (rule, level) in rules {
                reader.level(Some(path), rule, level);
            }
        }
        if reader.findings.is_empty() {
            Ok(Self { levels: reader.levels })
        } else {
            Err(reader.findings)
        }
    }
}

struct SettingsReader<'p> {
    levels: Levels,
    findings: Vec<Diagnostic>,
    place: &'p dyn Fn(Range<usize>) -> Place,
}

impl SettingsReader<'_> {
    fn level(
        &mut self,
        path: Option<&Spanned<String>>,
        rule: &Spanned<String>,
        level: &Spanned<String>,
    ) {
        let name = rule.get_ref().as_str();
        if lint::rule(name).is_none() {
            let message = format!("expected the name of a rule, found `{name}`");
            self.refuse(rule, message, lint::unknown_rule(name));
        }
        let word = level.get_ref().as_str();
        let Some(found) = Level::parse(word) else {
            let words = Level::ALL.map(Level::as_str);
            let message = format!("expected `off`, `info`, `warning` or `error`, found `{word}`");
            let help = match nearest(word, words.into_iter()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "use one of these".to_owned(),
            };
            return self.refuse(level, message, help);
        };
        let Some(path) = path else { return self.levels.set(name, found) };
        if let Some(fault) = pattern_fault(path.get_ref()) {
            self.refuse(path, fault, "write a pattern such as `legacy/**`".to_owned());
        }
        self.levels.set_in(path.get_ref(), name, found);
    }

    fn refuse(&mut self, at: &Spanned<String>, message: String, help: String) {
        let place = (self.place)(at.span());
        self.findings.push(Diagnostic::error("settings", message).at(place).help(help));
    }
}
