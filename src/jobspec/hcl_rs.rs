//! Values and bodies of hcl-rs as values and bodies of the model: what `hcl::body!` writes, and what serde makes of a
//! struct.

use hcl::expr::{Expression, ObjectKey, TemplateExpr};
use hcl::{Body, Structure};
use serde::Serialize;

use super::hcl_source::source;
use super::{Config, Free, FreeItem, Location, Problem, Text, Value, expr, interpolate};
use jobwright_hcl::syntax::{self, ExprKind, Part};

/// Data: a string is a plain one, as in Rust.
///
/// ```
/// use jobwright::hcl;
/// use jobwright::jobspec::{Other, Task, Value};
///
/// let limits = hcl::value!({ "memory" = 64, "swap" = false });
/// let jail = Task::new("echo", Other::driver("jail").attr("limits", Value::from(limits)));
/// ```
impl From<hcl::Value> for Value {
    fn from(value: hcl::Value) -> Self {
        match value {
            hcl::Value::Null => Self::Null,
            hcl::Value::Bool(value) => Self::Bool(value),
            hcl::Value::Number(number) => number_of(number),
            hcl::Value::String(text) => text.into(),
            hcl::Value::Array(values) => values.into(),
            hcl::Value::Object(entries) => Self::Object(entries.into_iter().collect()),
        }
    }
}

/// Strings, lists, objects and constants are what they are; a template is a string with expressions in it, in which
/// references for the run time stay references; and anything else is an expression, which Nomad works out when it reads
/// the file.
///
/// A string without a template in it is a plain string: what Nomad's client would replace in a task's `config` is text
/// there, but for references, as in every other Rust string.
impl From<Expression> for Value {
    fn from(value: Expression) -> Self {
        match value {
            Expression::Null => Self::Null,
            Expression::Bool(value) => Self::Bool(value),
            Expression::Number(number) => number_of(number),
            Expression::String(text) => text.into(),
            Expression::Array(values) => values.into(),
            Expression::Object(entries) => object(entries),
            Expression::TemplateExpr(template) => text_of(*template),
            Expression::Parenthesis(inner) => match Self::from(*inner) {
                Self::Expr(inner) => expr(format!("({})", inner.source())).into(),
                // Parentheses around data say nothing about it.
                data => data,
            },
            other => expression(other),
        }
    }
}

/// A body as a third-party driver's configuration, or as any other that Nomad does not describe. An object in
/// parentheses stays an object; without, it arrives in a list, as a block does.
///
/// ```
/// use jobwright::hcl;
/// use jobwright::jobspec::{Free, Other, Task};
///
/// let jail = Other::driver("jail").config(hcl::body!({
///     Path = "/usr/local/jails/echo"
///     Allow = ["raw_sockets", "${NOMAD_PORT_http}"]
///     Limits {
///         memory = 64
///     }
/// }));
/// let task = Task::new("echo", jail);
///
/// let by_hand = Free::new()
///     .attr("Path", "/usr/local/jails/echo")
///     .attr("Allow", ["raw_sockets", "${NOMAD_PORT_http}"])
///     .block("Limits", Free::new().attr("memory", 64));
/// assert_eq!(task.config, Some(by_hand.into()));
/// ```
///
/// What the macro cannot say:
///
/// - templates and heredocs: in a Rust string `${…}` is text, unless Nomad resolves it at run time;
/// - expressions as HCL has them, negative numbers and names with `-`: each goes in as Rust in parentheses, an expression
///   as hcl-rs' own type, `("log-level") = (-1)`.
///
/// [`Free::hcl`] reads all that HCL has, and it is the one to give HCL text to: `hcl::parse` forgets whether a string
/// without a template in it had `$${` for `${`.
impl From<Body> for Free {
    fn from(body: Body) -> Self {
        let mut free = Self::new();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => {
                    // Without parentheses, Nomad puts an object into a list.
                    let plain = !matches!(attribute.expr, Expression::Object(_));
                    match (Value::from(attribute.expr), plain) {
                        (Value::Object(entries), true) => free.set_object(&attribute.key, entries),
                        (value, _) => free.set(&attribute.key, value),
                    }
                }
                Structure::Block(block) => free.push(FreeItem::Block {
                    name: block.identifier.into_inner(),
                    labels: block.labels.into_iter().map(hcl::BlockLabel::into_inner).collect(),
                    body: block.body.into(),
                }),
            }
        }
        free
    }
}

impl From<Body> for Config {
    fn from(body: Body) -> Self {
        Free::from(body).into()
    }
}

