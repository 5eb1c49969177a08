//! `nomad/since`: nothing in a job is newer than the cluster's Nomad.

use crate::jobspec::{Block, Item, Kind, Locations};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};

pub const RULE: Rule = Rule {
    name: "nomad/since",
    what: "nothing in a job is newer than the cluster's Nomad",
    why: "A Nomad that does not know an attribute or a block refuses the whole job file: \"unsupported argument\". It is asked only where the site says \
          which Nomad the cluster runs (`Site::nomad(\"1.9\")`), or `lint --nomad 1.9` does.",
    level: Level::Error,
    bad: Sample::Group("disconnect {\n  lost_after = \"6h\"\n}"),
    good: Sample::Group("max_client_disconnect = \"6h\""),
    view: View::Written,
    needs_site: false,
    check: Check::Block(check),
};

/// Checks every field of a block, and what its driver takes.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let Some(nomad) = scope.context.nomad else { return };
    let schema = block.schema();
    let mut last = None;
    block.visit(&mut |index, item| {
        let field = &schema.fields[index];
        let Some(since) = field.since.filter(|since| *since > nomad) else { return };
        // Each of several blocks is too new, and one word is enough.
        if last.replace(index) == Some(index) {
            return;
        }
        let what = match (&field.kind, schema.config) {
            (Kind::Block(_) | Kind::Blocks(_), _) => format!("the block `{}`", field.name),
            (_, true) => format!("`{}` of the driver `{}`", field.name, schema.go),
            _ => format!("`{}` of `{}`", field.name, schema.name),
        };
        let location = match item {
            Item::Block(inner) => inner.base().location,
            Item::Map(map) => map.placed().next().map(|(_, _, at)| at).unwrap_or_default(),
            _ => block.locations(index).map(Locations::first).unwrap_or_default(),
        };
        let message = format!("{what} came with Nomad {since}; the cluster runs {nomad}");
        let help = "leave it out until the cluster is updated; or correct the version, if the cluster runs a newer one";
        scope.report(scope.finding(message, location).help(help));
    });
}
