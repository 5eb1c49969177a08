//! Parts of values: attributes, elements, splats.

use super::convert::convert;
use super::evaluator::Evaluator;
use super::number::Number;
use super::types::Type;
use super::value::Value;
use crate::syntax::{Index, Key, Span, Splat, Step};

/// What to do about null.
const NULL: &str = "set it, or test for null first: `value == null ? … : …`";

const NO_ELEMENT: &str = "no such element";

impl Evaluator<'_, '_> {
    /// What constant steps lead to.
    pub(super) fn steps(&mut self, from: Value, steps: &[Step<'_>]) -> Value {
        let mut value = from;
        for step in steps {
            let mark = self.mark();
            value = match &step.key {
                Key::Attribute(name) => self.attribute(&value, name, step.span),
                Key::String(key) => self.element(&value, &Value::from(&**key), step.span),
                Key::Number(key) => match Number::parse(key) {
                    Some(key) => self.element(&value, &Value::Number(key), step.span),
                    None => self.error(step.span, NO_ELEMENT, "use an index from 0"),
                },
                Key::Bool(key) => self.element(&value, &Value::Bool(*key), step.span),
                Key::Null => self.element(&value, &Value::NULL, step.span),
            };
            if self.mark() > mark {
                return Value::UNKNOWN;
            }
        }
        value
    }

    pub(super) fn index_expression(&mut self, index: &Index<'_>, span: Span) -> Value {
        let collection = self.value(&index.collection);
        let key = self.value(&index.key);
        let brackets = Span::new(index.collection.span.end, span.end);
        self.element(&collection, &key, brackets)
    }

    fn attribute(&mut self, value: &Value, name: &str, span: Span) -> Value {
        let found = match value {
            Value::Null(_) => {
                return self.error(span, format!("null has no attribute `{name}`"), NULL);
            }
            Value::Map(_, entries) | Value::Object(entries) => entries.get(name).cloned(),
            Value::Unknown(Type::Any) => return Value::UNKNOWN,
            Value::Unknown(Type::Map(of)) => return Value::Unknown((**of).clone()),
            Value::Unknown(Type::Object(object)) => {
                object.attributes.get(name).cloned().map(Value::Unknown)
            }
            other => {
                let of = other.type_of();
                let help = match of.element() {
                    Some(Type::Object(_)) | None if other.elements().is_some() => {
                        format!("write `[0].{name}` for one element, or `[*].{name}` for all")
                    }
                    _ => {
                        "remove the name after it: only objects and maps have attributes".to_owned()
                    }
                };
                return self.error(span, format!("{} has no attributes", of.noun()), help);
            }
        };
        match found {
            Some(found) => found,
            None => {
                let noun = value.type_of().noun();
                let help = value.entries().map(|entries| known(entries.keys())).unwrap_or_default();
                self.error(span, format!("{noun} has no attribute `{name}`"), help)
            }
        }
    }

    /// What `value[key]` is.
    pub(super) fn element(&mut self, value: &Value, key: &Value, span: Span) -> Value {
        if value.is_null() {
            return self.error(span, "null has no elements", NULL);
        }
        if key.is_null() {
            return self.error(span, "invalid key: null", "set the key, or test for null first");
        }
        if matches!(value, Value::Unknown(Type::Any)) || matches!(key, Value::Unknown(Type::Any)) {
            return Value::UNKNOWN;
        }
        let want = match value.type_of() {
            Type::List(_) | Type::Tuple(_) => Type::Number,
            Type::Map(_) | Type::Object(_) => Type::String,
            Type::Set(_) => {
                let help = "iterate over it with `for`, or turn it into a list with `convert`";
                return self.error(span, "the elements of a set cannot be accessed by key", help);
            }
            of => {
                return self.error(
                    span,
                    format!("{} has no elements", of.noun()),
                    "use the value itself, without brackets",
                );
            }
        };
        let key = match convert(key, &want) {
            Ok(key) => key,
            Err(mismatch) => {
                return self.error(
                    span,
                    format!("{NO_ELEMENT}: {mismatch}"),
                    "use an index from 0 for a list, a key for a map",
                );
            }
        };
        self.known_element(value, &key, span)
    }

    fn known_element(&mut self, value: &Value, key: &Value, span: Span) -> Value {
        match (value, key) {
            (Value::List(_, values) | Value::Tuple(values), Value::Number(key)) => {
                let found = key.to_i64().and_then(|at| usize::try_from(at).ok());
                match found.and_then(|at| values.get(at)) {
                    Some(found) => found.clone(),
                    None => self.error(span, NO_ELEMENT, range(values.len(), key)),
                }
            }
            (Value::Map(_, entries) | Value::Object(entries), Value::String(key)) => {
                match entries.get(key) {
                    Some(found) => found.clone(),
                    None => self.error(span, NO_ELEMENT, known(entries.keys())),
                }
            }
            (Value::List(of, _) | Value::Map(of, _), _) => Value::Unknown(of.clone()),
            (Value::Unknown(Type::List(of) | Type::Map(of)), _) => Value::Unknown((**of).clone()),
            (Value::Unknown(Type::Tuple(types)), Value::Number(key)) => {
                let found = key.to_i64().and_then(|at| usize::try_from(at).ok());
                match found.and_then(|at| types.get(at)) {
                    Some(of) => Value::Unknown(of.clone()),
                    None => self.error(span, NO_ELEMENT, range(types.len(), key)),
                }
            }
            (Value::Unknown(Type::Object(_)), _) | (Value::Tuple(_) | Value::Object(_), _) => {
                Value::UNKNOWN
            }
            _ => Value::UNKNOWN,
        }
    }

    /// Something of every element; a single value is taken for the one element, and null for none.
    pub(super) fn splat(&mut self, splat: &Splat<'_>) -> Value {
        let mark = self.mark();
        let source = self.value(&splat.source);
        if self.mark() > mark {
            return Value::UNKNOWN;
        }
        let sequence = matches!(source.type_of(), Type::List(_) | Type::Set(_) | Type::Tuple(_));
        match &source {
            Value::Null(_) if sequence => {
                return self.error(splat.source.span, "null has no elements", NULL);
            }
            Value::Null(_) => return Value::tuple(Vec::new()),
            Value::Unknown(_) => return Value::UNKNOWN,
            _ => {}
        }
        let single = Value::tuple(vec![source.clone()]);
        let source = if sequence { source } else { single };
        let mut results = Vec::new();
        for item in source.elements().into_iter().flat_map(|values| values.iter()) {
            results.push(self.splat_item(splat, item.clone()));
            if self.is_exhausted() {
                break;
            }
        }
        if self.mark() > mark {
            return Value::Unknown(self.splat_type(splat, &source));
        }
        let (Value::List(of, _) | Value::Set(of, _)) = &source else {
            return Value::tuple(results);
        };
        let empty = match results.first() {
            Some(_) => Type::Any,
            None => self.splat_item(splat, Value::Unknown(of.clone())).type_of(),
        };
        match Value::list(results, empty) {
            Ok(list) => list,
            Err(_) => self.error(
                splat.source.span,
                "the results have different types",
                "select attributes that have the same type in all elements",
            ),
        }
    }

    /// The type that the result would have without the mistakes in it.
    fn splat_type(&mut self, splat: &Splat<'_>, source: &Value) -> Type {
        let mark = self.mark();
        let of = match source {
            Value::List(of, _) | Value::Set(of, _) => {
                Type::list(self.splat_item(splat, Value::Unknown(of.clone())).type_of())
            }
            _ => {
                let items = source.elements().into_iter().flat_map(|values| values.iter());
                let each = |item: &Value| Value::Unknown(item.type_of());
                let items: Vec<Value> = items.map(each).collect();
                let types = items.into_iter().map(|item| self.splat_item(splat, item).type_of());
                Type::Tuple(types.collect())
            }
        };
        self.take_errors(mark);
        of
    }

    fn splat_item(&mut self, splat: &Splat<'_>, item: Value) -> Value {
        self.items.push(item);
        let result = self.value(&splat.each);
        self.items.pop();
        result
    }
}

fn range(length: usize, key: &Number) -> String {
    match length {
        0 => "the collection is empty".to_owned(),
        _ if !key.is_whole() => "use an integer as the index".to_owned(),
        1 => "the only element is `[0]`".to_owned(),
        more => format!("valid indexes are 0 to {}", more - 1),
    }
}

/// A sentence that names what there is.
pub(super) fn known<'n>(names: impl Iterator<Item = &'n std::sync::Arc<str>>) -> String {
    let mut shown: Vec<String> = names.take(9).map(|name| format!("`{name}`")).collect();
    match shown.len() {
        0 => return "remove it: the value is empty".to_owned(),
        9 => shown[8] = "…".to_owned(),
        _ => {}
    }
    format!("use one of {}", shown.join(", "))
}