impl Free {
    /// The fields of a struct, or the entries of a map, as attributes. A struct or a map in it arrives in a list of one, as
    /// a block does, and a list of them as several blocks.
    ///
    /// What is no struct or map is a mistake that `gen` reports with the place of this call.
    ///
    /// ```
    /// use jobwright::jobspec::{Free, Map};
    ///
    /// #[derive(serde::Serialize)]
    /// struct Jail {
    ///     path: &'static str,
    ///     limits: Limits,
    /// }
    ///
    /// #[derive(serde::Serialize)]
    /// struct Limits {
    ///     memory: u32,
    /// }
    ///
    /// let body = Free::from_serialize(&Jail { path: "/jails/echo", limits: Limits { memory: 64 } });
    /// let limits = Map::from_iter([("memory", 64)]);
    /// assert_eq!(body, Free::new().attr("path", "/jails/echo").attr("limits", limits));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn from_serialize(value: &impl Serialize) -> Self {
        let found = match hcl::to_expression(value).map(Value::from) {
            Ok(Value::Object(entries)) => return entries.into(),
            Ok(_) => "expected a struct or a map".to_owned(),
            Err(error) => error.to_string(),
        };
        let mut free = Self::new();
        free.report(Problem::new(
            format!("a value cannot be a body of attributes: {found}"),
            "use a struct, or a map whose keys are strings",
            Location::here(),
        ));
        free
    }
}

fn number_of(number: hcl::Number) -> Value {
    match (number.as_i64(), number.as_f64()) {
        (Some(whole), _) => Value::Int(whole),
        (None, Some(float)) => float.into(),
        (None, None) => Value::Null,
    }
}

/// An object, as long as its keys are known.
fn object(entries: hcl::expr::Object<ObjectKey, Expression>) -> Value {
    let key = |key: &ObjectKey| match key {
        ObjectKey::Identifier(name) => Some(name.to_string()),
        ObjectKey::Expression(Expression::String(text)) => Some(text.clone()),
        _ => None,
    };
    let keys: Option<Vec<String>> = entries.keys().map(key).collect();
    match keys {
        Some(keys) => Value::Object(keys.into_iter().zip(entries.into_values()).collect()),
        None => expression(Expression::Object(entries)),
    }
}

/// A template, as long as it is text and values. With a directive in it, it stays the expression that it is.
fn text_of(from: TemplateExpr) -> Value {
    let source = source(from.into());
    let with_end = format!("{source}\n");
    let parsed = syntax::parse_expression(&with_end);
    let template = match parsed.as_ref().map(|parsed| &parsed.kind) {
        Ok(ExprKind::String { text, .. }) => return Text::from_api(text, true).into(),
        Ok(ExprKind::Template(template)) => template,
        _ => return expr(source).into(),
    };
    let mut parts: Vec<Value> = Vec::new();
    let mut api = String::new();
    let flush = |api: &mut String, parts: &mut Vec<Value>| {
        if !api.is_empty() {
            parts.push(Text::from_api(&std::mem::take(api), true).into());
        }
    };
    for part in &template.parts {
        match part {
            Part::Literal { text, .. } => api.push_str(text),
            Part::Interpolation { value, .. } => match constant(value, &with_end) {
                Some(text) => api.push_str(&text),
                None => {
                    flush(&mut api, &mut parts);
                    parts.push(expr(value.span.of(&with_end)).into());
                }
            },
            Part::If(_) | Part::For(_) => return expr(source).into(),
        }
    }
    flush(&mut api, &mut parts);
    interpolate(parts).into()
}

/// What an expression adds to the string around it where that is known: a constant, or a reference
/// that Nomad leaves in the string.
fn constant(value: &syntax::Expr<'_>, source: &str) -> Option<String> {
    match &value.kind {
        ExprKind::String { text, .. } => Some(text.clone().into_owned()),
        ExprKind::Bool(value) => Some(value.to_string()),
        ExprKind::Number(digits) => digits.parse().ok().map(|whole: u64| whole.to_string()),
        ExprKind::Traversal(traversal) if !matches!(traversal.root, "var" | "local") => {
            Some(format!("${{{}}}", value.span.of(source)))
        }
        ExprKind::Parens(inner) => constant(inner, source),
        _ => None,
    }
}

/// A reference that Nomad turns back into text is that text; anything else is what Nomad works out.
fn expression(from: Expression) -> Value {
    let source = source(from);
    let reference = syntax::parse_expression(&source)
        .ok()
        .filter(|parsed| matches!(parsed.kind, ExprKind::Traversal(_)))
        .and_then(|parsed| constant(&parsed, &source));
    match reference {
        Some(text) => Text::from_api(&text, true).into(),
        None => expr(source).into(),
    }
}
