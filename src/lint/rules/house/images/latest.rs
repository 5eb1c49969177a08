//! `house/image-latest`: the tag of an image is not `latest`.

use crate::jobspec::Task;
use crate::lint::container::{Container, Image};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/image-latest",
    what: "the tag of an image is not `latest`",
    why: "`latest` is whatever was pushed last: each node runs the image that it pulled, and \
        docker pulls it again whenever a task starts. For Nomad a newer image is not a change of \
        the job, so no deployment rolls it out or back.",
    level: Level::Warning,
    bad: Sample::Config("image = \"grafana/grafana:latest\""),
    good: Sample::Config("image = \"grafana/grafana:11.2.0\""),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let Some(container) = Container::of(task) else { return };
    let Some((name, location)) = container.image() else { return };
    let Some(Image { tag: Some("latest"), digest: None }) = Image::parse(name) else { return };
    let message = format!(
        "the image `{name}` has the tag `latest`, which changes with every push; expected \
            the tag of a version"
    );
    let help = "set the version: `repository:tag`";
    scope.report_in(container.base, scope.finding(message, location).help(help));
}
