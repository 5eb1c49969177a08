//! Expressions and their values, as the model holds them.

use super::reader::Reader;
use crate::jobspec::{Duration, Map, Text, Type, Value, expr, interpolate};
use jobwright_hcl::eval::{self, Mismatch, attribute};
use jobwright_hcl::syntax::{Expr, ExprKind, Part, Span, Template, UnaryOperator};

/// Functions that read files. Their results cannot be had where the job is deployed from.
const READ_FILES: [&str; 4] = ["file", "filebase64", "fileexists", "fileset"];

/// The expression as it stands.
pub fn source(text: &str, from: &Expr<'_>) -> Value {
    Value::Expr(expr(from.span.of(text)))
}

/// The value of an attribute of a type, with expressions that are not constant kept.
pub fn kept(reader: &mut Reader<'_>, from: &Expr<'_>, kind: Type, config: bool) -> Option<Value> {
    if let (ExprKind::String { text, .. }, Type::Text | Type::Any) = (&from.kind, kind)
        && text.is_ascii()
    {
        return Some(Value::Text(Text::from_api(text, config)));
    }
    if is_constant(reader, from) {
        let value = reader.evaluate(from)?;
        return reader.converted(from, &value, kind, config);
    }
    match (&from.kind, kind) {
        (ExprKind::Parens(inner), _) if is_collection(inner) => kept(reader, inner, kind, config),
        (ExprKind::Tuple(items), Type::List(_) | Type::Any) => {
            let of = if let Type::List(of) = kind { *of } else { Type::Any };
            let each = |item: &Expr<'_>| kept(reader, item, of, config);
            items.iter().map(each).collect::<Option<_>>().map(Value::List)
        }
        (ExprKind::Object(items), Type::Map(_) | Type::Any)
            if items.iter().all(|item| item.literal_key().is_some()) =>
        {
            let of = if let Type::Map(of) = kind { *of } else { Type::Any };
            let mut map = Map::new();
            for item in items {
                let key = Text::from_api(item.literal_key()?, config);
                map.set(key.as_str(), kept(reader, &item.value, of, config)?);
            }
            Some(Value::Object(map))
        }
        (ExprKind::Tuple(_) | ExprKind::Object(_), kind)
            if !matches!(kind, Type::Map(_) | Type::Any) =>
        {
            let message = format!("expected a {kind}, found a collection");
            reader.error(from.span, message, "write one value, without brackets");
            None
        }
        (ExprKind::Template(template), _) => Some(texts(reader, from, template, config)),
        _ => Some(source(reader.text, from)),
    }
}

/// Whether the expression needs nothing but itself. References for the run time are texts.
fn is_constant(reader: &Reader<'_>, from: &Expr<'_>) -> bool {
    let all = |items: &[Expr<'_>]| items.iter().all(|item| is_constant(reader, item));
    match &from.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String { .. } => true,
        ExprKind::Traversal(traversal) => is_reference(reader, traversal.root),
        ExprKind::Parens(inner) => is_constant(reader, inner),
        ExprKind::Tuple(items) => all(items),
        ExprKind::Object(items) => items
            .iter()
            .all(|item| item.literal_key().is_some() && is_constant(reader, &item.value)),
        ExprKind::Unary(unary) if unary.operator == UnaryOperator::Negate => {
            matches!(unary.operand.kind, ExprKind::Number(_))
        }
        ExprKind::Template(template) => template.parts.iter().all(|part| match part {
            Part::Literal { .. } => true,
            Part::Interpolation { value, .. } => is_constant(reader, value),
            Part::If(_) | Part::For(_) => false,
        }),
        ExprKind::Call(call) => {
            READ_FILES.contains(&&*call.name) && reader.context.reads_files() && all(&call.args)
        }
        _ => false,
    }
}

fn is_collection(from: &Expr<'_>) -> bool {
    matches!(from.kind, ExprKind::Tuple(_) | ExprKind::Object(_) | ExprKind::Parens(_))
}

/// Whether Nomad turns a name back into text: it is neither a variable nor a local value.
fn is_reference(reader: &Reader<'_>, root: &str) -> bool {
    !matches!(root, "var" | "local") && !reader.bound.iter().any(|name| name == root)
}

/// A template as texts and expressions. Directives stay the expression that they are.
fn texts(reader: &Reader<'_>, from: &Expr<'_>, template: &Template<'_>, config: bool) -> Value {
    if let Some(value) = template.wrapped() {
        return source(reader.text, value);
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
            Part::Interpolation { value, .. } => match constant_text(reader, value) {
                Some(text) => api.push_str(&text),
                None => {
                    flush(&mut api, &mut parts);
                    parts.push(source(reader.text, value));
                }
            },
            Part::If(_) | Part::For(_) => return source(reader.text, from),
        }
    }
    flush(&mut api, &mut parts);
    interpolate(parts).into()
}

