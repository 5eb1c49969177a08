//! `nomad/meta-keys`: a meta key of a parameterized job is either required or optional.

use std::collections::BTreeSet;

use crate::jobspec::{Parameterized, Value};
use crate::lint::{Level, Rule, Sample, Scope, View, of};

pub const RULE: Rule = Rule {
    name: "nomad/meta-keys",
    what: "a meta key of a parameterized job is either required or optional",
    why: "Nomad refuses the job: a dispatch either must set the key, or may.",
    level: Level::Error,
    bad: Sample::Job(
        "job \"resize\" {\n  type = \"batch\"\n\n  parameterized {\n    meta_required = [\"image\"]\n    meta_optional = [\"image\", \"width\"]\n  }\n\n  group \"resize\" {\n    task \"resize\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/resize:1.0.3\"\n      }\n    }\n  }\n}\n",
    ),
    good: Sample::Job(
        "job \"resize\" {\n  type = \"batch\"\n\n  parameterized {\n    meta_required = [\"image\"]\n    meta_optional = [\"width\"]\n  }\n\n  group \"resize\" {\n    task \"resize\" {\n      driver = \"docker\"\n\n      config {\n        image = \"example/resize:1.0.3\"\n      }\n    }\n  }\n}\n",
    ),
    view: View::Completed,
    needs_site: false,
    check: of!(Parameterized, check),
};

/// Checks the two lists of keys.
fn check(parameterized: &Parameterized, scope: &mut Scope<'_, '_>) {
    let lists = parameterized.meta_required.as_ref().zip(parameterized.meta_optional.as_ref());
    let Some((required, optional)) = lists else { return };
    let (Value::List(needed), Value::List(values)) = (required.value(), optional.value()) else {
        return;
    };
    let needed: BTreeSet<&str> = needed.iter().filter_map(Value::as_str).collect();
    for (at, value) in values.iter().enumerate() {
        let Some(key) = value.as_str().filter(|key| needed.contains(key)) else { continue };
        let message = format!("the meta key `{key}` is both required and optional");
        let finding = scope.finding(message, optional.locations().of_value(at));
        scope.report(finding.help("remove it from one of the two lists"));
    }
}
