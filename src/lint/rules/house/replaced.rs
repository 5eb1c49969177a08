//! `replaced-text`: a literal string for a task does not contain the name of an environment
//! variable that Nomad replaces.

use std::collections::BTreeSet;

use crate::jobspec::{Attr, Block, FieldItem, Kind, Location, Map, Task, Value, reference};
use crate::lint::values::{braces, leaves, may_refer, texts, variable};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "house/replaced-string",
    what: "a literal string for a task does not contain the name of an environment variable that \
        Nomad replaces",
    why: "Nomad replaces environment variables by name wherever it replaces references. A string \
        that a script should read as `${HOST}` arrives with the value of the task's own `HOST`, \
        or with the node's.",
    level: Level::Error,
    bad: Sample::Task("env {\n  HOST    = \"web.lab\"\n  PATTERN = \"${HOST}/.*\"\n}"),
    good: Sample::Task("env {\n  HOST    = \"web.lab\"\n  PATTERN = \"web.lab/.*\"\n}"),
    view: View::Written,
    needs_site: false,
    check: Check::Task(check),
};

/// Nomad replaces environment variables by name wherever it replaces references: `${HOME_DIR}` is no text where the task
/// sets `HOME_DIR`, and for a program without an image neither is `${HOME}`, which its node sets.
fn check(task: &Task, scope: &mut Scope<'_, '_>) {
    let names: BTreeSet<&str> = task.env.iter().flat_map(Map::iter).map(|(name, _)| name).collect();
    let image = matches!(
        task.driver.as_ref().and_then(Attr::as_str),
        Some("docker" | "podman" | "qemu") | None
    );
    let mut said = BTreeSet::new();
    // What is said of itself, such as `PATH = "/bin:${PATH}"`, is what the node has of it, and meant.
    let own = |name: &str, text: &str| {
        let values = task.env.iter().flat_map(Map::iter).filter(|(key, _)| *key == name);
        let mut found = false;
        values.for_each(|(_, value)| texts(value, &mut |own| found |= own == text));
        found
    };
    replaced_texts(task, &mut |field, text, location| {
        for at in braces(text) {
            let Some((name, _)) = text[at + 2..].split_once('}') else { continue };
            let known = names.contains(name);
            if known && field == "env" && own(name, text) {
                continue;
            }
            let perhaps = !known
                && !image
                && reference(&text[at..]).is_none()
                && variable(&text[at..]).is_some();
            if !(known || perhaps) || !said.insert((field.to_owned(), name.to_owned())) {
                continue;
            }
            let help = "write the value, or let a script that the task starts set it";
            let finding = if known {
                let message = format!(
                    "`{field}` contains the literal `${{{name}}}`, which Nomad replaces with the \
                     variable `{name}`"
                );
                scope.finding(message, location)
            } else {
                let message = format!(
                    "`{field}` contains `${{{name}}}`, which Nomad replaces if the node has such a \
                     variable"
                );
                scope.warning(message, location)
            };
            scope.report(finding.help(help));
        }
    });
}

/// Shows the strings of a task in which Nomad replaces variables: not its configuration, in which
/// braces are escaped, and not the contents of templates.
fn replaced_texts<'b>(block: &'b dyn Block, see: &mut dyn FnMut(&'b str, &'b str, Location)) {
    leaves(block, &mut |leaf| {
        let Some(field) = leaf.field else { return };
        if field.verbatim || matches!(field.kind, Kind::Free | Kind::Config) {
            return;
        }
        if let Value::Text(text) = leaf.value
            && may_refer(text.as_str())
        {
            see(field.name, text.as_str(), leaf.location().or(block.base().location));
        }
    });
    let schema = block.schema();
    block.visit(&mut |index, item| {
        if let FieldItem::Block(inner) = item
            && schema.fields[index].kind != Kind::Config
        {
            replaced_texts(inner, see);
        }
    });
}
