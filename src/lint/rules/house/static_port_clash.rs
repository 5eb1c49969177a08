//! `static-port-clash`: no two groups use one static port of a node that both may run on.

use std::collections::{BTreeMap, HashMap};

use crate::jobspec::{Attr, Base, Group, Job, Port};
use crate::lint::placement::{Patterns, Placement, both, is_one};
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};
use crate::registry::{Defined, Definition};

pub const RULE: Rule = Rule {
    name: "house/static-port-clash",
    what: "no two groups use one static port of a node that both may run on",
    why: "A port of a node has one owner. The second group is placed on another node with that \
        port free, or stays pending; Nomad only reports `network: reserved port collision`. \
        Different datacenters, node pools, host networks, or constraints that exclude each other \
        avoid the conflict.",
    level: Level::Error,
    bad: Sample::Groups(&[
        "network {\n  port \"dns\" {\n    static = 53\n  }\n}",
        "network {\n  port \"resolver\" {\n    static = 53\n  }\n}",
    ]),
    good: Sample::Groups(&[
        "network {\n  port \"dns\" {\n    static = 53\n  }\n}",
        "network {\n  port \"resolver\" {\n    static       = 53\n    host_network = \"private\"\n  }\n}",
    ]),
    view: View::Written,
    needs_site: false,
    check: Check::Registry(check),
};

/// A static port, and who claims it.
struct Claim<'a> {
    one: &'a Defined,
    job: &'a Job,
    group: &'a Group,
    port: &'a Port,
    around: Vec<&'a Base>,
}

/// The claims of one port, one for each placement: those that need a value of an attribute, by that, and the others.
#[derive(Default)]
struct Claims<'a> {
    by_key: HashMap<(&'a str, &'a str), Vec<usize>>,
    /// The first claim of each attribute's values, and those without one.
    others: BTreeMap<Option<&'a str>, Vec<usize>>,
    all: Vec<(Placement<'a>, Claim<'a>)>,
    known: HashMap<Placement<'a>, usize>,
}

/// The most claims that are compared with one.
const MOST: usize = 256;

fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    if context.site.any_ids {
        return;
    }
    let mut ports: BTreeMap<(i64, &str), Claims<'_>> = BTreeMap::new();
    let mut patterns = Patterns::default();
    for one in context.defined {
        let Definition::Job(job) = &one.definition else { continue };
        for group in
            job.groups.iter().filter(|group| group.count.as_ref().and_then(Attr::get) != Some(0))
        {
            let mut placement = None;
            claims(one, job, group, &mut |number, network, claim| {
                let placement = placement.get_or_insert_with(|| Placement::of(job, group)).clone();
                let claims = ports.entry((number, network)).or_default();
                if let Some(first) = claims.first(&placement, &claim, &mut patterns) {
                    tell(number, first, &claim, report);
                }
                claims.add(placement, claim);
            });
        }
    }
}

/// Shows the static ports of a group, with the networks of the host that they are on.
fn claims<'a>(
    one: &'a Defined,
    job: &'a Job,
    group: &'a Group,
    see: &mut dyn FnMut(i64, &'a str, Claim<'a>),
) {
    let of_group = group.networks.iter().map(|network| (network, None));
    let of_tasks = group.tasks.iter().flat_map(|task| {
        let networks = task.resources.iter().flat_map(|resources| &resources.networks);
        networks.map(move |network| (network, Some(task)))
    });
    for (network, task) in of_group.chain(of_tasks) {
        for port in network.ports.iter().chain(&network.reserved_ports) {
            let number = port.static_.as_ref().and_then(Attr::get).filter(|number| *number > 0);
            let is_shared = port.ignore_collision.as_ref().and_then(Attr::get) == Some(true);
            let on = match &port.host_network {
                None => Some("default"),
                Some(network) => network.as_str(),
            };
            let Some((number, on)) = number.zip(on).filter(|_| !is_shared) else { continue };
            let around = [
                Some(&group.base),
                task.map(|task| &task.base),
                Some(&network.base),
                Some(&port.base),
            ];
            let around = around.into_iter().flatten().collect();
            see(number, on, Claim { one, job, group, port, around });
        }
    }
}

impl<'a> Claims<'a> {
    /// The first claim before of which the placement overlaps. Two of one group are Nomad's own to refuse.
    fn first(
        &self,
        placement: &Placement<'a>,
        claim: &Claim<'a>,
        patterns: &mut Patterns<'a>,
    ) -> Option<&Claim<'a>> {
        let apart = |known: &Claim<'a>| {
            !std::ptr::eq(known.group, claim.group) && !is_one(known.job, claim.job)
        };
        let (same, own) = match placement.key() {
            Some(key) => (self.by_key.get(&key), Some(key.0)),
            None => (None, None),
        };
        let others =
            self.others.iter().filter(|(attribute, _)| own.is_none() || **attribute != own);
        let candidates = same.into_iter().chain(others.map(|(_, all)| all)).flatten();
        let mut candidates: Vec<usize> = candidates.copied().take(MOST).collect();
        candidates.sort_unstable();
        let of = |at: usize| self.all.get(at);
        let mut found = candidates.into_iter().filter_map(of);
        let found =
            found.find(|(known, other)| apart(other) && known.overlaps(placement, patterns));
        found.map(|(_, claim)| claim)
    }

    /// Keeps a claim, if it is the first of its placement.
    fn add(&mut self, placement: Placement<'a>, claim: Claim<'a>) {
        let at = self.all.len();
        if *self.known.entry(placement.clone()).or_insert(at) != at {
            return;
        }
        let key = placement.key();
        if let Some(key) = key {
            self.by_key.entry(key).or_default().push(at);
        }
        self.others.entry(key.map(|(attribute, _)| attribute)).or_default().push(at);
        self.all.push((placement, claim));
    }
}

fn tell(number: i64, first: &Claim<'_>, claim: &Claim<'_>, report: &mut Report<'_, '_>) {
    let who = both((first.job, first.group), (claim.job, claim.group));
    let place = |claim: &Claim<'_>| {
        let location = claim.port.static_.as_ref().map(Attr::location).unwrap_or_default();
        report.context.place_in(
            claim.one,
            location.or(claim.port.base.location).or(claim.group.base.location),
        )
    };
    let message = format!("{who} both use the static port {number}, and may run on the same node");
    let finding = report
        .finding(message, claim.one, place(claim))
        .related(place(first), "the other one is set here");
    let help = "make one of them dynamic, use another number, or separate the two with a \
        constraint, the node pool, the datacenters or the `host_network`";
    report.report(finding.help(help), claim.one, &claim.around);
}
