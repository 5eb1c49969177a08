//! `house/template-functions`: a template calls functions that Nomad has.

use crate::go_template::{Mistake, Token, delimiters};
use crate::jobspec::Template;
use crate::lint::template::{SPRIG, functions, is_function, parse};
use crate::lint::{Level, Rule, Sample, Scope, View, of};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "house/template-functions",
    what: "a template calls functions that Nomad has",
    why: "Nomad's servers do not parse templates: they accept the job, and each of its allocations \
        fails on the client before the task starts. Two functions that reach out of the task are \
        refused there, unless the client's configuration allows them.",
    level: Level::Warning,
    bad: Sample::Task(
        "template {\n  data        = \"PORT={{ NOMAD_PORT_http }}\"\n  destination = \"local/env\"\n}",
    ),
    good: Sample::Task(
        "template {\n  data        = \"PORT={{ env \\\"NOMAD_PORT_http\\\" }}\"\n  destination = \"local/env\"\n}",
    ),
    view: View::Written,
    needs_site: false,
    check: of!(Template, check),
};

/// What a client refuses, unless its `function_denylist` says otherwise.
const DENIED: [&str; 2] = ["plugin", "writeToFile"];

fn check(template: &Template, scope: &mut Scope<'_, '_>) {
    let Some(data) = &template.data else { return };
    let Some(text) = data.as_str() else { return };
    let (left, right) = delimiters(template);
    let called = parse(text, left, right).functions.into_iter();
    let mistakes = called.filter_map(|Token { start, end, .. }| {
        let name = text.get(start..end).unwrap_or_default();
        let (message, help) = if DENIED.contains(&name) {
            let help = "render the template without it, or set `function_denylist` in the \
                `template` block of each client's configuration";
            (format!("the function `{name}`, which clients refuse"), help.to_owned())
        } else if is_function(name) {
            return None;
        } else {
            (format!("unknown function `{name}` in a template"), instead(name, left, right))
        };
        Some(Mistake { message, help, start, end })
    });
    super::report(data, text, mistakes, scope);
}

/// What was probably meant by a word that is no function.
fn instead(name: &str, left: &str, right: &str) -> String {
    let is_variable = |letter: char| letter.is_ascii_uppercase() || letter == '_';
    let own = format!("{SPRIG}{name}");
    if is_function(&own) {
        format!("did you mean `{own}`?")
    } else if name.starts_with("NOMAD_") || name.len() > 1 && name.chars().all(is_variable) {
        format!("read an environment variable with `{left} env \"{name}\" {right}`")
    } else if let Some(near) = nearest(name, functions()) {
        format!("did you mean `{near}`?")
    } else {
        format!(
            "a field is `.{name}`, a variable `${name}`, a string in quotes; to render `{left}` \
             itself, set `left_delimiter` and `right_delimiter`"
        )
    }
}
