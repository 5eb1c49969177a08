//! Whether a value that was asked for is the one in the file.

use super::asked;
use super::reading::Refused;
use super::tree::{Part, Tree, Written, joined};
use crate::jobspec::{Duration, Interpolated, Map, Text, Type, Value};

/// Where a value is.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// In a task's `config`, which Nomad's client evaluates once more.
    pub config: bool,
    /// As an attribute of this type, to which Nomad converts what it finds.
    pub kind: Type,
    /// Names that are bound by the enclosing `dynamic` blocks.
    pub bound: &'a [String],
}

/// Whether Nomad reads in `found` what was asked for.
///
/// # Errors
///
/// An expression was asked for that hcl-rs cannot read.
pub fn same(asked: &Value, found: &Tree, at: At<'_>) -> Result<bool, Refused> {
    let found_scalar = meaning(found, at.bound);
    Ok(match (asked, &found_scalar) {
        (Value::Null, found) => *found == Tree::Null,
        (Value::Bool(asked), Tree::Bool(found)) => asked == found,
        (Value::Int(asked), found) if digits(found, at).is_some() => {
            digits(found, at).is_some_and(|digits| is_whole(&digits, *asked))
        }
        (Value::Float(asked), found) => {
            digits(found, at).is_some_and(|digits| digits.parse() == Ok(*asked))
        }
        (Value::Duration(asked), found) => is_duration(*asked, found, at),
        (Value::Text(asked), found) => {
            let asked = asked.api(at.config);
            found.as_text().is_some_and(|found| found == asked)
                || at.kind == Type::Text && plain(found).is_some_and(|found| found == asked)
        }
        (Value::List(asked), Tree::List(found)) => {
            let of = if let Type::List(of) = at.kind { *of } else { Type::Any };
            asked.len() == found.len() && all(asked.iter().zip(found), At { kind: of, ..at })?
        }
        (Value::Object(asked), Tree::Object(found)) => object(asked, found, at)?,
        (Value::Expr(asked), found) => {
            let asked = asked::expression(asked)?;
            meaning(&asked, at.bound) == *found
        }
        (Value::Interpolated(asked), found) => interpolated(asked, at)? == *found,
        (Value::Bool(asked), found) if at.kind == Type::Bool => {
            found.as_text().is_some_and(|found| found == asked.to_string())
        }
        _ => false,
    })
}

fn all<'v>(
    mut pairs: impl Iterator<Item = (&'v Value, &'v Tree)>,
    at: At<'_>,
) -> Result<bool, Refused> {
    pairs.try_fold(true, |so_far, (asked, found)| Ok(so_far && same(asked, found, at)?))
}

/// Whether the names and values of an object are those that were asked for, in any order.
pub fn object(asked: &Map, found: &[(Tree, Tree)], at: At<'_>) -> Result<bool, Refused> {
    let of = if let Type::Map(of) = at.kind { *of } else { Type::Any };
    let named = |name: &str| {
        let name = Text::from(name).api(at.config).into_owned();
        found.iter().find(|(key, _)| key_of(key).is_some_and(|key| key == name))
    };
    let inner = At { kind: of, ..at };
    let each = |(name, value): (&str, &Value)| match named(name) {
        Some((_, found)) => same(value, found, inner),
        None => Ok(false),
    };
    Ok(asked.len() == found.len()
        && asked.iter().map(each).try_fold(true, |so_far, one| one.map(|one| so_far && one))?)
}

/// The key of an object, which a bare name is.
fn key_of(key: &Tree) -> Option<String> {
    match key {
        Tree::Name(name) => Some(name.clone()),
        Tree::Null => Some("null".to_owned()),
        Tree::Bool(value) => Some(value.to_string()),
        key => meaning(key, &[]).as_text().map(str::to_owned),
    }
}

/// A scalar as Nomad writes it where a string is expected.
fn plain(found: &Tree) -> Option<String> {
    match found {
        Tree::Bool(value) => Some(value.to_string()),
        found => found.number(),
    }
}

