//! Which rules look at what.

use fnv::FnvHashMap;
use std::sync::{LazyLock, OnceLock};

use super::outcome::Found;
use super::{Check, Context, Level, Rule, View};
use crate::diagnostic::Diagnostic;
use crate::jobspec::{Field, Schema, all_schemas};

/// The rules, for what there is to look at.
#[derive(Debug)]
pub struct Planner<'c, 'a> {
    pub context: &'c Context<'a>,
    rules: &'static [&'static Rule],
    /// Which rules look at what, where no file is different.
    plan: OnceLock<Plan>,
}

impl<'c, 'a> Planner<'c, 'a> {
    pub fn new(rules: &'static [&'static Rule], context: &'c Context<'a>) -> Self {
        Self { context, rules, plan: OnceLock::new() }
    }

    /// The rule of a name, whole or short.
    pub fn rule(&self, name: &str) -> Option<&'static Rule> {
        self.rules.iter().copied().find(|rule| rule.is_named(name))
    }

    /// Whether a rule is run for a file.
    pub fn asks(&self, rule: &Rule, file: &str) -> bool {
        let level = rule.level_in(self.context.levels(), file);
        !(rule.needs_site && self.context.plain)
            && level >= self.context.least
            && level != Level::Off
    }

    /// A finding from reading a file, at most as severe as its rule's level; `None` if the rule is
    /// off.
    pub fn read(&self, finding: Diagnostic) -> Option<Found> {
        let Some(rule) = self.rule(finding.rule) else {
            return Some(Found { finding, allowed: None });
        };
        let file = finding.primary.place.file().unwrap_or_default();
        let severity = rule.level_in(self.context.levels(), file).severity()?;
        let severity = severity.min(finding.severity);
        Some(Found { finding: Diagnostic { severity, ..finding }, allowed: None })
    }

    /// Whether a rule is run for some of the files.
    pub fn asks_somewhere(&self, rule: &Rule) -> bool {
        let mut files = self.context.defined.iter().map(|one| one.source.as_ref());
        match self.context.levels().by_path() {
            true => files.any(|file| self.asks(rule, file)),
            false => self.asks(rule, ""),
        }
    }

    /// Which rules look at what in a file, and how bad is what they find.
    pub fn plan<R>(&self, file: &str, with: impl FnOnce(&Plan) -> R) -> R {
        if self.context.levels().by_path() {
            return with(&Plan::of(self, file));
        }
        with(self.plan.get_or_init(|| Plan::of(self, file)))
    }
}

/// Which rules look at what.
#[derive(Debug, Default)]
pub struct Plan {
    pub written: Rules,
    pub completed: Rules,
}

/// The rules for one form of a job, each with its level.
#[derive(Debug, Default)]
pub struct Rules {
    /// Those for every block, or for jobs, groups or tasks.
    pub every: Vec<(&'static Rule, Level)>,
    /// Those for blocks of one kind, by its template.
    pub of: FnvHashMap<&'static str, OfBlock>,
}

/// The rules for blocks of one kind.
#[derive(Debug, Default)]
pub struct OfBlock {
    /// Those for the block.
    pub block: Vec<(&'static Rule, Level)>,
    /// Those for its fields, by their index.
    pub fields: Vec<Vec<(&'static Rule, Level)>>,
}

impl Plan {
    fn of(planner: &Planner<'_, '_>, file: &str) -> Self {
        let mut plan = Self::default();
        for rule in planner.rules.iter().copied().filter(|rule| planner.asks(rule, file)) {
            let level = rule.level_in(planner.context.levels(), file);
            let rules = match rule.view {
                View::Written => &mut plan.written,
                View::Completed => &mut plan.completed,
            };
            rules.add(rule, level);
        }
        plan
    }

    /// A plan of one rule.
    pub fn only(rule: &'static Rule) -> Rules {
        let mut rules = Rules::default();
        rules.add(rule, rule.level);
        rules
    }
}

/// All blocks that there are.
static SCHEMAS: LazyLock<Vec<&'static Schema>> = LazyLock::new(all_schemas);

impl Rules {
    fn add(&mut self, rule: &'static Rule, level: Level) {
        match rule.check {
            Check::Registry(_) | Check::Allowances | Check::Updates | Check::Reading => {}
            Check::Of(templates, _) => {
                templates.iter().for_each(|template| self.of(template, rule, level));
            }
            Check::Job(_) => self.of("job.hcl.j2", rule, level),
            Check::Group(_) => self.of("group.hcl.j2", rule, level),
            Check::Task(_) => self.of("task.hcl.j2", rule, level),
            Check::Where(picks, _) => {
                let picked = SCHEMAS.iter().filter(|schema| picks(schema));
                picked.for_each(|schema| self.of(schema.template, rule, level));
            }
            Check::Field(picks, _) => {
                for schema in SCHEMAS.iter() {
                    self.of_fields(schema, picks, rule, level);
                }
            }
            Check::Block(_) | Check::NotPlain(_) => self.every.push((rule, level)),
        }
    }

    fn of(&mut self, template: &'static str, rule: &'static Rule, level: Level) {
        self.of.entry(template).or_default().block.push((rule, level));
    }

    fn of_fields(
        &mut self,
        schema: &'static Schema,
        picks: fn(&Schema, &Field) -> bool,
        rule: &'static Rule,
        level: Level,
    ) {
        for (index, _) in schema.fields.iter().enumerate().filter(|(_, field)| picks(schema, field))
        {
            let fields = &mut self.of.entry(schema.template).or_default().fields;
            fields.resize(schema.fields.len(), Vec::new());
            fields[index].push((rule, level));
        }
    }

    /// The rules for a block of a template, but for those for every block.
    pub fn for_block(&self, template: &str) -> &OfBlock {
        static NONE: OfBlock = OfBlock { block: Vec::new(), fields: Vec::new() };
        self.of.get(template).unwrap_or(&NONE)
    }
}
