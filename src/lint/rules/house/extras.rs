//! `unknown-name`: a driver's `config` only has attributes that the driver supports, and
//! `.extra(…)` is not a typo of an attribute in the model.

use crate::jobspec::{Block, FreeItem, Kind, Location, Schema, Text, Type, Value};
use crate::lint::missing::named;
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use jobwright_hcl::nearest::nearest;

pub const RULE: Rule = Rule {
    name: "house/unknown-name",
    what: "a driver's `config` only has attributes that the driver supports, and `.extra(…)` is \
        not a typo of an attribute in the model",
    why: "Nomad's servers do not check a driver's configuration: with a typo in a name, the task \
        fails on the client. `.extra(…)` is for attributes of a newer Nomad or driver that the \
        model does not have. It writes any name unchanged: a typo is found only when Nomad reads \
        the file.",
    level: Level::Error,
    bad: Sample::Rust(r#"Docker::image("web:1.4.2").extra("privilegd", true)"#),
    good: Sample::Rust(r#"Docker::image("web:1.4.2").privileged(true)"#),
    view: View::Written,
    needs_site: false,
    check: Check::Block(check),
};

/// Checks what a block has that the model does not know.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    // Of a job file, its reader says the same.
    if scope.context.is_plain() {
        return;
    }
    let schema = block.schema();
    let names = || {
        let named = schema.fields.iter().filter(|field| field.kind != Kind::Label);
        named.map(|field| field.name)
    };
    for (item, location) in block.base().extra.placed() {
        let (FreeItem::Attr(name, _) | FreeItem::Object(name, _) | FreeItem::Block { name, .. }) =
            item;
        let Some(near) = nearest(name, names()) else { continue };
        // An item in a form that the model does not have cannot be written in another way.
        if near == name && (matches!(location, Location::Text(..)) || !is_for_method(item, schema))
        {
            continue;
        }
        let what = named(schema);
        let finding = if near == name {
            let message = format!(
                "`.extra(\"{name}\", …)` sets an attribute of {what} that has a \
                method"
            );
            scope.finding(message, location).help(format!("use `.{name}(…)`"))
        } else {
            let message = format!("unknown attribute `{name}` in {what}");
            scope.warning(message, location).help(format!(
                "did you mean `{near}`? If a newer Nomad or driver has `{name}`, leave it unchanged"
            ))
        };
        scope.report(finding);
    }
}

/// Whether the method of the field takes what was added: not `"true"` for `privileged`, which Nomad converts, and no list of
/// objects where the model has blocks.
fn is_for_method(item: &FreeItem, schema: &Schema) -> bool {
    let (FreeItem::Attr(name, _) | FreeItem::Object(name, _) | FreeItem::Block { name, .. }) = item;
    let field = schema.fields.iter().find(|field| field.name == *name);
    match (item, field.map(|field| &field.kind)) {
        (FreeItem::Attr(_, value), Some(Kind::Attr(of))) => match (of, value) {
            (Type::Bool, Value::Text(Text::Plain(text))) => text.parse::<bool>().is_err(),
            (Type::Int(..) | Type::Number, Value::Text(Text::Plain(text))) => {
                text.parse::<f64>().is_err()
            }
            _ => true,
        },
        (FreeItem::Attr(..), Some(Kind::Block(_) | Kind::Blocks(_))) => false,
        _ => true,
    }
}
