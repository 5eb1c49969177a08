//! Expressions as values of the model: evaluated, or kept as they are written.

use super::session::Session;
use super::{value, warnings};
use crate::jobspec::{Duration, Map, Text, Type, Value, expr, interpolate};
use jobwright_hcl::duration;
use jobwright_hcl::eval::{self, attribute};
use jobwright_hcl::syntax::{Expr, ExprKind, Part, Template, UnaryOperator};

/// Functions that read files. Their results cannot be had where the job is deployed from.
const READ_FILES: [&str; 4] = ["file", "filebase64", "fileexists", "fileset"];

/// The value of an expression; `None` after an error, which is recorded.
pub fn evaluate(session: &mut Session<'_>, from: &Expr<'_>) -> Option<eval::Value> {
    warnings::expression(session, from);
    match session.context.evaluate(from) {
        Ok(value) => Some(value),
        Err(errors) => {
            errors.into_iter().for_each(|error| session.push(error.into()));
            None
        }
    }
}

/// The value of an attribute of a type; `None` after an error, which is recorded, and if a value is
/// unknown because of another error. `config` means that it is in a task's `config`.
pub fn typed(
    session: &mut Session<'_>,
    from: &Expr<'_>,
    kind: Type,
    config: bool,
) -> Option<Value> {
    if kind == Type::Expression {
        return Some(source(session.text, from));
    }
    if !session.evaluates() {
        return as_written(session, from, kind, config);
    }
    let found = evaluate(session, from)?;
    warnings::value(session, from, kind, &found);
    converted(session, from, &found, kind, config)
}

/// A value as one of the type.
pub fn converted(
    session: &mut Session<'_>,
    from: &Expr<'_>,
    found: &eval::Value,
    kind: Type,
    config: bool,
) -> Option<Value> {
    if session.incomplete && !found.is_known() {
        return None;
    }
    match value::typed(found, kind, config) {
        Ok(value) => Some(value::in_order(from, value, config)),
        Err(mismatch) => {
            let place = value::at_path(from, &mismatch.path).span;
            let help = match mismatch.path.as_str() {
                "" => value::help(kind, found),
                _ => "set it to a value of that type".to_owned(),
            };
            session.error(place, mismatch.to_string(), help);
            None
        }
    }
}

/// The expression, unevaluated.
fn source(text: &str, from: &Expr<'_>) -> Value {
    Value::Expr(expr(from.span.of(text)))
}

/// The value of an attribute of a type, with expressions that are not constant kept.
fn as_written(
    session: &mut Session<'_>,
    from: &Expr<'_>,
    kind: Type,
    config: bool,
) -> Option<Value> {
    if let Some(value) = at_once(from, kind, config) {
        return Some(value);
    }
    if is_constant(session, from) {
        let value = evaluate(session, from)?;
        return converted(session, from, &value, kind, config);
    }
    if let Some(value) = given(session, from, kind, config) {
        return Some(value);
    }
    match (&from.kind, kind) {
        (ExprKind::Parens(inner), _) if is_collection(inner) => {
            as_written(session, inner, kind, config)
        }
        (ExprKind::Tuple(items), Type::List(_) | Type::Any) => {
            let of = if let Type::List(of) = kind { *of } else { Type::Any };
            let each = |item: &Expr<'_>| as_written(session, item, of, config);
            items.iter().map(each).collect::<Option<_>>().map(Value::List)
        }
        (ExprKind::Object(items), Type::Map(_) | Type::Any)
            if items.iter().all(|item| item.literal_key().is_some()) =>
        {
            let of = if let Type::Map(of) = kind { *of } else { Type::Any };
            let mut map = Map::new();
            for item in items {
                let key = Text::from_api(item.literal_key()?, config);
                map.set(key.as_str(), as_written(session, &item.value, of, config)?);
            }
            Some(Value::Object(map))
        }
        (ExprKind::Tuple(_) | ExprKind::Object(_), kind)
            if !matches!(kind, Type::Map(_) | Type::Any) =>
        {
            let message = format!("expected {}, found a collection", kind.with_article());
            session.error(from.span, message, "write a single value, without brackets");
            None
        }
        (ExprKind::Template(template), _) => Some(texts(session, from, template, config)),
        _ => Some(source(session.text, from)),
    }
}

/// The value of an expression, where the variables that it refers to have one.
fn given(session: &Session<'_>, from: &Expr<'_>, kind: Type, config: bool) -> Option<Value> {
    if !session.has_values {
        return None;
    }
    let found = session.context.evaluate(from).ok().filter(eval::Value::is_known)?;
    let value = value::typed(&found, kind, config).ok()?;
    Some(value::in_order(from, value, config))
}

