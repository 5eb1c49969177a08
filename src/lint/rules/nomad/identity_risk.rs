//! `nomad/identity-risk`: an identity has one audience and a `ttl`, and a task with the token in
//! its environment is restarted for a new one.

use crate::jobspec::{Attr, Identity, Location, Value};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

use super::given::is_of_task;
use super::given::text;

pub const RULE: Rule = Rule {
    name: "nomad/identity-risk",
    what: "an identity has one audience and a `ttl`, and a task with the token in its environment \
        is restarted for a new one",
    why: "Nomad warns: a stolen token could be used for any audience, or forever. And a program \
        whose token is in its environment does not see a new one until it restarts.",
    level: Level::Warning,
    bad: Sample::Task("identity {\n  name = \"example\"\n}"),
    good: Sample::Task(
        "identity {\n  name = \"example\"\n  aud  = [\"example.com\"]\n  ttl  = \"1h\"\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Identity, check),
};

/// Checks an identity of a task or a service.
fn check(identity: &Identity, scope: &mut Scope<'_, '_>) {
    // The default identity is for Nomad itself, which sets the audience, and looks no further.
    let Some(name) = text(&identity.name) else { return };
    let is_default = matches!(name, "" | "default");
    if is_default && is_of_task(identity, scope) {
        return;
    }
    let mut report = |message: String, location: Location, help: &str| {
        let finding = scope.finding(message, location);
        scope.report(finding.help(help));
    };
    let audiences = match identity.aud.as_ref().map(|aud| (aud.value(), aud.location())) {
        None => Some((0, Location::default())),
        Some((Value::List(names), at)) => Some((names.len(), at)),
        Some(_) => None,
    };
    match audiences {
        Some((0, at)) => {
            let message = "missing audience in `identity`: expected one in `aud`".to_owned();
            report(message, at, "set the audience of the token: `aud = [\"…\"]`");
        }
        Some((count, at)) if count > 1 => {
            let message = format!("`identity` has {count} audiences; expected one");
            report(message, at, "add an identity for each audience");
        }
        _ => {}
    }
    let ttl = identity.ttl.as_ref().map_or(Some(0), |ttl| Some(ttl.get()?.as_nanos()));
    if ttl == Some(0) && !is_default {
        let at = identity.ttl.as_ref().map(Attr::location).unwrap_or_default();
        report(
            "missing `ttl` in `identity`: its token never expires".to_owned(),
            at,
            "set a `ttl`, such as `1h`",
        );
    }
    let Some(env) = identity.env.as_ref().filter(|env| env.get() == Some(true)) else { return };
    if text(&identity.change_mode).is_some_and(|mode| mode != "restart") {
        let message =
            "`identity` is in the environment, where a running task does not see a new token"
                .to_owned();
        report(message, env.location(), "set `change_mode = \"restart\"`");
    }
}
