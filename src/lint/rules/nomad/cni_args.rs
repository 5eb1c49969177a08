//! `nomad/cni-args`: arguments of CNI plugins contain no semicolon, and each is set in only one
//! network of a group.

use std::collections::BTreeMap;

use crate::jobspec::{Group, Value};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/cni-args",
    what: "arguments of CNI plugins contain no semicolon, and each is set in only one network of a \
        group",
    why: "Nomad refuses the job: plugins get all arguments in one string, `KEY=VALUE;KEY=VALUE`.",
    level: Level::Error,
    bad: Sample::Group(
        "network {\n  mode = \"cni/macvlan\"\n\n  cni {\n    args = {\n      nodes = \"a;b\"\n    }\n  }\n}",
    ),
    good: Sample::Group(
        "network {\n  mode = \"cni/macvlan\"\n\n  cni {\n    args = {\n      nodes = \"a,b\"\n    }\n  }\n}",
    ),
    view: View::Completed,
    needs_site: false,
    check: Check::Group(check),
};

/// Checks the networks of a group.
fn check(group: &Group, scope: &mut Scope<'_, '_>) {
    let mut seen = BTreeMap::new();
    for args in group.networks.iter().filter_map(|network| network.cni.as_ref()?.args.as_ref()) {
        let Value::Object(map) = args.value() else { continue };
        for (key, value, location) in map.placed() {
            let location = location.or(args.location());
            if let Some(first) = seen.insert(key, location) {
                let message = format!(
                    "duplicate argument `{key}`: another network of the group sets it, too"
                );
                let finding = scope.finding(message, location);
                let finding = finding.related(scope.place(first), "first set here");
                scope.report(finding.help("set each argument once"));
            }
            let what = match value.as_str() {
                _ if key.contains(';') => "name",
                Some(text) if text.contains(';') => "value",
                _ => continue,
            };
            let message = format!("the {what} of the argument `{key}` contains a semicolon");
            scope.report(scope.finding(message, location).help("remove the semicolon"));
        }
    }
}
