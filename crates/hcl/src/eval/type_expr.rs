//! Types as they are written: `list(string)`, `object({ name = string })`.

use std::sync::Arc;

use super::error::EvalError;
use super::types::{ObjectType, Type};
use crate::syntax::{Call, Expr, ExprKind, ObjectItem};

const TYPES: &str =
    "use one of string, number, bool, list(…), set(…), map(…), object({…}) and tuple([…])";

/// The type of a variable.
///
/// # Errors
///
/// The reason why it is not one; `any` and `optional(…)` are refused.
pub fn exact(expr: &Expr<'_>) -> Result<Type, EvalError> {
    read(expr, false)
}

/// The type that `convert` makes of a value, which may contain `any` and `optional(…)`.
///
/// # Errors
///
/// The reason why it is not one.
pub fn constraint(expr: &Expr<'_>) -> Result<Type, EvalError> {
    read(expr, true)
}

fn read(expr: &Expr<'_>, open: bool) -> Result<Type, EvalError> {
    let error = |message: String| Err(EvalError::new(expr.span, message, TYPES));
    if let Some(word) = keyword(expr) {
        return match word {
            "bool" => Ok(Type::Bool),
            "string" => Ok(Type::String),
            "number" => Ok(Type::Number),
            "any" if open => Ok(Type::Any),
            "any" => error("expected an exact type for the variable".to_owned()),
            "list" | "set" | "map" | "object" | "tuple" => {
                error(format!("write the element type: `{word}(…)`"))
            }
            _ => error(format!("unknown type `{word}`")),
        };
    }
    let Some(call) = call_of(expr) else {
        return error("expected a type".to_owned());
    };
    let inner = match (&*call.name, call.args.as_slice()) {
        ("list" | "set" | "map" | "object" | "tuple", [inner]) => inner,
        (name @ ("list" | "set" | "map" | "object" | "tuple"), _) => {
            return error(format!("expected one argument for `{name}`"));
        }
        (name @ ("bool" | "string" | "number" | "any"), _) => {
            return error(format!("expected no arguments for `{name}`"));
        }
        ("optional", _) => {
            return error("`optional` is only allowed for an attribute of an object".to_owned());
        }
        (name, _) => return error(format!("unknown type `{name}`")),
    };
    match &*call.name {
        "list" => Ok(Type::list(read(inner, open)?)),
        "set" => Ok(Type::set(read(inner, open)?)),
        "map" => Ok(Type::map(read(inner, open)?)),
        "object" => match &inner.kind {
            ExprKind::Object(items) => object(items, open),
            _ => Err(EvalError::new(inner.span, "expected `{ name = type }`", TYPES)),
        },
        _ => match &inner.kind {
            ExprKind::Tuple(items) => {
                let types: Result<_, _> = items.iter().map(|item| read(item, open)).collect();
                Ok(Type::Tuple(types?))
            }
            _ => Err(EvalError::new(inner.span, "expected `[type, type]`", TYPES)),
        },
    }
}

/// The keyword that an expression is; the parser of types sees through parentheses.
fn keyword<'a>(expr: &Expr<'a>) -> Option<&'a str> {
    expr.as_keyword()
}

fn call_of<'e, 'a>(expr: &'e Expr<'a>) -> Option<&'e Call<'a>> {
    match &expr.kind {
        ExprKind::Call(call) => Some(call),
        _ => None,
    }
}

fn object(items: &[ObjectItem<'_>], open: bool) -> Result<Type, EvalError> {
    let mut object = ObjectType::default();
    for item in items {
        let Some(name) = item.key.as_keyword() else {
            let message = "write attribute names as plain identifiers";
            return Err(EvalError::new(item.key.span, message, "write `name = type`"));
        };
        let name: Arc<str> = Arc::from(name);
        let mut of = &item.value;
        if let Some(call) = call_of(of).filter(|call| call.name == "optional") {
            if !open {
                let help = "set every attribute of the variable's type";
                return Err(EvalError::new(of.span, "`optional` is not allowed here", help));
            }
            let [inner] = call.args.as_slice() else {
                return Err(EvalError::new(of.span, "expected one argument for `optional`", TYPES));
            };
            object.optional.insert(Arc::clone(&name));
            of = inner;
        }
        if object.attributes.insert(Arc::clone(&name), read(of, open)?).is_some() {
            let message = format!("duplicate attribute `{name}`");
            return Err(EvalError::new(item.key.span, message, "remove one of the two"));
        }
    }
    Ok(Type::Object(Arc::new(object)))
}
