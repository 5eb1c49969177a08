//! Expressions that were asked for: a file with one that hcl-rs cannot read cannot be judged by it.

use super::parse;
use super::reading::Refused;
use super::show::cut;
use super::tree::Tree;
use crate::jobspec::{Block, Expr, FieldItem, Free, FreeItem, Map, Value};

/// An expression that was asked for.
///
/// # Errors
///
/// hcl-rs cannot read it, and so goes no further: whoever wrote it has had it checked against HashiCorp's grammar.
pub fn expression(asked: &Expr) -> Result<Tree, Refused> {
    let source = asked.source().trim();
    parse::expression(source).map_err(|refused| match refused {
        Refused::Wrong(_, column, why) => {
            let source = cut(source.replace('\n', " "));
            Refused::Beyond(format!(
                "hcl-rs cannot read the expression `{source}` ({column}: {why})"
            ))
        }
        beyond @ Refused::Beyond(_) => beyond,
    })
}

/// Whether hcl-rs can read every expression in a block.
///
/// # Errors
///
/// It cannot.
pub fn readable(asked: &dyn Block) -> Result<(), Refused> {
    let mut outcome = Ok(());
    asked.visit(&mut |_, item| {
        if outcome.is_ok() {
            outcome = match item {
                FieldItem::Label(_) => Ok(()),
                FieldItem::Attr(asked) => value(asked),
                FieldItem::Block(asked) => readable(asked),
                FieldItem::Map(asked) => map(asked),
                FieldItem::Free(asked) => free(asked),
            };
        }
    });
    outcome
}

/// As [`readable`], for the values of a map.
pub fn map(asked: &Map) -> Result<(), Refused> {
    asked.iter().try_for_each(|(_, asked)| value(asked))
}

fn free(asked: &Free) -> Result<(), Refused> {
    asked.iter().try_for_each(|item| match item {
        FreeItem::Attr(_, asked) => value(asked),
        FreeItem::Object(_, asked) => map(asked),
        FreeItem::Block { body, .. } => free(body),
    })
}

fn value(asked: &Value) -> Result<(), Refused> {
    match asked {
        Value::Expr(asked) => expression(asked).map(drop),
        Value::Interpolated(asked) => asked.parts().iter().try_for_each(value),
        Value::List(asked) => asked.iter().try_for_each(value),
        Value::Object(asked) => map(asked),
        _ => Ok(()),
    }
}
