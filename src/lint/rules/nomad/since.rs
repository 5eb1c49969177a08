//! `nomad/since`: nothing in a job is newer than the cluster's Nomad.

use crate::jobspec::Kind;
use crate::lint::{Check, Level, Part, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/since",
    what: "nothing in a job is newer than the cluster's Nomad",
    why: "A Nomad that does not know an attribute or a block refuses the whole job file: \
        \"unsupported argument\". The rule applies only if the site sets the Nomad version of the \
        cluster (`Site::nomad(\"1.9\")`), or with `lint --nomad 1.9`.",
    level: Level::Error,
    bad: Sample::Group("disconnect {\n  lost_after = \"6h\"\n}"),
    good: Sample::Group("max_client_disconnect = \"6h\""),
    view: View::Written,
    needs_site: false,
    check: Check::Field(|_, field| field.since.is_some(), check),
};

/// Checks a field that not every Nomad has.
fn check(part: &Part<'_>, scope: &mut Scope<'_, '_>) {
    let (schema, field) = (part.block.schema(), part.field());
    let Some((nomad, since)) = scope.context.nomad.zip(field.since) else { return };
    // Each of several blocks is too new, and one word is enough.
    if since <= nomad || !part.is_first {
        return;
    }
    let what = match (&field.kind, schema.config) {
        (Kind::Block(_) | Kind::Blocks(_), _) => format!("the block `{}`", field.name),
        (_, true) => format!("`{}` of the driver `{}`", field.name, schema.go),
        _ => format!("`{}` of `{}`", field.name, schema.name),
    };
    let message = format!("{what} requires Nomad {since}; the cluster runs {nomad}");
    let help = "remove it until the cluster is updated; or correct the version, if the cluster \
        runs a newer one";
    scope.report(scope.finding(message, part.location()).help(help));
}
