//! `dependency-cycle`: jobs do not refer to each other's services in a circle.

use std::collections::{BTreeMap, HashMap};

use crate::lint::services::Reference;
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/dependency-cycle",
    what: "jobs do not refer to each other's services in a circle",
    why: "No order of deployment is right for jobs in a circle: whichever comes first starts without what it refers to. That \
          is fine for programs that wait and try again, and good to know of those that do not.",
    level: Level::Info,
    bad: Sample::Groups(&[BAD_1, BAD_2]),
    good: Sample::Groups(&[BAD_1, "service {\n  name     = \"two\"\n  provider = \"nomad\"\n}"]),
    view: View::Written,
    needs_site: false,
    check: Check::Registry(check),
};

const BAD_1: &str = r#"service {
  name     = "one"
  provider = "nomad"
}

task "show" {
  driver = "docker"

  config {
    image = "example/show:1.4.2"
  }

  template {
    destination = "local/two"
    data        = "{{ range nomadService \"two\" }}{{ .Address }}{{ end }}"
  }
}"#;

const BAD_2: &str = r#"service {
  name     = "two"
  provider = "nomad"
}

task "show" {
  driver = "docker"

  config {
    image = "example/show:1.4.2"
  }

  template {
    destination = "local/one"
    data        = "{{ range nomadService \"one\" }}{{ .Address }}{{ end }}"
  }
}"#;

/// So many jobs of a circle are named.
const MOST: usize = 8;

type Graph<'g, 'a> = HashMap<usize, BTreeMap<usize, &'g Reference<'a>>>;

fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(services) = context.services_together() else { return };
    let graph = services.dependencies();
    for circle in circles(&graph, context.defined.len()) {
        // The way from each to the next, as far as there is one within the circle.
        let way = around(&graph, &circle);
        let Some(first) = way.first() else { continue };
        let names = way.iter().take(MOST).map(|step| format!("`{}`", step.job.id));
        let names = names.collect::<Vec<_>>().join(", ");
        let more = way.len().saturating_sub(MOST);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let message = format!("the jobs {names}{more} refer to each other's services in a circle");
        let place = |step: &Reference<'_>| context.place_in(step.one, step.location);
        let label =
            |step: &Reference<'_>| format!("`{}` needs the service `{}`", step.job.id, step.name);
        let finding = report.finding(message, first.one, place(first));
        let finding = way
            .iter()
            .skip(1)
            .fold(finding, |finding, step| finding.related(place(step), label(step)));
        let help = "let one of them do without the other while it starts, or allow it with the reason why it may stand";
        report.report(finding.help(help), first.one, &first.around);
    }
}

/// The shortest way from the first of a circle back to it, within the circle.
fn around<'g, 'a>(graph: &Graph<'g, 'a>, circle: &[usize]) -> Vec<&'g Reference<'a>> {
    let Some(start) = circle.first().copied() else { return Vec::new() };
    let mut from: HashMap<usize, (usize, &'g Reference<'a>)> = HashMap::new();
    let mut next = vec![start];
    let mut at = 0;
    while let Some(node) = next.get(at).copied() {
        at += 1;
        for (to, reference) in graph.get(&node).into_iter().flatten() {
            if *to == start {
                let mut way = vec![*reference];
                let mut here = node;
                while let Some((before, reference)) = from.get(&here).filter(|_| here != start) {
                    way.push(reference);
                    here = *before;
                }
                way.reverse();
                return way;
            }
            if circle.binary_search(to).is_ok() && !from.contains_key(to) {
                from.insert(*to, (node, reference));
                next.push(*to);
            }
        }
    }
    Vec::new()
}

/// The sets of nodes that reach each other, of which there are two or more, each sorted: Tarjan's algorithm, without
/// recursion.
fn circles(graph: &Graph<'_, '_>, nodes: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<Option<usize>> = vec![None; nodes];
    let mut lowest = vec![0; nodes];
    let mut is_open = vec![false; nodes];
    let (mut open, mut count, mut found) = (Vec::new(), 0, Vec::new());
    let edges = |node: usize| -> Vec<usize> {
        graph.get(&node).map(|to| to.keys().copied().collect()).unwrap_or_default()
    };
    for root in 0..nodes {
        if order[root].is_some() || !graph.contains_key(&root) {
            continue;
        }
        let mut path = vec![(root, edges(root), 0)];
        while let Some((node, to, at)) = path.last_mut() {
            let node = *node;
            if order[node].is_none() {
                order[node] = Some(count);
                lowest[node] = count;
                count += 1;
                open.push(node);
                is_open[node] = true;
            }
            if let Some(next) = to.get(*at).copied() {
                *at += 1;
                match order[next] {
                    None => path.push((next, edges(next), 0)),
                    Some(seen) if is_open[next] => lowest[node] = lowest[node].min(seen),
                    Some(_) => {}
                }
                continue;
            }
            path.pop();
            if let Some((before, ..)) = path.last() {
                lowest[*before] = lowest[*before].min(lowest[node]);
            }
            if order[node] == Some(lowest[node]) {
                let start = open.iter().rposition(|other| *other == node).unwrap_or(open.len());
                let mut circle = open.split_off(start);
                circle.iter().for_each(|node| is_open[*node] = false);
                if circle.len() > 1 {
                    circle.sort_unstable();
                    found.push(circle);
                }
            }
        }
    }
    found.sort();
    found
}