/// What a constant adds to the text around it.
fn constant_text(reader: &Reader<'_>, from: &Expr<'_>) -> Option<String> {
    if !is_constant(reader, from) {
        return None;
    }
    attribute::text(&reader.context.evaluate(from).ok()?).ok()?
}

/// A value as one of the type; null is null.
///
/// # Errors
///
/// It does not fit.
pub fn typed(found: &eval::Value, kind: Type, config: bool) -> Result<Value, Mismatch> {
    let text = |text: String| Value::Text(Text::from_api(&text, config));
    Ok(match kind {
        Type::Bool => attribute::bool(found)?.map_or(Value::Null, Value::Bool),
        Type::Int(least, most) => {
            attribute::whole(found, least, most)?.map_or(Value::Null, Value::Int)
        }
        Type::Text => attribute::text(found)?.map_or(Value::Null, text),
        Type::Duration => Value::Duration(Duration::from_nanos(attribute::nanoseconds(found)?)),
        Type::Number => match attribute::typed(found, &eval::Type::Number)? {
            Some(number) => any(&number, config)?,
            None => Value::Null,
        },
        Type::List(of) => match attribute::typed(found, &eval::Type::list(plain(*of)))? {
            Some(values) => {
                let elements = values.elements().map(|all| all.as_slice()).unwrap_or_default();
                let each = |(at, value): (usize, &eval::Value)| {
                    element(value, *of, config).map_err(|error| under(error, &format!("[{at}]")))
                };
                Value::List(elements.iter().enumerate().map(each).collect::<Result<_, _>>()?)
            }
            None => Value::Null,
        },
        Type::Map(of) => match attribute::typed(found, &eval::Type::map(plain(*of)))? {
            Some(values) => {
                let mut map = Map::new();
                for (key, value) in values.entries().into_iter().flat_map(|all| all.iter()) {
                    let value = element(value, *of, config)
                        .map_err(|error| under(error, &format!(".{key}")))?;
                    map.set(Text::from_api(key, config).as_str(), value);
                }
                Value::Object(map)
            }
            None => Value::Null,
        },
        Type::Any | Type::Expression => any(found, config)?,
    })
}

/// An element of a list or map, which is never null.
fn element(found: &eval::Value, kind: Type, config: bool) -> Result<Value, Mismatch> {
    match typed(found, kind, config)? {
        Value::Null if kind != Type::Any => {
            let message = format!("expected a {kind}, found null");
            Err(Mismatch { path: String::new(), message })
        }
        value => Ok(value),
    }
}

fn under(error: Mismatch, step: &str) -> Mismatch {
    Mismatch { path: format!("{step}{}", error.path), ..error }
}

/// The type that values are converted to first.
fn plain(kind: Type) -> eval::Type {
    match kind {
        Type::Bool => eval::Type::Bool,
        Type::Int(..) | Type::Number => eval::Type::Number,
        Type::Text => eval::Type::String,
        Type::List(of) => eval::Type::list(plain(*of)),
        Type::Map(of) => eval::Type::map(plain(*of)),
        Type::Duration | Type::Any | Type::Expression => eval::Type::Any,
    }
}

/// A value as it is.
fn any(found: &eval::Value, config: bool) -> Result<Value, Mismatch> {
    Ok(match found {
        eval::Value::Null(_) => Value::Null,
        eval::Value::Bool(value) => Value::Bool(*value),
        eval::Value::String(text) => Value::Text(Text::from_api(text, config)),
        eval::Value::Number(number) => match (number.to_i64(), number.to_f64()) {
            (Some(whole), _) => Value::Int(whole),
            (None, float) if float.is_finite() => Value::Float(float),
            (None, _) => {
                let message = "the number is greater than 64 bits hold".to_owned();
                return Err(Mismatch { path: String::new(), message });
            }
        },
        other => match (other.elements(), other.entries()) {
            (Some(elements), _) => Value::List(
                elements.iter().map(|element| any(element, config)).collect::<Result<_, _>>()?,
            ),
            (None, Some(entries)) => {
                let mut map = Map::new();
                for (key, value) in entries.iter() {
                    map.set(Text::from_api(key, config).as_str(), any(value, config)?);
                }
                Value::Object(map)
            }
            (None, None) => {
                let message = "the value is not known".to_owned();
                return Err(Mismatch { path: String::new(), message });
            }
        },
    })
}

