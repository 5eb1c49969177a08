//! `unknown-job`, `deployment-cycle`, `category-order`: the order of deployment that definitions ask for can be kept.

use crate::diagnostic::Diagnostic;
use crate::lint::deployment::Deployment;
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};
use crate::order::{Fault, Why};
use crate::registry::Definition;
use jobwright_hcl::nearest::nearest;

pub const UNKNOWN: Rule = Rule {
    name: "house/unknown-job",
    what: "a job is deployed after jobs that exist in the registry and are deployed",
    why: "`.after(\"…\")` sets the deployment order: nothing waits for a job that does not exist. \
        With a typo in the ID, the job starts before its dependency.",
    level: Level::Error,
    bad: Sample::Rust(
        r#"[Workload::service("web").after("postgers"), Workload::service("postgres")]"#,
    ),
    good: Sample::Rust(
        r#"[Workload::service("web").after("postgres"), Workload::service("postgres")]"#,
    ),
    view: View::Written,
    needs_site: true,
    check: Check::Registry(unknown),
};

pub const CYCLE: Rule = Rule {
    name: "house/deployment-cycle",
    what: "no job or volume is deployed after itself",
    why: "Jobs that wait for each other have no order: none of them can be the first. The same is \
        true for a job that mounts a volume of the storage plugin that it runs itself.",
    level: Level::Error,
    bad: Sample::Rust(
        r#"[Workload::service("web").after("api"), Workload::service("api").after("web")]"#,
    ),
    good: Sample::Rust(r#"[Workload::service("web").after("api"), Workload::service("api")]"#),
    view: View::Written,
    needs_site: true,
    check: Check::Registry(cycle),
};

pub const CATEGORY: Rule = Rule {
    name: "house/category-order",
    what: "no job waits for one of a later category",
    why: "The site's order of the categories lets all jobs of a later one wait for those of an \
        earlier one. If a job of the earlier one waits for a job of the later one, or for its \
        storage plugin, both wait for each other.",
    level: Level::Error,
    bad: Sample::Rust(
        r#"Site::new("lab").order(["core", "apps"]);
Workload::service("traefik").after("whoami") // in `core`; `whoami` is in `apps`"#,
    ),
    good: Sample::Rust(
        r#"Site::new("lab").order(["core", "apps"]);
Workload::service("whoami").after("traefik") // in `apps`; `traefik` is in `core`"#,
    ),
    view: View::Written,
    needs_site: true,
    check: Check::Registry(category),
};

/// The most locations of a cycle that are shown besides the first.
const MOST: usize = 7;

fn unknown(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let deployment = context.deployment();
    for fault in &deployment.faults {
        let Fault::Unknown { from, id, location } = fault else { continue };
        let Some(one) = deployment.defined.get(*from) else { continue };
        let (what, help) = missing(id, context, deployment);
        let message = format!("job `{}` is deployed after `{id}`, {what}", one.name());
        let finding = report.finding(message, one, context.place_in(one, *location)).help(help);
        report.report(finding, one, &[]);
    }
    for one in context.defined.iter().copied() {
        let Definition::Reference(job) = &one.definition else { continue };
        for first in job.after.iter() {
            let message = format!(
                "job `{}` is for reference only and is never deployed, so it cannot come after `{}`",
                job.id, first.job
            );
            let finding = report.finding(message, one, context.place_in(one, first.location));
            let help = "remove the call, or let the job be deployed: without `reference_only()`";
            report.report(finding.help(help), one, &[]);
        }
    }
}

/// What an ID is that no deployed job has, and what to do about it.
fn missing(id: &str, context: &Context<'_>, deployment: &Deployment<'_>) -> (&'static str, String) {
    let named = |is: fn(&Definition) -> bool| {
        context.defined.iter().any(|one| is(&one.definition) && one.name() == id)
    };
    if named(|one| matches!(one, Definition::Reference(_))) {
        let help = "remove the call, or let that job be deployed: without `reference_only()`";
        return ("which is for reference only and is never deployed", help.to_owned());
    }
    if named(|one| matches!(one, Definition::Volume(_))) {
        let help = "remove the call: a job is deployed after the volumes that it mounts";
        return ("which is a volume", help.to_owned());
    }
    let jobs = deployment.given.iter().filter(|one| one.is_job()).map(|one| one.id());
    // With thousands of names there is always a near one, and looking for it takes its time.
    let help = match nearest(id, jobs.take(1000)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "use the ID of a job in `list`; jobs outside the registry cannot be waited for"
            .to_owned(),
    };
    ("which is not a job of the registry", help)
}

fn cycle(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let is_cycle = |fault: &Fault| matches!(fault, Fault::Circle { .. });
    let help = |fault: &Fault| match fault.way().iter().any(|leg| leg.why == Why::Said) {
        true => "remove one of the calls",
        false => "remove the volume from the job, or let another job run its plugin",
    };
    tell(context, report, is_cycle, help);
}

fn category(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let is_against = |fault: &Fault| matches!(fault, Fault::Against { .. });
    let help =
        |_: &Fault| "move one of the two to another category, or change the order in the site";
    tell(context, report, is_against, help);
}

/// Tells of some of the faults, with the whole way of each.
fn tell(
    context: &Context<'_>,
    report: &mut Report<'_, '_>,
    is_meant: impl Fn(&Fault) -> bool,
    help: impl Fn(&Fault) -> &'static str,
) {
    let deployment = context.deployment();
    for fault in deployment.faults.iter().filter(|fault| is_meant(fault)) {
        let Some((first, leg)) = deployment.way(fault).next() else { continue };
        let message = fault.message(&deployment.given);
        let finding = report.finding(message, first, context.place_in(first, leg.location));
        let also = |finding: Diagnostic, (one, leg): (&_, &crate::order::Leg)| {
            finding.related(context.place_in(one, leg.location), leg.reason(&deployment.given))
        };
        let finding = deployment.way(fault).skip(1).take(MOST).fold(finding, also);
        let finding = match fault {
            Fault::Against { .. } => finding.related(
                context.place(context.site.order_location()),
                "the order of the categories",
            ),
            _ => finding,
        };
        report.report(finding.help(help(fault)), first, &[]);
    }
}
