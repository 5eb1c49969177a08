//! What attributes say, whether it is known or an expression gives it.

use super::model::Amount;
use crate::images::shown;
use crate::jobspec::{Attr, Value};

/// A string, or the expression that gives one.
pub fn text(attr: Option<&Attr<String>>) -> String {
    attr.map(|attr| shown(attr.value())).unwrap_or_default()
}

/// A number, or the expression that gives one. No number is less than nothing.
pub fn amount(attr: &Attr<i64>) -> Amount {
    match (attr.get(), attr.value()) {
        (Some(number), _) => Amount::Number(number.max(0).unsigned_abs()),
        (None, Value::Expr(_) | Value::Interpolated(_)) => Amount::Expression(shown(attr.value())),
        (None, _) => Amount::Expression("?".to_owned()),
    }
}
