//! `house/image-untagged`: an image has a tag or a digest.

use crate::jobspec::Task;
use crate::lint::container::{Container, Image};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/image-untagged",
    what: "an image has a tag or a digest",
    why: "Without a tag, `latest` is pulled: the version depends on when a node pulled it. For \
        Nomad a newer image is not a change of the job, so no deployment rolls it out or back.",
    level: Level::Warning,
    bad: Sample::Config("image = \"redis\""),
    good: Sample::Config("image = \"redis:7.2.4\""),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task) else { return };
    let Some((name, location)) = container.image() else { return };
    let Some(Image { tag: None, digest: None }) = Image::parse(name) else { return };
    let message = format!("missing tag of the image `{name}`");
    let help = "set the version: `repository:tag`";
    scope.report_in(container.base, scope.finding(message, location).help(help));
}
