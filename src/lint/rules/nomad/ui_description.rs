//! `nomad/ui-description`: the description of a job for the web UI has at most 1000 bytes.

use crate::jobspec::Ui;
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given;

/// The most bytes of a description.
const LONGEST: usize = 1000;

pub const RULE: Rule = Rule {
    name: "nomad/ui-description",
    what: "the description of a job for the web UI has at most 1000 bytes",
    why: "Nomad refuses a job with a longer one: it is stored with every version of the job. Use a \
        link for more.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"web\" {\n  ui {\n    description = format(\"%01001d\", 0)\n  }\n\n  group \"web\" {\n    task \"web\" {\n      driver = \"docker\"\n\n      config {\n        image = \"nginx:1.27\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"web\" {\n  ui {\n    description = \"The **front page**.\"\n  }\n\n  group \"web\" {\n    task \"web\" {\n      driver = \"docker\"\n\n      config {\n        image = \"nginx:1.27\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Ui, check),
};

/// Checks the length in bytes, as Nomad does.
fn check(ui: &Ui, scope: &mut Scope<'_, '_>) {
    let length = given::text(&ui.description).map_or(0, str::len);
    if length > LONGEST {
        let message =
            format!("`description` of `ui` has {length} bytes; expected at most {LONGEST}");
        let finding = scope.finding(message, given::at(&ui.description));
        scope.report(finding.help("shorten it, and add a `link` to the rest"));
    }
}
