//! `nomad/check-notes`: the `notes` of a check in Consul have at most 255 bytes.

use super::given::{at, name, text};
use crate::jobspec::Service;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/check-notes",
    what: "the `notes` of a check in Consul have at most 255 bytes",
    why: "Nomad refuses the job: the catalog returns the notes with every response.",
    level: Level::Error,
    bad: Sample::Group(concat!(
        "service {\n  name = \"web\"\n  port = \"http\"\n\n  check {\n    type     = \"tcp\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n    notes    = \"",
        "The runbook says what to do: look at the graphs, ask whoever is on call, read the log of the last deployment, compare with the day before, ",
        "see whether the database answers, see whether the disk is full, and write down what you found for whoever is on call after you.",
        "\"\n  }\n}"
    )),
    good: Sample::Group(
        "service {\n  name = \"web\"\n  port = \"http\"\n\n  check {\n    type     = \"tcp\"\n    interval = \"10s\"\n    timeout  = \"2s\"\n    notes    = \"https://wiki.example/runbooks/web\"\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Service, check),
};

/// The most bytes.
const MOST: usize = 255;

/// Checks the checks of a service.
fn check(service: &Service, scope: &mut Scope<'_, '_>) {
    if text(&service.provider) != Some("consul") {
        return;
    }
    for check in &service.checks {
        let Some(length) = text(&check.notes).map(str::len).filter(|length| *length > MOST) else {
            continue;
        };
        let message = format!(
            "the `notes` of a check of service `{}` have {length} bytes; expected at most {MOST}",
            name(service)
        );
        let help = "shorten them, for example to the URL of a page";
        scope.report(scope.finding(message, at(&check.notes)).help(help));
    }
}