/// The value of a literal of the type itself, which evaluation and conversion would leave as it is; nothing for all else.
fn at_once(from: &Expr<'_>, kind: Type, config: bool) -> Option<Value> {
    let each = |items: &[Expr<'_>], of| {
        let values = items.iter().map(|item| at_once(item, of, config));
        values.collect::<Option<_>>().map(Value::List)
    };
    match (&from.kind, kind) {
        // Beyond ASCII, evaluation composes what can be.
        (ExprKind::String { text, .. }, _) if !text.is_ascii() => None,
        (ExprKind::String { text, .. }, Type::Text | Type::Any) => {
            Some(Value::Text(Text::from_api(text, config)))
        }
        (ExprKind::String { text, .. }, Type::Duration) => {
            Some(Value::Duration(Duration::from_nanos(duration::parse(text)?)))
        }
        (ExprKind::Bool(value), Type::Bool | Type::Any) => Some(Value::Bool(*value)),
        (ExprKind::Number(text), Type::Int(least, most)) => {
            whole(text).filter(|whole| (least..=most).contains(whole)).map(Value::Int)
        }
        (ExprKind::Number(text), Type::Number | Type::Any) => whole(text).map(Value::Int),
        (ExprKind::Tuple(items), Type::Any) => each(items, Type::Any),
        // Elements of which each can be anything become what suits all of them.
        (ExprKind::Tuple(items), Type::List(Type::Text)) => each(items, Type::Text),
        _ => None,
    }
}

/// A number of nothing but digits that fits.
fn whole(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Whether the expression is constant. References that Nomad replaces at run time are strings.
fn is_constant(session: &Session<'_>, from: &Expr<'_>) -> bool {
    let all = |items: &[Expr<'_>]| items.iter().all(|item| is_constant(session, item));
    match &from.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String { .. } => true,
        ExprKind::Traversal(traversal) => is_reference(session, traversal.root),
        ExprKind::Parens(inner) => is_constant(session, inner),
        ExprKind::Tuple(items) => all(items),
        ExprKind::Object(items) => items
            .iter()
            .all(|item| item.literal_key().is_some() && is_constant(session, &item.value)),
        ExprKind::Unary(unary) if unary.operator == UnaryOperator::Negate => {
            matches!(unary.operand.kind, ExprKind::Number(_))
        }
        ExprKind::Template(template) => template.parts.iter().all(|part| match part {
            Part::Literal { .. } => true,
            Part::Interpolation { value, .. } => is_constant(session, value),
            Part::If(_) | Part::For(_) => false,
        }),
        ExprKind::Call(call) => {
            READ_FILES.contains(&&*call.name) && session.context.reads_files() && all(&call.args)
        }
        _ => false,
    }
}

fn is_collection(from: &Expr<'_>) -> bool {
    matches!(from.kind, ExprKind::Tuple(_) | ExprKind::Object(_) | ExprKind::Parens(_))
}

/// Whether Nomad turns a name back into text: it is neither a variable nor a local value.
fn is_reference(session: &Session<'_>, root: &str) -> bool {
    !matches!(root, "var" | "local") && !session.bound.iter().any(|name| name == root)
}

/// A template as strings and expressions. Directives remain expressions.
fn texts(session: &Session<'_>, from: &Expr<'_>, template: &Template<'_>, config: bool) -> Value {
    if let Some(value) = template.wrapped() {
        return source(session.text, value);
    }
    let mut parts: Vec<Value> = Vec::new();
    let mut api = String::new();
    let flush = |api: &mut String, parts: &mut Vec<Value>| {
        if !api.is_empty() {
            parts.push(Value::Text(Text::from_api(api, config)));
            api.clear();
        }
    };
    for part in &template.parts {
        match part {
            Part::Literal { text, .. } => api.push_str(text),
            Part::Interpolation { value, .. } => match constant_text(session, value) {
                Some(text) => api.push_str(&text),
                None => {
                    flush(&mut api, &mut parts);
                    parts.push(source(session.text, value));
                }
            },
            Part::If(_) | Part::For(_) => return source(session.text, from),
        }
    }
    flush(&mut api, &mut parts);
    interpolate(parts).into()
}

/// The string that a constant adds to a template.
fn constant_text(session: &Session<'_>, from: &Expr<'_>) -> Option<String> {
    if !is_constant(session, from) {
        return None;
    }
    attribute::text(&session.context.evaluate(from).ok()?).ok()?
}
