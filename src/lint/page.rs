//! The page of a rule, generated from its file.

use std::fmt::Write as _;

use super::{Level, RULES, Rule, Sample, View};
use crate::visible::visible;

impl Rule {
    /// The rule's page, in Markdown: what it finds, why that matters, an example, the fixed
    /// example, and how to allow a finding.
    ///
    /// ```
    /// let page = jobwright::lint::rule("nomad/bounds").map(|rule| rule.page()).unwrap_or_default();
    /// assert!(page.starts_with("# nomad/bounds\n\nAn error. What must hold: numbers and durations"));
    /// ```
    #[must_use]
    pub fn page(&self) -> String {
        let mut page = format!("# {}\n\n{}{}.\n\n", self.name, self.level.sentence(), self.what);
        _ = writeln!(page, "## Why\n\n{}\n", self.why);
        _ = writeln!(page, "## Example\n\nFound:\n\n{}\nNot found:\n\n{}", self.bad, self.good);
        if self.needs_site {
            page.push_str(
                "The rule needs the site or the registry, so it does not apply to plain \
                job files.\n\n",
            );
        }
        _ = write!(page, "## How to allow it\n\n{}", self.allowing());
        page
    }

    /// The link to its page in the guide's directory of rules.
    #[must_use]
    pub fn place(&self) -> String {
        let (kind, _) = self.name.split_once('/').unwrap_or_default();
        format!("{kind}.md#{}", self.name.replace('/', ""))
    }

    fn allowing(&self) -> String {
        let (name, short) = (self.name, self.short());
        let mut how = String::new();
        if !self.can_be_allowed() {
            how.push_str("It cannot be allowed: remove the allowance, or fix it.\n");
        } else {
            _ = write!(
                how,
                "In a definition, on the block or the workload:\n\n```rust\n.allow(\"{short}\", \"the reason\")\n```\n\n"
            );
            if !self.needs_site {
                _ = write!(
                    how,
                    "In a job file, above the line:\n\n```hcl\n# jobwright:allow {name}: the reason\n```\n\n"
                );
            }
        }
        _ = writeln!(
            how,
            "For everything, in the site: `.lint(\"{name}\", Level::Off)`; for directories of job \
             files, in `jobwright.toml`, under `[lint.rules]`: `\"{name}\" = \"off\"`."
        );
        if self.is_nomads() && self.view == View::Completed && self.level == Level::Error {
            how.push_str("\nNomad refuses the job anyway.\n");
        }
        how
    }
}

impl Level {
    /// How a page begins.
    fn sentence(self) -> &'static str {
        match self {
            Self::Off => "Off by default. What it checks: ",
            Self::Info => "Informational. What must hold: ",
            Self::Warning => "A warning. What must hold: ",
            Self::Error => "An error. What must hold: ",
        }
    }
}

impl std::fmt::Display for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (kind, texts): (&str, &[&str]) = match self {
            Self::Job(text) | Self::Group(text) | Self::Task(text) | Self::Config(text) => {
                ("hcl", &[text])
            }
            Self::Jobs(texts) | Self::Groups(texts) => ("hcl", texts),
            Self::Rust(text) => ("rust", &[text]),
        };
        let shown = |text: &&str| writeln!(f, "```{kind}\n{}\n```", visible(text.trim_end()));
        texts.iter().try_for_each(shown)
    }
}

/// All rules as a table in Markdown, each with its page in these files.
#[must_use]
pub fn index() -> String {
    let mut table = "| rule | level | what must hold |\n|---|---|---|\n".to_owned();
    for rule in RULES {
        let (name, level, what) = (rule.name, rule.level.as_str(), rule.what.replace('|', "\\|"));
        _ = writeln!(table, "| [`{name}`]({}) | {level} | {what} |", rule.place());
    }
    table
}
