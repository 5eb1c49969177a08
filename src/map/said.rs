//! The values of attributes, whether they are constants or expressions.

use super::model::Amount;
use crate::images::shown;
use crate::jobspec::{Attr, Value};

/// A string, or the expression that gives one.
pub fn text(attr: Option<&Attr<String>>) -> String {
    attr.map(|attr| shown(attr.value())).unwrap_or_default()
}

/// A number, or the expression that gives one. Negative numbers become 0.
pub fn amount(attr: &Attr<i64>) -> Amount {
    match (attr.get(), attr.value()) {
        (Some(number), _) => Amount::Number(number.max(0).unsigned_abs()),
        (None, Value::Expr(_) | Value::Interpolated(_)) => Amount::Expression(shown(attr.value())),
        (None, _) => Amount::Expression("?".to_owned()),
    }
}
