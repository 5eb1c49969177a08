//! `route-parts`: middlewares and servers with one name have one definition, whatever jobs they
//! belong to.

use crate::diagnostic::Diagnostic;
use crate::lint::routes::{Part, with_namesakes};
use crate::lint::{Check, Context, Level, Report, Rule, Sample, View};

pub const RULE: Rule = Rule {
    name: "house/route-parts",
    what: "middlewares and servers with one name have one definition, whatever jobs they belong to",
    why: "Traefik reads the tags of all services as one configuration. It drops a middleware or a \
        server with two definitions, and every router that uses it answers 404.",
    level: Level::Error,
    bad: Sample::Groups(&[
        "service {\n  name = \"shop\"\n  tags = [\n    \"traefik.http.middlewares.strip.stripprefix.prefixes=/shop\",\n  ]\n}",
        "service {\n  name = \"blog\"\n  tags = [\n    \"traefik.http.middlewares.strip.stripprefix.prefixes=/blog\",\n  ]\n}",
    ]),
    good: Sample::Groups(&[
        "service {\n  name = \"shop\"\n  tags = [\n    \"traefik.http.middlewares.shop-strip.stripprefix.prefixes=/shop\",\n  ]\n}",
        "service {\n  name = \"blog\"\n  tags = [\n    \"traefik.http.middlewares.blog-strip.stripprefix.prefixes=/blog\",\n  ]\n}",
    ]),
    view: View::Written,
    needs_site: false,
    check: Check::Registry(check),
};

const HELP: &str =
    "rename one of the two, or give them the same definition; Traefik drops both otherwise";

fn check(context: &Context<'_>, report: &mut Report<'_, '_>) {
    let Some(seen) = context.routes_together() else { return };
    for (what, all) in [("middleware", &seen.middlewares), ("service", &seen.servers)] {
        of(what, all, report);
    }
}

fn of(what: &str, all: &[Part<'_>], report: &mut Report<'_, '_>) {
    for (one, other) in with_namesakes(all, |one, other| one.sorted() != other.sorted()) {
        if let Some(finding) = within(what, one, report) {
            report.report(finding, one.one, &one.around);
        }
        let Some(first) = other else { continue };
        let who = if first.job.id == one.job.id {
            format!("two services of job `{}`", one.job.id)
        } else {
            format!("the jobs `{}` and `{}`", first.job.id, one.job.id)
        };
        let message =
            format!("{who} have different definitions of Traefik's {what} `{}`", one.name);
        let finding = report.finding(message, one.one, one.place.clone());
        let finding = finding.related(first.place.clone(), "first defined here").help(HELP);
        report.report(finding, one.one, &one.around);
    }
}

/// Two calls of one service that contradict each other, or make two kinds of middleware of one.
fn within(what: &str, one: &Part<'_>, report: &Report<'_, '_>) -> Option<Diagnostic> {
    let (differs, both) = match one.twice() {
        Some(both) => (format!("their `{}` differs", one.key(both[0])), both),
        None if what == "middleware" => {
            let both = one.kinds()?;
            let [first, second] = both.map(|setting| kind(one.key(setting)));
            (format!("one is `{first}`, the other `{second}`"), both)
        }
        None => return None,
    };
    let message = format!(
        "the service `{}` of job `{}` has two definitions of Traefik's {what} `{}`: {differs}",
        one.service, one.job.id, one.name
    );
    Some(one.contradiction(report, message, both).help(HELP))
}

/// The kind of a middleware, which a setting's key begins with.
fn kind(key: &str) -> &str {
    key.split('.').next().unwrap_or_default()
}

impl Part<'_> {
    /// The first settings of two kinds.
    fn kinds(&self) -> Option<[usize; 2]> {
        let first = kind(self.key(0));
        let second = self.settings.iter().position(|(key, _)| kind(key) != first)?;
        Some([0, second])
    }

    fn sorted(&self) -> Vec<&(String, String)> {
        let mut settings: Vec<_> = self.settings.iter().collect();
        settings.sort();
        settings
    }
}
