//! `house/template-blocks`: a template does not wait for a missing key or variable.

use std::collections::BTreeSet;

use crate::go_template::delimiters;
use crate::jobspec::{Attr, Template};
use crate::lint::template::{Call, calls};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "house/template-blocks",
    what: "a template does not wait for a missing key or variable",
    why: "A template with `key` or `nomadVar` waits until it exists, and so does its task: the \
        allocation stays pending, and its deployment fails at its deadline without a reason. \
        Files below `secrets/` are exempt: a task cannot run without them.",
    level: Level::Warning,
    bad: Sample::Task(
        "template {\n  data        = \"MODE={{ key \\\"app/mode\\\" }}\"\n  destination = \"local/env\"\n}",
    ),
    good: Sample::Task(
        "template {\n  data        = \"MODE={{ keyOrDefault \\\"app/mode\\\" \\\"safe\\\" }}\"\n  destination = \"local/env\"\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: of!(Template, check),
};

fn check(template: &Template, scope: &mut Scope<'_, '_>) {
    let Some(data) = &template.data else { return };
    let Some(text) = data.as_str() else { return };
    if !text.contains("key ") && !text.contains("nomadVar ") {
        return;
    }
    // A task without its secrets is of no use.
    let secret =
        |path: &str| path.starts_with("secrets/") || path.starts_with("${NOMAD_SECRETS_DIR}");
    if template.destination.as_ref().and_then(Attr::as_str).is_some_and(secret) {
        return;
    }
    let (left, right) = delimiters(template);
    let calls = calls(text, left, right);
    let called: BTreeSet<_> = calls.iter().map(|call| (call.function, call.argument)).collect();
    let exists = |guard: &str, of: &Call<'_>| called.contains(&(guard, of.argument));
    let waits = |call: &&Call<'_>| match call.function {
        "key" => !exists("keyExists", call),
        "nomadVar" => !exists("nomadVarExists", call),
        _ => false,
    };
    let mut all = calls.iter().filter(waits);
    let Some(first) = all.next() else { return };
    let name = first.argument.map(|name| format!(" `{name}`")).unwrap_or_default();
    let (what, help) = match first.function {
        "key" => ("the Consul key", "set a default: `keyOrDefault`; or test first: `if keyExists`"),
        _ => ("the variable", "test first: `if nomadVarExists`"),
    };
    let more = all.count();
    let message = format!("the template waits for {what}{name} while it is missing");
    let end = first.start.saturating_add(first.function.len());
    let finding = scope.finding(message, data.location());
    let mut finding = super::showing(finding, text, first.start, end);
    if more > 0 {
        finding = finding.note(format!("it waits for {more} more"));
    }
    scope.report(finding.help(help));
}
