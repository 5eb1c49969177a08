//! `nomad/identity`: an identity has a unique name, non-empty audiences, and `file = true` if it
//! has a file path.

use crate::jobspec::{Attr, Identity, Location, Task, Value};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

use super::given::is_word;
use super::given::text;

pub const RULE: Rule = Rule {
    name: "nomad/identity",
    what: "an identity has a unique name, non-empty audiences, and `file = true` if it has a file \
        path",
    why: "Nomad refuses the job. The identity without a name, `default`, is for Nomad itself: a task has one, and its token does not expire.",
    level: Level::Error,
    bad: Sample::Task("identity {\n  ttl = \"1h\"\n}"),
    good: Sample::Task(
        "identity {\n  name = \"example\"\n  aud  = [\"example.com\"]\n  ttl  = \"1h\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Task(check),
};

/// The name of the identity that is for Nomad itself.
const DEFAULT: &str = "default";

/// Checks the identities of a task.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let mut first = None;
    for identity in &task.identities {
        let name = text(&identity.name).map(|name| if name.is_empty() { DEFAULT } else { name });
        let mut report = |message: String, location: Location, help: &str| {
            let finding = scope.finding(message, location.or(identity.base.location));
            scope.report(finding.help(help));
        };
        if let Some(name) = name.filter(|name| !is_word(name, "_-")) {
            let location = identity.name.as_ref().map(Attr::location).unwrap_or_default();
            let expected = "1 to 128 letters, digits, dashes and underscores";
            let message = format!("invalid identity name {name:?}: expected {expected}");
            report(message, location, "rename the identity");
        }
        let is_default = name == Some(DEFAULT);
        if let Some(ttl) = identity.ttl.as_ref().filter(|_| is_default)
            && ttl.get().is_some_and(|ttl| ttl.as_nanos() > 0)
        {
            let message = "the default identity has a `ttl`; expected none, or a `name`";
            report(message.to_owned(), ttl.location(), "set a name, or remove `ttl`");
        }
        if name.is_some()
            && !is_default
            && let Some(location) = empty_audience(identity)
        {
            let message = "empty audience in `aud` of `identity`";
            report(message.to_owned(), location, "set the audience of the token");
        }
        if let Some(path) = identity.filepath.as_ref()
            && path.as_str().is_some_and(|path| !path.is_empty())
            && identity.file.as_ref().is_none_or(|file| file.get() == Some(false))
        {
            let message = "`identity` sets `filepath`, but `file` is not true";
            report(message.to_owned(), path.location(), "set `file = true`, or remove `filepath`");
        }
        if is_default && first.replace(()).is_some() {
            let message = format!("duplicate default identity in task `{}`", task.name);
            report(message, Location::default(), "name all but one");
        }
    }
}

/// Where an audience is empty.
fn empty_audience(identity: &Identity) -> Option<Location> {
    let audiences = identity.aud.as_ref()?;
    let Value::List(names) = audiences.value() else { return None };
    let index = names.iter().position(|name| name.as_str() == Some(""))?;
    Some(audiences.locations().of_value(index))
}
