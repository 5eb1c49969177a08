//! Strings with expressions in them.

use super::convert::convert;
use super::evaluator::Evaluator;
use super::types::Type;
use super::value::Value;
use crate::syntax::{ForDirective, IfDirective, Part, Span, Template};

/// A string that is being assembled; `None` once a part of it was unknown.
type Text = Option<String>;

impl Evaluator<'_, '_> {
    pub(super) fn template(&mut self, template: &Template<'_>, span: Span) -> Value {
        if let Some(wrapped) = template.wrapped() {
            return self.value(wrapped);
        }
        self.parts(&template.parts, span)
    }

    fn parts(&mut self, parts: &[Part<'_>], span: Span) -> Value {
        let mut text = Some(String::new());
        for part in parts {
            let (value, span) = match part {
                Part::Literal { text: literal, .. } => {
                    self.append(&mut text, literal, span);
                    continue;
                }
                Part::Interpolation { value, .. } => (self.value(value), value.span),
                Part::If(directive) => (self.if_directive(directive), directive.span),
                Part::For(directive) => (self.for_directive(directive), directive.span),
            };
            self.append_value(&mut text, &value, span);
            if self.is_exhausted() {
                return Value::UNKNOWN;
            }
        }
        text.map_or(Value::Unknown(Type::String), Value::from)
    }

    fn append(&mut self, text: &mut Text, part: &str, span: Span) {
        self.spend(part.len() as u64 / 64 + 1, span);
        if let Some(text) = text {
            text.push_str(part);
        }
    }

    fn append_value(&mut self, text: &mut Text, value: &Value, span: Span) {
        match convert(value, &Type::String) {
            Ok(Value::String(part)) => self.append(text, &part, span),
            Ok(Value::Null(_)) => {
                let help = "use `coalesce` or a conditional to replace null with a string";
                self.error(span, "null cannot be part of a string", help);
            }
            Ok(_) => *text = None,
            Err(mismatch) => {
                let help = "use `join` or `jsonencode` to turn a list or an object into a string";
                self.error(span, format!("invalid value in a string: {mismatch}"), help);
            }
        }
    }

    fn if_directive(&mut self, directive: &IfDirective<'_>) -> Value {
        let mark = self.mark();
        let then = self.parts(&directive.then, directive.span);
        let then_errors = self.take_errors(mark);
        let otherwise = self.parts(&directive.otherwise, directive.span);
        let otherwise_errors = self.take_errors(mark);
        if self.is_exhausted() {
            self.add_errors(then_errors);
            self.add_errors(otherwise_errors);
            return Value::UNKNOWN;
        }
        let condition = self.value(&directive.condition);
        let (result, errors) = match self.condition(&condition, directive.condition.span) {
            Some(true) => (then, then_errors),
            Some(false) => (otherwise, otherwise_errors),
            None => return Value::Unknown(Type::String),
        };
        self.add_errors(errors);
        result
    }

    fn for_directive(&mut self, directive: &ForDirective<'_>) -> Value {
        let collection = self.value(&directive.collection);
        let span = directive.collection.span;
        let Some(pairs) = self.pairs(&collection, span) else {
            return Value::Unknown(Type::String);
        };
        let mut text = Some(String::new());
        for (key, value) in pairs {
            let depth = self.bind(directive.key, directive.value, key, value);
            let part = self.parts(&directive.body, directive.span);
            self.locals.truncate(depth);
            self.append_value(&mut text, &part, directive.span);
            if self.is_exhausted() {
                return Value::UNKNOWN;
            }
        }
        text.map_or(Value::Unknown(Type::String), Value::from)
    }
}
