//! Expressions to values.

use super::context::{Context, Others};
use super::error::EvalError;
use super::number::Number;
use super::reference;
use super::types::Type;
use super::value::{Entries, Value, composed};
use super::weight::Weight;
use crate::nearest::nearest;
use crate::syntax::{Conditional, Expr, ExprKind, Key, ObjectItem, Span, Traversal};

/// Errors beyond this many are dropped: they help no user.
const MAX_ERRORS: usize = 100;

impl Context<'_> {
    /// The value of an expression.
    ///
    /// # Errors
    ///
    /// All mistakes in it that do not follow from one another; at least one.
    pub fn evaluate(&self, expr: &Expr<'_>) -> Result<Value, Vec<EvalError>> {
        let (value, errors) = self.try_evaluate(expr);
        if errors.is_empty() { Ok(value) } else { Err(errors) }
    }

    /// The value of an expression and the mistakes in it; with mistakes, the value is not wholly known.
    #[must_use]
    pub fn try_evaluate(&self, expr: &Expr<'_>) -> (Value, Vec<EvalError>) {
        let mut evaluator = Evaluator::new(self);
        let value = evaluator.result(expr);
        (value, evaluator.into_errors())
    }
}

/// One evaluation: the variables of the loops around the current expression, and the errors so
/// far. A mistake evaluates to an unknown value, and evaluation continues, so that independent
/// mistakes are found together.
pub(super) struct Evaluator<'c, 's> {
    pub(super) context: &'c Context<'s>,
    pub(super) locals: Vec<(String, Value)>,
    pub(super) items: Vec<Value>,
    errors: Vec<EvalError>,
    exhausted: bool,
}

impl<'c, 's> Evaluator<'c, 's> {
    pub(super) fn new(context: &'c Context<'s>) -> Self {
        Self {
            context,
            locals: Vec::new(),
            items: Vec::new(),
            errors: Vec::new(),
            exhausted: false,
        }
    }

    pub(super) fn into_errors(self) -> Vec<EvalError> {
        self.errors
    }

