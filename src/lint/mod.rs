//! What is wrong with the jobs, before anything is rendered. Each rule is a file; the list is [`RULES`].
//!
//! A [`Rule`] is data: a name, what it is for, how bad what it finds is, and a function for what it looks at. One walk
//! over each job shows every rule the blocks that it is for, as their author wrote them or as Nomad completes them.
//!
//! ```
//! use jobwright::lint::{self, Context};
//! use jobwright::{Defined, Definition, house::Site, read};
//!
//! let job = read::job("job \"web\" {\n  group \"web\" {\n    update {\n      canary = -1\n    }\n  }\n}\n").map_err(|found| found[0].message.clone())?;
//! let defined = Defined { source: "web.nomad.hcl".into(), definition: Definition::Job(job) };
//! let site = Site::bare("lab");
//! let outcome = lint::check(&Context::new(&site, &[&defined]).plain());
//! assert!(outcome.findings.iter().any(|finding| finding.rule == "nomad/bounds"));
//! # Ok::<(), String>(())
//! ```

mod above;
mod allow;
mod comment;
pub(crate) mod container;
mod context;
mod cron;
mod declared;
mod deployment;
mod line;
mod missing;
mod outcome;
mod page;
pub(crate) mod placement;
mod plan;
pub(crate) mod ports;
pub(crate) mod routes;
mod rule;
mod rules;
pub(crate) mod services;
mod template;
mod values;
mod walk;

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::house::Site;
use crate::jobspec::{Allowance, Group, Job, Service, canonical};
use crate::parallel;
use crate::registry::{Defined, Definition};

use outcome::Found;
use plan::Planner;
use walk::Subject;

pub use crate::diagnostic::{Level, Levels};
pub use comment::{Comment, comments};
pub use context::Context;
pub use cron::{Cron, CronFault};
pub use outcome::{Allowed, Outcome};
pub use page::index;
pub(in crate::lint) use rule::of;
pub use rule::{Check, Part, Report, Rule, Sample, Scope, View};
pub use rules::RULES;
pub(crate) use rules::house::hidden::hidden;
pub use rules::nomad::replaced_job::updated;

/// The name of the rule about allowances themselves.
pub const ALLOWANCE: &str = rules::house::allowances::RULE.name;

/// Whether a job's ID can name its file in the output directory.
#[must_use]
pub fn is_file_name(id: &str) -> bool {
    rules::house::names::valid(id).is_ok()
}

/// The port that a service names and the group does not have.
#[must_use]
pub fn unknown_port<'s>(group: &Group, service: &'s Service) -> Option<&'s str> {
    rules::house::port_labels::unknown(group, service)
}

/// Whether a job asks for what only Nomad Enterprise has.
#[must_use]
pub fn needs_enterprise(job: &Job) -> bool {
    let site = Site::bare("");
    let mut found = Vec::new();
    let rules = plan::Plan::only(&rules::nomad::enterprise::RULE);
    let subject = Subject { job, written: job, file: "" };
    walk::job(subject, &Context::new(&site, &[]), &rules, &mut found);
    !found.is_empty()
}

impl<'a> Context<'a> {
    /// The registry of a site.
    #[must_use]
    pub fn new(site: &'a Site, defined: &'a [&'a Defined]) -> Self {
        Self::of(RULES.iter().map(|rule| rule.name).collect(), site, defined)
    }
}

/// What to do about a name that no rule has.
#[must_use]
pub fn unknown_rule(name: &str) -> String {
    Context::new(&Site::bare(""), &[]).unknown_rule(name)
}

/// The rule of a name, whole or short.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.is_named(name))
}

/// Asks all rules: first those for several definitions together, then those for each job by itself.
#[must_use]
pub fn check(context: &Context<'_>) -> Outcome {
    check_with(context, Vec::new())
}

/// The same with what was found while the definitions were read, of which some may be allowed, too.
#[must_use]
pub fn check_with(context: &Context<'_>, read: Vec<Diagnostic>) -> Outcome {
    let linter = Linter::new(context);
    let rules = linter.together();
    let work: Vec<Work<'_>> =
        rules.map(Work::Together).chain(context.defined.iter().copied().map(Work::Alone)).collect();
    let (mut found, mut alone) = (Vec::new(), Vec::new());
    for done in parallel::map(&work, |work| linter.work(*work)) {
        match done {
            Done::Together(more) => found.extend(more),
            Done::Alone(one) => alone.push(one),
        }
    }
    linter.outcome(found, alone, read)
}