/// The digits of a number; of a string with digits where Nomad expects a number.
fn digits(found: &Tree, at: At<'_>) -> Option<String> {
    let wanted = matches!(at.kind, Type::Int(..) | Type::Number);
    found.number().or_else(|| found.as_text().filter(|_| wanted).map(str::to_owned))
}

/// Whether the digits are the integer.
fn is_whole(digits: &str, asked: i64) -> bool {
    match digits.parse::<i128>() {
        Ok(found) => found == i128::from(asked),
        Err(_) => digits.parse() == Ok(asked as f64) && asked.unsigned_abs() < 1 << 53,
    }
}

fn is_duration(asked: Duration, found: &Tree, at: At<'_>) -> bool {
    match (found.as_text(), at.kind) {
        (Some(found), Type::Duration) => found.parse() == Ok(asked),
        (Some(found), _) => found == asked.to_string(),
        (None, Type::Duration) => {
            found.number().is_some_and(|found| is_whole(&found, asked.as_nanos()))
        }
        (None, _) => false,
    }
}

fn interpolated(asked: &Interpolated, at: At<'_>) -> Result<Tree, Refused> {
    let mut parts = Vec::new();
    for part in asked.parts() {
        match part {
            Value::Text(text) => parts.push(Part::Text(text.api(at.config).into_owned())),
            Value::Expr(expr) => {
                let source = expr.source().trim();
                parts
                    .push(Part::Value(asked::expression(expr)?, Written(format!("${{{source}}}"))));
            }
            _ => {}
        }
    }
    Ok(meaning(&Tree::Text(joined(parts)), at.bound))
}

/// What a tree means to Nomad, as far as that needs no evaluation: constants in a string are part
/// of the string, and so are references that it cannot resolve.
pub fn meaning(tree: &Tree, bound: &[String]) -> Tree {
    let each = |of: &[Tree]| of.iter().map(|inner| meaning(inner, bound)).collect();
    match tree {
        tree if is_reference(tree, bound) => Tree::text(format!("${{{tree}}}")),
        Tree::Text(parts) => {
            let mut pieces = Vec::new();
            parts.iter().for_each(|part| flatten(part, bound, &mut pieces));
            match joined(pieces).as_slice() {
                // A string that is a single interpolation is its value.
                [Part::Value(value, _)] => value.clone(),
                pieces => Tree::Text(pieces.to_vec()),
            }
        }
        Tree::List(of) => Tree::List(each(of)),
        Tree::Object(entries) => Tree::Object(
            entries.iter().map(|(key, value)| (key.clone(), meaning(value, bound))).collect(),
        ),
        Tree::Parens(inner) => meaning(inner, bound),
        // What is taken from a name is part of it.
        Tree::Made(..) if tree.root().is_some() => tree.clone(),
        Tree::Made(what, of) => Tree::Made(what.clone(), each(of)),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::Name(_) => tree.clone(),
    }
}

fn flatten(part: &Part, bound: &[String], into: &mut Vec<Part>) {
    match part {
        Part::Value(value, written) if is_reference(value, bound) => {
            into.push(Part::Text(written.0.clone()));
        }
        Part::Value(value, written) => match meaning(value, bound) {
            Tree::Text(inner) => into.extend(inner),
            scalar => match plain(&scalar) {
                Some(text) => into.push(Part::Text(text)),
                None => into.push(Part::Value(scalar, written.clone())),
            },
        },
        Part::Directive(word, of) => {
            let of = of.iter().map(|inner| meaning(inner, bound)).collect();
            into.push(Part::Directive(word, of));
        }
        Part::Text(_) => into.push(part.clone()),
    }
}

fn is_reference(tree: &Tree, bound: &[String]) -> bool {
    tree.root().is_some_and(|root| {
        !matches!(root, "var" | "local") && !bound.iter().any(|name| name == root)
    })
}