/// The entries of an object in the order in which the file has them: evaluation sorts them.
pub fn in_order(from: &Expr<'_>, value: Value, config: bool) -> Value {
    match (&from.kind, value) {
        (ExprKind::Parens(inner), value) => in_order(inner, value, config),
        (ExprKind::Tuple(items), Value::List(values)) if items.len() == values.len() => {
            let each = |(item, value): (&Expr<'_>, Value)| in_order(item, value, config);
            Value::List(items.iter().zip(values).map(each).collect())
        }
        (ExprKind::Object(items), Value::Object(entries)) => {
            let mut ordered = Map::new();
            for item in items {
                let Some(key) = item.literal_key() else { return Value::Object(entries) };
                let key = Text::from_api(key, config);
                if let Some(value) = entries.get(key.as_str()) {
                    ordered.set(key.as_str(), in_order(&item.value, value.clone(), config));
                }
            }
            // Keys that are the same once they are composed.
            if ordered.len() == entries.len() {
                Value::Object(ordered)
            } else {
                Value::Object(entries)
            }
        }
        (_, value) => value,
    }
}

/// What to write for a type, where the value says enough to tell.
pub fn help(kind: Type, found: &eval::Value) -> String {
    let as_list = found.is_known() && found.elements().is_none() && !found.is_null();
    let text = match kind {
        Type::Bool => "write `true` or `false`",
        Type::Int(..) | Type::Number if found.as_str().is_some_and(|text| text.contains("${")) => {
            "a number is read when the file is, so no reference to the run time can stand here"
        }
        Type::Duration if found.as_str().is_some_and(|text| text.contains("${")) => {
            "a duration is read when the file is, so no reference to the run time can stand here"
        }
        Type::Duration => "write a number with a unit, such as `30s`, `5m` or `1h30m`",
        Type::List(_) if as_list => "put it in brackets: `[…]`",
        Type::Map(_) => "write names with values: `{ name = \"value\" }`",
        Type::Text if found.elements().is_some() => "write one text, without brackets",
        Type::Int(..) | Type::Number => match found.as_str().and_then(without_unit) {
            Some(number) => return format!("write the number alone: `{number}`"),
            None if matches!(found, eval::Value::Number(_)) => {
                "write a whole number in these bounds"
            }
            None => "write a number",
        },
        Type::Text => "write one text in quotes",
        Type::List(_) => "give each element this type",
        Type::Any | Type::Expression => "give it a value that can be written out",
    };
    text.to_owned()
}

/// The number of a text such as `256MB`.
fn without_unit(text: &str) -> Option<&str> {
    let end = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(end)?;
    (!number.is_empty() && unit.trim().chars().all(char::is_alphabetic)).then_some(number)
}

/// The part of an expression that stands at a path, such as `[1].name`; the whole where it is none that is written out.
pub fn at_path<'e, 'a>(from: &'e Expr<'a>, path: &str) -> &'e Expr<'a> {
    let (mut at, mut rest) = (from, path);
    loop {
        let step = rest.trim_start_matches(['.', '[']);
        let end = step.find(['.', '[', ']']).unwrap_or(step.len());
        let (name, after) = step.split_at_checked(end).unwrap_or((step, ""));
        let inner = match &at.kind {
            ExprKind::Parens(inner) => {
                at = inner;
                continue;
            }
            ExprKind::Tuple(items) => name.parse().ok().and_then(|index: usize| items.get(index)),
            ExprKind::Object(items) => items
                .iter()
                .find(|item| item.literal_key().is_some_and(|key| key == name))
                .map(|item| &item.value),
            _ => None,
        };
        let Some(inner) = inner.filter(|_| !name.is_empty()) else { return at };
        (at, rest) = (inner, after.trim_start_matches(']'));
    }
}

/// Whether a value is of a type as it stands.
pub fn fits(value: &Value, kind: Type) -> bool {
    match (value, kind) {
        (Value::Expr(_) | Value::Null, _)
        | (_, Type::Any)
        | (
            Value::Interpolated(_),
            Type::Text | Type::Duration | Type::Bool | Type::Int(..) | Type::Number,
        )
        | (Value::Bool(_), Type::Bool)
        | (Value::Int(_) | Value::Float(_), Type::Number)
        | (Value::Text(_), Type::Text) => true,
        (Value::Int(whole), Type::Int(least, most)) => (least..=most).contains(whole),
        (Value::List(values), Type::List(of)) => values.iter().all(|value| fits(value, *of)),
        (Value::Object(map), Type::Map(of)) => map.iter().all(|(_, value)| fits(value, *of)),
        _ => false,
    }
}

/// A place of no length at the start of another.
pub fn start(span: Span) -> Span {
    Span::new(span.start, span.start)
}