/// Asks the rules for each job by itself, one job after the other, so that no two need be in memory at a time.
#[derive(Debug)]
pub struct Linter<'c, 'a> {
    planner: Planner<'c, 'a>,
}

/// What the rules for a job by itself have found in a definition, and what its author lets pass.
#[derive(Debug, Default)]
pub struct Alone {
    found: Vec<Found>,
    allowances: Vec<Allowance>,
}

impl Alone {
    /// Whether the findings include an error that is not allowed.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        let is_error =
            |one: &Found| one.allowed.is_none() && one.finding.severity == Severity::Error;
        self.found.iter().any(is_error)
    }
}

impl<'c, 'a> Linter<'c, 'a> {
    /// Asks the rules of a context, of whose definitions the rules for a job by itself need none.
    #[must_use]
    pub fn new(context: &'c Context<'a>) -> Self {
        Self { planner: Planner::new(RULES, context) }
    }

    /// Asks the rules for a job by itself.
    #[must_use]
    pub fn alone(&self, one: &Defined) -> Alone {
        let mut allowances = Vec::new();
        allow::of_block(one.block(), &mut |allowance| allowances.push(allowance.clone()));
        Alone { found: self.found(one), allowances }
    }

    /// Asks the rules for all definitions of the context together, each of which has been asked for by itself.
    #[must_use]
    pub fn all(&self, alone: Vec<Alone>) -> Outcome {
        let rules: Vec<&'static Rule> = self.together().collect();
        let found = parallel::map(&rules, |rule| together_by(rule, self.planner.context));
        self.outcome(found.into_iter().flatten().collect(), alone, Vec::new())
    }

    fn outcome(&self, mut found: Vec<Found>, alone: Vec<Alone>, read: Vec<Diagnostic>) -> Outcome {
        let mut allowances = Vec::new();
        for one in alone {
            found.extend(one.found);
            allowances.push(one.allowances);
        }
        found.extend(read.into_iter().filter_map(|finding| self.planner.read(finding)));
        allow::sort(found, &allowances, &self.planner)
    }

    /// The rules for all definitions together.
    fn together(&self) -> impl Iterator<Item = &'static Rule> {
        let rules = RULES.iter().copied();
        rules.filter(|rule| {
            matches!(rule.check, Check::Registry(_)) && self.planner.asks_somewhere(rule)
        })
    }

    fn work(&self, work: Work<'_>) -> Done {
        match work {
            Work::Together(rule) => Done::Together(together_by(rule, self.planner.context)),
            Work::Alone(one) => Done::Alone(self.alone(one)),
        }
    }

    fn found(&self, one: &Defined) -> Vec<Found> {
        let (mut found, context) = (Vec::new(), self.planner.context);
        let Defined { source, definition } = one;
        let (Definition::Job(written) | Definition::Reference(written)) = definition else {
            return found;
        };
        let subject = Subject { job: written, written, file: source };
        self.planner.plan(source, |plan| {
            walk::job(subject, context, &plan.written, &mut found);
            // It is as large as the job, and not needed any longer than that.
            let job = &canonical(written);
            walk::job(Subject { job, ..subject }, context, &plan.completed, &mut found);
        });
        once(&mut found);
        found
    }
}

/// What is done apart from everything else.
#[derive(Clone, Copy)]
enum Work<'a> {
    /// A rule is asked for all definitions together.
    Together(&'static Rule),
    /// All rules are asked for one definition.
    Alone(&'a Defined),
}

/// What came of it.
enum Done {
    Together(Vec<Found>),
    Alone(Alone),
}

/// What a rule finds in all definitions together.
fn together_by(rule: &'static Rule, context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    if let Check::Registry(check) = rule.check {
        check(context, &mut Report { context, rule, found: &mut found });
    }
    found
}

/// What a job's own policy does wrong is found in each group that takes it over: one cause, one finding.
fn once(found: &mut Vec<Found>) {
    let mut seen = HashSet::new();
    found.retain(|Found { finding, .. }| {
        let place = match &finding.primary.place {
            Place::Text(text, span) => format!("{}:{span:?}", text.name),
            place @ Place::Line { .. } => place.to_string(),
            Place::Unknown | Place::File(_) => return true,
        };
        seen.insert((finding.rule, finding.message.clone(), place))
    });
}
