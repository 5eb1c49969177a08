//! What a rule is, and what it may look at.

use super::above::Above;
use super::declared::Declared;
use super::outcome::Found;
use super::{Context, Level, Levels};
use crate::diagnostic::{Diagnostic, Place, means};
use crate::jobspec::{
    Base, Block, Field, FieldItem, Group, Job, Location, Locations, Schema, Task, Version,
};
use crate::registry::Defined;

/// Something that must hold, as data: each rule is a file, from which its page is generated.
#[derive(Debug)]
pub struct Rule {
    /// Its name in findings, such as `house/static-port`. What begins with `nomad/` is Nomad's own rule.
    pub name: &'static str,
    /// What must hold, in a sentence without a full stop.
    pub what: &'static str,
    /// Why it matters: what Nomad does otherwise, in sentences.
    pub why: &'static str,
    /// The severity of its findings, unless the site or a settings file sets another level.
    pub level: Level,
    /// An example with a finding.
    pub bad: Sample,
    /// The same example, fixed.
    pub good: Sample,
    /// Which form of a job it looks at.
    pub view: View,
    /// Whether it needs facts of the site, so that it finds nothing in a plain job file.
    pub needs_site: bool,
    /// Which parts of a job it checks, and how.
    pub check: Check,
}

/// The form of a job that a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// As its author wrote it.
    Written,
    /// As Nomad completes it, with defaults and merged policies: see [`canonical`](crate::jobspec::canonical). What
    /// Nomad itself fills in has no location of its own.
    Completed,
}

