//! `for` expressions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::evaluator::Evaluator;
use super::value::{Entries, Value};
use crate::syntax::{Expr, For, Span};

impl Evaluator<'_, '_> {
    /// What a loop walks over; nothing, and perhaps an error, when it cannot.
    pub(super) fn pairs(&mut self, collection: &Value, span: Span) -> Option<Vec<(Value, Value)>> {
        if collection.is_null() {
            self.error(span, "cannot iterate over null", "write `[]` for no elements");
            return None;
        }
        if collection.is_unknown() {
            let of = collection.type_of();
            if of.is_primitive() {
                self.error(
                    span,
                    format!("cannot iterate over {}", of.noun()),
                    "use a list, a set, a map or an object",
                );
            }
            return None;
        }
        let pairs = collection.pairs();
        if pairs.is_none() {
            let noun = collection.type_of().noun();
            let help = "expected a list, a set, a map or an object";
            self.error(span, format!("cannot iterate over {noun}"), help);
        }
        pairs
    }

    /// Sets the variables of a loop; returns how many variables there were before.
    pub(super) fn bind(
        &mut self,
        key_name: Option<&str>,
        value_name: &str,
        key: Value,
        value: Value,
    ) -> usize {
        let depth = self.locals.len();
        if let Some(name) = key_name {
            self.locals.push((name.to_owned(), key));
        }
        self.locals.push((value_name.to_owned(), value));
        depth
    }

    pub(super) fn for_expression(&mut self, whole: &For<'_>) -> Value {
        let collection = self.value(&whole.collection);
        let Some(pairs) = self.pairs(&collection, whole.collection.span) else {
            return Value::UNKNOWN;
        };
        if let Some(condition) = &whole.condition
            && !self.condition_makes_sense(whole, condition)
        {
            return Value::UNKNOWN;
        }
        match &whole.key {
            Some(key) => self.for_object(whole, key, pairs),
            None => self.for_tuple(whole, pairs),
        }
    }

    /// Looks at the condition once before any element does: so a mistake is told once, and for an empty collection too.
    fn condition_makes_sense(&mut self, whole: &For<'_>, condition: &Expr<'_>) -> bool {
        let mark = self.mark();
        let depth = self.bind(whole.key_name, whole.value_name, Value::UNKNOWN, Value::UNKNOWN);
        let value = self.value(condition);
        self.locals.truncate(depth);
        self.condition(&value, condition.span);
        self.mark() == mark
    }

    /// Whether the element is taken; nothing when that is not known.
    fn included(&mut self, whole: &For<'_>) -> Option<bool> {
        match &whole.condition {
            None => Some(true),
            Some(condition) => {
                let value = self.value(condition);
                self.condition(&value, condition.span)
            }
        }
    }

    fn for_tuple(&mut self, whole: &For<'_>, pairs: Vec<(Value, Value)>) -> Value {
        let mut values = Vec::new();
        let mut known = true;
        for (key, value) in pairs {
            let depth = self.bind(whole.key_name, whole.value_name, key, value);
            match self.included(whole) {
                Some(true) => values.push(self.value(&whole.value)),
                Some(false) => {}
                None => known = false,
            }
            self.locals.truncate(depth);
            if self.is_exhausted() {
                return Value::UNKNOWN;
            }
        }
        if known { Value::tuple(values) } else { Value::UNKNOWN }
    }

    fn for_object(
        &mut self,
        whole: &For<'_>,
        key_expr: &Expr<'_>,
        pairs: Vec<(Value, Value)>,
    ) -> Value {
        let mut groups: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
        let mut known = true;
        for (key, value) in pairs {
            let depth = self.bind(whole.key_name, whole.value_name, key, value);
            match self.included(whole) {
                Some(true) => known &= self.for_entry(whole, key_expr, &mut groups),
                Some(false) => {}
                None => known = false,
            }
            self.locals.truncate(depth);
            if self.is_exhausted() {
                return Value::UNKNOWN;
            }
        }
        if !known {
            return Value::UNKNOWN;
        }
        let entry = |(key, values): (Arc<str>, Vec<Value>)| {
            let single = || values.first().cloned().unwrap_or(Value::NULL);
            let value = if whole.group { Value::tuple(values) } else { single() };
            (key, value)
        };
        Value::object(groups.into_iter().map(entry).collect::<Entries>())
    }

    fn for_entry(
        &mut self,
        whole: &For<'_>,
        key_expr: &Expr<'_>,
        groups: &mut BTreeMap<Arc<str>, Vec<Value>>,
    ) -> bool {
        let key = self.value(key_expr);
        let Some(key) = self.key_text(&key, key_expr.span) else { return false };
        let value = self.value(&whole.value);
        if !whole.group && groups.contains_key(&key) {
            let message = format!("duplicate key `{key}`");
            let help = "write `...` after the value to group the values of a key in a list";
            self.error(key_expr.span, message, help);
            return true;
        }
        groups.entry(key).or_default().push(value);
        true
    }
}