    /// Records an error; its value is not known.
    pub(super) fn error(
        &mut self,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Value {
        if self.errors.len() < MAX_ERRORS {
            let error = EvalError::new(self.context.place(span), message, help);
            if !self.errors.contains(&error) {
                self.errors.push(error);
            }
        }
        Value::UNKNOWN
    }

    /// How many errors there are; more of them later mean that something went wrong between.
    pub(super) fn mark(&self) -> usize {
        self.errors.len()
    }

    /// Takes back the errors since a mark.
    pub(super) fn take_errors(&mut self, mark: usize) -> Vec<EvalError> {
        self.errors.split_off(mark.min(self.errors.len()))
    }

    pub(super) fn add_errors(&mut self, errors: Vec<EvalError>) {
        for error in errors {
            if self.errors.len() < MAX_ERRORS && !self.errors.contains(&error) {
                self.errors.push(error);
            }
        }
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// Takes steps from the budget; false, with an error, when it is used up.
    pub(super) fn spend(&mut self, steps: u64, span: Span) -> bool {
        if self.exhausted {
            return false;
        }
        if self.context.budget.take(steps) {
            return true;
        }
        self.exhausted = true;
        let help = "reduce the loops, ranges or strings that it multiplies";
        self.error(span, "the file takes too many steps to evaluate", help);
        false
    }

    /// The value of a whole expression, which the caller may write out in full.
    pub(super) fn result(&mut self, expr: &Expr<'_>) -> Value {
        let value = self.value(expr);
        let parts = Weight::of(&value, self.context.budget.left()).values;
        if self.spend(parts - 1, expr.span) { value } else { Value::UNKNOWN }
    }

    /// The value of an expression; unknown if there was an error.
    pub(super) fn value(&mut self, expr: &Expr<'_>) -> Value {
        if !self.spend(1, expr.span) {
            return Value::UNKNOWN;
        }
        let value = self.unweighed(expr);
        // The caller may walk through all of it, to compare it, to find its type or to convert it.
        let walk = Weight::of(&value, self.context.budget.left()).walk();
        if walk == 0 || self.spend(walk, expr.span) { value } else { Value::UNKNOWN }
    }

    fn unweighed(&mut self, expr: &Expr<'_>) -> Value {
        match &expr.kind {
            ExprKind::Null => Value::NULL,
            ExprKind::Bool(value) => Value::Bool(*value),
            ExprKind::Number(text) => self.number(text, expr.span),
            ExprKind::String { text, .. } => self.string(text, expr.span),
            ExprKind::Template(template) => self.template(template, expr.span),
            ExprKind::Traversal(traversal) => self.traversal(traversal, expr.span),
            ExprKind::Access(access) => {
                let source = self.value(&access.source);
                self.steps(source, &access.steps)
            }
            ExprKind::Index(index) => self.index_expression(index, expr.span),
            ExprKind::Splat(splat) => self.splat(splat),
            ExprKind::SplatItem => self.items.last().cloned().unwrap_or(Value::UNKNOWN),
            ExprKind::Call(call) => self.call(call, expr.span),
            ExprKind::Tuple(items) => {
                Value::tuple(items.iter().map(|item| self.value(item)).collect())
            }
            ExprKind::Object(items) => self.object(items),
            ExprKind::For(whole) => self.for_expression(whole),
            ExprKind::Conditional(conditional) => self.conditional(conditional),
            ExprKind::Binary(binary) => self.binary(binary, expr.span),
            ExprKind::Unary(unary) => self.unary(unary, expr.span),
            ExprKind::Parens(inner) => self.value(inner),
        }
    }

    fn number(&mut self, text: &str, span: Span) -> Value {
        match Number::parse(text) {
            Some(number) => Value::Number(number),
            None => self.error(span, "the number is too long", "write fewer digits, or a string"),
        }
    }

    pub(super) fn string(&mut self, text: &str, span: Span) -> Value {
        self.spend(text.len() as u64 / 64, span);
        Value::String(composed(text))
    }

    fn traversal(&mut self, traversal: &Traversal<'_>, span: Span) -> Value {
        let root = traversal.root;
        let local = self.locals.iter().rev().find(|(name, _)| name == root);
        let value = local.map(|(_, value)| value).or_else(|| self.context.get(root)).cloned();
        if let Some(value) = value {
            if let Some((span, message, help)) = undeclared(traversal, &value) {
                return self.error(span, message, help);
            }
            return self.steps(value, &traversal.steps);
        }
        let name_span = Span::new(span.start, span.start + root.len() as u32);
        match self.context.others {
            Others::Text(file) => Value::from(reference::text(file, self.context.place(span))),
            Others::Unknown => {
                let names: Vec<String> =
                    self.context.names().map(|name| format!("`{name}`")).collect();
                let help = format!("only {} is available here", names.join(", "));
                self.error(name_span, format!("unknown name `{root}`"), help)
            }
            Others::Forbidden => {
                let help = match root {
                    "var" | "local" => "write a constant: expressions are not evaluated here",
                    _ => {
                        "quote a string, and write `$${` for a literal `${`: only constants are \
                         allowed here"
                    }
                };
                self.error(name_span, format!("`{root}` is not available here"), help)
            }
        }
    }

    fn object(&mut self, items: &[ObjectItem<'_>]) -> Value {
        let mut entries = Entries::new();
        let mut complete = true;
        for item in items {
            let mark = self.mark();
            let key = self.object_key(&item.key);
            let failed = self.mark() > mark;
            let value = self.value(&item.value);
            if failed {
                complete = false;
                continue;
            }
            match self.key_text(&key, item.key.span) {
                Some(key) => {
                    entries.insert(key, value);
                }
                None => complete = false,
            }
        }
        if complete { Value::object(entries) } else { Value::UNKNOWN }
    }

    fn object_key(&mut self, key: &Expr<'_>) -> Value {
        if let Some(name) = key.as_keyword() {
            return Value::from(name);
        }
        if let ExprKind::Traversal(_) = key.kind {
            let help = "write parentheses for a reference, or quotes for a string";
            return self.error(key.span, "a key cannot be a bare reference", help);
        }
        self.value(key)
    }

    /// The string for a key; `None` if it has none, which may be an error.
    pub(super) fn key_text(&mut self, key: &Value, span: Span) -> Option<std::sync::Arc<str>> {
        if key.is_null() {
            self.error(span, "a key cannot be null", "name the entry");
            return None;
        }
        match super::convert::convert(key, &Type::String) {
            Ok(Value::String(text)) => Some(text),
            Ok(_) => None,
            Err(mismatch) => {
                self.error(
                    span,
                    format!("invalid key: {mismatch}"),
                    "use a string as the name of the entry",
                );
                None
            }
        }
    }

    fn conditional(&mut self, conditional: &Conditional<'_>) -> Value {
        let mark = self.mark();
        let then = self.value(&conditional.then);
        let then_errors = self.take_errors(mark);
        let otherwise = self.value(&conditional.otherwise);
        let otherwise_errors = self.take_errors(mark);
        if self.exhausted {
            self.add_errors(then_errors);
            self.add_errors(otherwise_errors);
            return Value::UNKNOWN;
        }
        let Some(want) = common_type(&then, &otherwise) else {
            let span = conditional.then.span.to(conditional.otherwise.span);
            let (one, two) = (then.type_of(), otherwise.type_of());
            let message = format!("the two results have incompatible types: {one} and {two}");
            return self.error(
                span,
                message,
                "make both the same type, for example with `convert`",
            );
        };
        let span = conditional.condition.span;
        let condition = self.value(&conditional.condition);
        let Some(condition) = self.condition(&condition, span) else { return Value::Unknown(want) };
        let (result, errors, span) = if condition {
            (then, then_errors, conditional.then.span)
        } else {
            (otherwise, otherwise_errors, conditional.otherwise.span)
        };
        self.add_errors(errors);
        if want == Type::Any {
            return result;
        }
        match super::convert::convert(&result, &want) {
            Ok(result) => result,
            Err(mismatch) => {
                let help = "make both results of the conditional the same type";
                self.error(span, format!("the result has the wrong type: {mismatch}"), help);
                Value::Unknown(want)
            }
        }
    }

    /// The value of a condition; `None` if it is unknown or an error.
    pub(super) fn condition(&mut self, value: &Value, span: Span) -> Option<bool> {
        if value.is_null() {
            self.error(
                span,
                "a condition cannot be null",
                "write a condition that is `true` or \
                `false`",
            );
            return None;
        }
        match super::convert::convert(value, &Type::Bool) {
            Ok(Value::Bool(value)) => Some(value),
            Ok(_) => None,
            Err(mismatch) => {
                let help = "write a condition that is `true` or `false`";
                self.error(span, format!("invalid condition: {mismatch}"), help);
                None
            }
        }
    }
}

/// The type that both results of a conditional get; `Any` when neither is converted.
fn common_type(then: &Value, otherwise: &Value) -> Option<Type> {
    if matches!(then, Value::Null(Type::Any)) {
        return Some(otherwise.type_of());
    }
    let then = then.type_of();
    if matches!(otherwise, Value::Null(Type::Any)) {
        return Some(then);
    }
    let otherwise = otherwise.type_of();
    if then == Type::Any || otherwise == Type::Any {
        return Some(Type::Any);
    }
    super::unify::unify(&[then, otherwise], true)
}

/// The mistake of naming a variable or a local value that the file does not have.
fn undeclared(traversal: &Traversal<'_>, value: &Value) -> Option<(Span, String, String)> {
    let (what, block) = match traversal.root {
        "var" => ("variable", "variable"),
        "local" => ("local value", "locals"),
        _ => return None,
    };
    let step = traversal.steps.first()?;
    let (Key::Attribute(name), Some(entries)) = (&step.key, value.entries()) else { return None };
    if entries.contains_key(*name) {
        return None;
    }
    let help = match nearest(name, entries.keys().map(|key| &**key)) {
        Some(near) => format!("did you mean `{}.{near}`?", traversal.root),
        None if block == "variable" => format!("declare it: `variable \"{name}\" {{ … }}`"),
        None => format!("set it: `locals {{ {name} = … }}`"),
    };
    Some((step.span, format!("undeclared {what} `{name}`"), help))
}