/// An example for a rule's page, which is run by a test.
#[derive(Clone, Copy, Debug)]
pub enum Sample {
    /// A job file.
    Job(&'static str),
    /// The content of a group.
    Group(&'static str),
    /// The content of a task.
    Task(&'static str),
    /// The content of a task's `config`, for the driver `docker`.
    Config(&'static str),
    /// The contents of groups of several jobs of one cluster.
    Groups(&'static [&'static str]),
    /// Several job files of one cluster.
    Jobs(&'static [&'static str]),
    /// A part of a definition, or of a site, in Rust.
    Rust(&'static str),
}

/// What a rule looks at.
#[derive(Debug)]
pub enum Check {
    /// All definitions together.
    Registry(fn(&Context<'_>, &mut Report<'_, '_>)),
    /// Each job as a whole.
    Job(fn(&Job, &mut Scope<'_, '_>)),
    /// Each group.
    Group(fn(&Group, &mut Scope<'_, '_>)),
    /// Each task.
    Task(fn(&Task, &mut Scope<'_, '_>)),
    /// Every block of a job, itself and its variables included.
    Block(fn(&dyn Block, &mut Scope<'_, '_>)),
    /// Every block in which something is not plain, extra attributes and local
    /// values included.
    NotPlain(fn(&dyn Block, &mut Scope<'_, '_>)),
    /// Every field that the first function picks, where it is set.
    Field(fn(&Schema, &Field) -> bool, fn(&Part<'_>, &mut Scope<'_, '_>)),
    /// Every block of those kinds that the first function picks.
    Where(fn(&Schema) -> bool, fn(&dyn Block, &mut Scope<'_, '_>)),
    /// Every block of these kinds, by their [`template`](crate::jobspec::Schema::template): see `of!`.
    Of(&'static [&'static str], fn(&dyn Block, &mut Scope<'_, '_>)),
    /// The allowances, when all else is known.
    Allowances,
    /// A job and the version of it that the cluster has: see [`updated`](crate::lint::updated).
    Updates,
    /// A warning from reading a job file, which the reader reports as this rule.
    Reading,
}

/// A field of a block that is set.
#[derive(Clone, Copy, Debug)]
pub struct Part<'b> {
    /// The block.
    pub block: &'b dyn Block,
    /// The field's index in its schema.
    pub index: usize,
    /// What it is set to.
    pub item: FieldItem<'b>,
    /// Whether it is the first of the blocks that repeat there.
    pub is_first: bool,
}

impl Part<'_> {
    /// The field's entry in the schema.
    #[must_use]
    pub fn field(&self) -> &'static Field {
        &self.block.schema().fields[self.index]
    }

    /// Where it was set.
    #[must_use]
    pub fn location(&self) -> Location {
        match self.item {
            FieldItem::Block(inner) => inner.base().location,
            FieldItem::Map(map) => map.placed().next().map(|(_, _, at)| at).unwrap_or_default(),
            _ => self.block.locations(self.index).map(Locations::first).unwrap_or_default(),
        }
    }
}

/// A check of each block of a type: `of!(Port, check)`, with a function `check(&Port, &mut Scope<'_, '_>)`. Of several:
/// `of!(Constraint | Affinity, check)`, with a function `check(&dyn Block, &mut Scope<'_, '_>)`.
macro_rules! of {
    ($block:ty, $check:expr) => {
        $crate::lint::Check::Of(&[<$block>::SCHEMA.template], |block, scope| {
            if let Some(block) = block.as_any().downcast_ref::<$block>() {
                $check(block, scope);
            }
        })
    };
    ($first:ty $(| $more:ty)+, $check:expr) => {
        $crate::lint::Check::Of(&[<$first>::SCHEMA.template, $(<$more>::SCHEMA.template),+], $check)
    };
}
pub(in crate::lint) use of;

/// Where a rule looks at something, and what it found there.
#[derive(Debug)]
pub struct Scope<'s, 'a> {
    /// The registry.
    pub context: &'s Context<'a>,
    /// The job, in the form that the rule looks at.
    pub job: &'s Job,
    /// The job as its author wrote it.
    pub written: &'s Job,
    /// The group, in one and in what is in it.
    pub group: Option<&'s Group>,
    /// The task, in one and in what is in it.
    pub task: Option<&'s Task>,
    /// The rule that looks.
    pub(super) rule: &'static Rule,
    /// How bad what it finds is here.
    pub(super) level: Level,
    /// The file that defines the job.
    pub(super) file: &'s str,
    /// The nearest block around, itself included, of which it is known where it is.
    pub(super) here: Location,
    /// The blocks around, itself included.
    pub(super) above: Above<'s>,
    /// What the job declares.
    pub(super) declared: &'s Declared<'s>,
    pub(super) found: &'s mut Vec<Found>,
}

impl Scope<'_, '_> {
    /// A finding at this location, or at the nearest block if the location is unknown.
    #[must_use]
    pub fn finding(&self, message: impl Into<String>, location: Location) -> Diagnostic {
        // A rule that is off is not asked.
        let severity = self.level.severity().unwrap_or(crate::Severity::Info);
        Diagnostic::new(self.rule.name, severity, message).at(self.place(location))
    }

    /// The same of less weight than the rule's.
    #[must_use]
    pub fn warning(&self, message: impl Into<String>, location: Location) -> Diagnostic {
        let finding = self.finding(message, location);
        Diagnostic { severity: finding.severity.min(crate::Severity::Warning), ..finding }
    }

    /// Reports a finding.
    pub fn report(&mut self, mut finding: Diagnostic) {
        finding.subject = Some(self.job.id.clone());
        let allowed =
            self.above.allowance(self.rule.name).or_else(|| self.context.allowance(self.rule.name));
        let allowed = allowed.cloned();
        self.found.push(Found { finding, allowed });
    }

    /// The place of a location; if it is unknown, that of the nearest block, or else the file.
    #[must_use]
    pub fn place(&self, location: Location) -> Place {
        self.context.place(location.or(self.here)).or_else(|| Place::File(self.file.to_owned()))
    }

    /// Whether the cluster is known to run this version of Nomad or a newer one.
    #[must_use]
    pub fn runs(&self, version: Version) -> bool {
        self.context.nomad.is_some_and(|nomad| nomad >= version)
    }

    /// Reports a finding in a block inside the current one, with the allowances of both.
    pub fn report_in(&mut self, block: &Base, finding: Diagnostic) {
        let above = Above { base: block, outer: Some(&self.above) };
        Scope { above, found: &mut *self.found, ..*self }.report(finding);
    }
}

/// What a rule finds in all definitions together.
#[derive(Debug)]
pub struct Report<'r, 'a> {
    /// The registry.
    pub context: &'r Context<'a>,
    pub(super) rule: &'static Rule,
    pub(super) found: &'r mut Vec<Found>,
}

impl Report<'_, '_> {
    /// A finding in a definition, at this location.
    #[must_use]
    pub fn finding(&self, message: impl Into<String>, one: &Defined, place: Place) -> Diagnostic {
        let level = self.rule.level_in(self.context.levels(), &one.source);
        let severity = level.severity().unwrap_or(crate::Severity::Info);
        let place = place.or_else(|| Place::File(one.source.clone().into_owned()));
        Diagnostic::new(self.rule.name, severity, message).at(place)
    }

    /// Reports a finding in the site itself, which no allowance applies to.
    pub fn report_site(
        &mut self,
        message: impl Into<String>,
        location: Location,
        help: impl Into<String>,
    ) {
        let level = self.rule.level_in(self.context.levels(), "");
        let severity = level.severity().unwrap_or(crate::Severity::Info);
        let finding = Diagnostic::new(self.rule.name, severity, message);
        let finding = finding.at(self.context.place(location)).help(help);
        self.found.push(Found { finding, allowed: None });
    }

    /// Notes what was found in a definition: in its outermost block, and in `blocks`, from the outside in.
    pub fn report(&mut self, mut finding: Diagnostic, one: &Defined, blocks: &[&Base]) {
        finding.subject = Some(one.name().to_owned());
        if self.rule.level_in(self.context.levels(), &one.source) == Level::Off {
            return;
        }
        let around = std::iter::once(one.block().base()).chain(blocks.iter().copied());
        let mut allowances = around.flat_map(|base| base.allowances.iter());
        let allowed = allowances.rfind(|allowance| self.rule.is_named(&allowance.rule));
        let allowed = allowed.or_else(|| self.context.allowance(self.rule.name));
        self.found.push(Found { finding, allowed: allowed.cloned() });
    }
}

impl Rule {
    /// The name after its slash.
    #[must_use]
    pub fn short(&self) -> &'static str {
        self.name.split_once('/').map_or(self.name, |(_, short)| short)
    }

    /// Whether a name, whole or short, means this rule.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        means(name, self.name)
    }

    /// Its level in a file, by what was set.
    #[must_use]
    pub fn level_in(&self, levels: &Levels, file: &str) -> Level {
        levels.of(self.name, self.level, file)
    }

    /// Whether an allowance can let its findings pass.
    #[must_use]
    pub fn can_be_allowed(&self) -> bool {
        !matches!(self.check, Check::Allowances)
    }

    /// Whether it is Nomad's own rule, and not the house's.
    #[must_use]
    pub fn is_nomads(&self) -> bool {
        self.name.starts_with("nomad/")
    }
}

impl Sample {
    /// The job files of the sample: a part of a job is completed to a whole one.
    #[must_use]
    pub fn files(self) -> Vec<String> {
        let image = "image = \"example/app:1.4.2\"";
        let around = |job: &str, group: &str, config: &str, task: &str| {
            format!(
                "job \"{job}\" {{\n  group \"{job}\" {{\n{group}\n\n    task \"{job}\" {{\n      driver = \"docker\"\n\n      config {{\n        {config}\n      }}\n\n{task}\n    }}\n  }}\n}}\n"
            )
        };
        match self {
            Self::Job(text) => vec![text.to_owned()],
            Self::Group(text) => vec![around("example", text, image, "")],
            Self::Task(text) => vec![around("example", "", image, text)],
            Self::Config(text) => vec![around("example", "", text, "")],
            Self::Groups(texts) => {
                let name = |at: usize| format!("job-{}", at + 1);
                let job = |(at, text): (usize, &&str)| around(&name(at), text, image, "");
                texts.iter().enumerate().map(job).collect()
            }
            Self::Jobs(texts) => texts.iter().map(|text| (*text).to_owned()).collect(),
            Self::Rust(_) => Vec::new(),
        }
    }
}
