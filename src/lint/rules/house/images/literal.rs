//! `house/image-literal`: an image is one literal `repository:tag` that people and update bots can
//! find.

use crate::diagnostic::Place;
use crate::jobspec::Task;
use crate::lint::container::Container;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/image-literal",
    what: "an image is one literal `repository:tag` that people and update bots can find",
    why: "Update bots such as Renovate search for `image = \"repository:tag\"`. They do not find \
        an image that is composed of variables, so it is never updated.",
    level: Level::Info,
    bad: Sample::Job(
        "locals {\n  version = \"7.2.4\"\n}\n\njob \"example\" {\n  group \"example\" {\n    task \"example\" {\n      driver = \"docker\"\n\n      config {\n        image = \"redis:${local.version}\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Config("image = \"redis:7.2.4\""),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task) else { return };
    let Some(image) = container.image.filter(|_| container.archive.is_none()) else { return };
    let location = image.location();
    let is_literal = match image.as_str() {
        // What a file said with variables has been evaluated.
        Some(name) => !name.contains("${") && is_quoted(name, &scope.place(location)),
        None => false,
    };
    if is_literal {
        return;
    }
    let message = "the image is composed of parts; expected one literal `repository:tag`";
    let help = "write the image as one literal: `repository:tag`";
    scope.report_in(container.base, scope.finding(message, location).help(help));
}

/// Whether the source at `place` contains the name verbatim; true if the source is not available.
fn is_quoted(name: &str, place: &Place) -> bool {
    match place {
        Place::Text(source, span) => {
            let text = span.of(&source.text);
            text.contains(name) && !text.contains("${")
        }
        _ => true,
    }
}
