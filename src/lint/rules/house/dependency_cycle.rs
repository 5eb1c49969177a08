//! `dependency-cycle`: jobs do not depend on each other's services in a cycle.

use crate::circles::{circles, way_round};
use crate::lint::services::Reference;
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/dependency-cycle",
    what: "jobs do not depend on each other's services in a cycle",
    why: "No deployment order is right for a cycle: the job that starts first starts without its \
        dependency. That is fine for programs that wait and retry, and worth knowing for those \
        that do not.",
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

/// The most jobs of a cycle that a message names.
const MOST: usize = 8;

fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(services) = context.services_together() else { return };
    let graph = services.dependencies();
    let mut edges = vec![Vec::new(); context.defined.len()];
    for (node, to) in &graph {
        edges[*node] = to.keys().copied().collect();
    }
    for circle in circles(&edges) {
        // The edges from each job to the next one in the cycle, as far as they exist.
        let way = way_round(&edges, &circle);
        let next = way.iter().cycle().skip(1);
        let way = way.iter().zip(next).filter_map(|(from, to)| graph.get(from)?.get(to).copied());
        let way: Vec<&Reference<'_>> = way.collect();
        let Some(first) = way.first() else { continue };
        let names = way.iter().take(MOST).map(|step| format!("`{}`", step.job.id));
        let names = names.collect::<Vec<_>>().join(", ");
        let more = way.len().saturating_sub(MOST);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let message = format!(
            "the services of the jobs {names}{more} depend on each other in a \
            cycle"
        );
        let place = |step: &Reference<'_>| context.place_in(step.one, step.location);
        let label =
            |step: &Reference<'_>| format!("`{}` needs the service `{}`", step.job.id, step.name);
        let finding = report.finding(message, first.one, place(first));
        let finding = way
            .iter()
            .skip(1)
            .fold(finding, |finding, step| finding.related(place(step), label(step)));
        let help = "let one of them start without the other, or allow it with a reason";
        report.report(finding.help(help), first.one, &first.around);
    }
}
