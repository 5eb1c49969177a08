//! `unplaceable`: a node can meet all constraints of a group and of its tasks, as far as the site
//! describes its nodes.

use crate::jobspec::{Attr, Constraint, Group, Location};
use crate::lint::placement::{Ask, MOST, Patterns, constraints, datacenters, datacenters_overlap};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "house/unplaceable",
    what: "a node can meet all constraints of a group and of its tasks, as far as the site \
        describes its nodes",
    why: "All tasks of a group run on one node, which must meet the constraints of the job, the \
        group and every task. Nomad accepts a job whose constraints contradict each other, but no \
        node can meet them: its allocations stay pending.",
    level: Level::Error,
    bad: Sample::Group(
        r#"constraint {
  attribute = "${attr.kernel.name}"
  value     = "linux"
}

constraint {
  attribute = "${attr.kernel.name}"
  value     = "freebsd"
}"#,
    ),
    good: Sample::Group(
        r#"constraint {
  attribute = "${attr.kernel.name}"
  operator  = "regexp"
  value     = "^(linux|freebsd)$"
}"#,
    ),
    view: View::Written,
    needs_site: false,
    check: Check::Group(check),
};

/// Drivers that only Linux has.
const LINUX: [&str; 2] = ["exec", "podman"];

fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let job = scope.job;
    let asked: Vec<_> = constraints(job, group)
        .filter_map(|constraint| Some((constraint, Ask::of(constraint)?)))
        .take(MOST)
        .collect();
    let mut patterns = Patterns::default();
    for (at, (two, (attribute, ask))) in asked.iter().enumerate() {
        let mut before = asked.iter().take(at).filter(|(_, (other, _))| other == attribute);
        let Some((one, _)) = before.find(|(_, (_, other))| ask.excludes(*other, &mut patterns))
        else {
            continue;
        };
        let message = format!(
            "no node meets all constraints of group `{}`: they contradict each other about `{attribute}`",
            group.name
        );
        let finding = scope.finding(message, place(two));
        let finding = finding.related(scope.context.place(place(one)), "the other one");
        scope.report(finding.help("remove one of them, or allow both with `regexp`"));
        return;
    }
    kernel(group, scope);
    datacenter(group, scope);
    class(group, scope);
    pool(group, scope);
}

/// Where the value was written, or the block.
fn place(constraint: &Constraint) -> Location {
    let value = constraint.value.as_ref().map(Attr::location).unwrap_or_default();
    value.or(constraint.base.location)
}

/// A driver that the kernel asked for does not have.
fn kernel(group: &Group, scope: &mut Scope<'_, '_>) {
    let asked = constraints(scope.job, group);
    let kernel = asked.filter_map(|constraint| match Ask::of(constraint)? {
        ("${attr.kernel.name}", Ask::Is(kernel)) if kernel != "linux" => Some((constraint, kernel)),
        _ => None,
    });
    let Some((constraint, kernel)) = kernel.into_iter().next() else { return };
    for task in &group.tasks {
        let Some(driver) = &task.driver else { continue };
        let Some(name) = driver.as_str().filter(|name| LINUX.contains(name)) else { continue };
        let message = format!(
            "task `{}` requires the kernel `{kernel}`, which has no driver `{name}`",
            task.name
        );
        let finding = scope.finding(message, driver.location().or(task.base.location));
        let finding =
            finding.related(scope.context.place(place(constraint)), "the kernel is required here");
        scope.report(finding.help("use another driver, such as `raw_exec`, or another kernel"));
    }
}

/// A class of nodes that the site does not have.
fn class(group: &Group, scope: &mut Scope<'_, '_>) {
    let classes = &scope.context.site.node_classes;
    if classes.is_empty() {
        return;
    }
    for constraint in constraints(scope.job, group) {
        let Some(("${node.class}", Ask::Is(asked))) = Ask::of(constraint) else { continue };
        if classes.iter().any(|class| class == asked) {
            continue;
        }
        let message = format!(
            "group `{}` requires nodes of the class `{asked}`, which no node of the site has",
            group.name
        );
        let finding = scope.finding(message, place(constraint));
        scope.report(finding.help(known("node_classes", asked, classes)));
    }
}

/// A node pool that the site does not have; it is reported for the first group.
fn pool(group: &Group, scope: &mut Scope<'_, '_>) {
    let (job, pools) = (scope.job, &scope.context.site.node_pools);
    let is_first = job.groups.first().is_some_and(|first| std::ptr::eq(first, group));
    let Some(pool) = job.node_pool.as_ref().filter(|_| is_first && !pools.is_empty()) else {
        return;
    };
    let Some(name) = pool.as_str() else { return };
    if matches!(name, "default" | "all" | "") || pools.iter().any(|known| known == name) {
        return;
    }
    let message =
        format!("the job requires the node pool `{name}`, which has no nodes in the site");
    let finding = scope.finding(message, pool.location());
    scope.report(finding.help(known("node_pools", name, pools)));
}

/// What to ask for in place of what the site does not have.
fn known(method: &str, asked: &str, known: &[String]) -> String {
    match nearest(asked, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of the site, or add it to the site's `.{method}([…])`"),
    }
}

/// A datacenter that the job itself does not run in.
fn datacenter(group: &Group, scope: &mut Scope<'_, '_>) {
    let job = scope.job;
    let Some(named) = datacenters(job) else { return };
    for constraint in constraints(job, group) {
        let Some(("${node.datacenter}", Ask::Is(asked))) = Ask::of(constraint) else { continue };
        if named.iter().any(|named| datacenters_overlap(named, asked)) {
            continue;
        }
        let message = format!(
            "group `{}` requires the datacenter `{asked}`, which is not one of the job's",
            group.name
        );
        let finding = scope.finding(message, place(constraint));
        let own = job.datacenters.as_ref().map(Attr::location).unwrap_or_default();
        let finding = finding.related(scope.context.place(own), "the job's are set here");
        scope.report(finding.help("add it to the job's `datacenters`, or remove the constraint"));
    }
}
