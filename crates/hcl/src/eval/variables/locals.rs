//! `locals` blocks: values that can refer to one another in any order.

use std::collections::HashSet;
use std::sync::Arc;

use super::declare;
use super::errors::{Errors, Source};
use super::references::references;
use crate::eval::context::Context;
use crate::eval::error::EvalError;
use crate::eval::value::{Entries, Value};
use crate::syntax::{Attribute, Body, Item, Key};

/// How deep a value may be nested.
const MAX_DEPTH: usize = 400;

/// A local value that is still to be worked out.
struct Pending<'b, 'a> {
    attribute: &'b Attribute<'a>,
    /// The names of the local values in it.
    needs: Vec<String>,
}

pub(super) fn all(body: &Body<'_>, context: &mut Context<'_>, errors: &mut Errors) {
    let mut pending = Vec::new();
    for item in &body.items {
        let Item::Block(block) = item else { continue };
        if block.kind == "locals" {
            let read = declare::attributes(block, errors);
            pending.extend(read.into_iter().map(Pending::new));
        }
    }
    let mut values = Entries::new();
    while !pending.is_empty() {
        if !context.budget.take(values.len() as u64 + pending.len() as u64) {
            let span = pending.first().map(|first| first.attribute.name_span).unwrap_or_default();
            errors.job(
                span,
                "the local values take too many steps to evaluate",
                "make their lists and strings smaller",
            );
            return;
        }
        let names: HashSet<String> =
            pending.iter().map(|pending| pending.attribute.name.to_owned()).collect();
        let (ready, waiting): (Vec<_>, Vec<_>) = pending
            .into_iter()
            .partition(|pending| !pending.needs.iter().any(|need| names.contains(need)));
        pending = waiting;
        if ready.is_empty() {
            return circle(pending, values, context, errors);
        }
        for one in &ready {
            let (value, found) = one.evaluate(context);
            errors.add(&Source::Job, found);
            values.insert(Arc::from(one.attribute.name), value);
        }
        context.set("local", Value::object(values.clone()));
    }
}

impl<'b, 'a> Pending<'b, 'a> {
    fn new(attribute: &'b Attribute<'a>) -> Self {
        let mut needs = Vec::new();
        for (reference, _) in references(&attribute.value) {
            let first = reference.steps.first().filter(|_| reference.root == "local");
            match first.map(|step| &step.key) {
                Some(Key::Attribute(name)) => needs.push((*name).to_owned()),
                Some(Key::String(name)) => needs.push(name.to_string()),
                _ => {}
            }
        }
        Self { attribute, needs }
    }

    fn evaluate(&self, context: &Context<'_>) -> (Value, Vec<EvalError>) {
        let (value, mut found) = context.try_evaluate(&self.attribute.value);
        if depth(&value, MAX_DEPTH) {
            return (value, found);
        }
        let message = format!("the value is nested more than {MAX_DEPTH} levels deep");
        found.push(EvalError::new(self.attribute.value.span, message, "split it"));
        (Value::UNKNOWN, found)
    }
}

/// Whether a value is nested at most so deep.
fn depth(value: &Value, most: usize) -> bool {
    let Some(rest) = most.checked_sub(1) else { return false };
    match value {
        Value::List(_, values) | Value::Set(_, values) | Value::Tuple(values) => {
            values.iter().all(|value| depth(value, rest))
        }
        Value::Map(_, entries) | Value::Object(entries) => {
            entries.values().all(|value| depth(value, rest))
        }
        _ => true,
    }
}

/// Values that need one another. Some can have a value still, since `try` and `can` make up for what is missing.
fn circle(
    mut pending: Vec<Pending<'_, '_>>,
    mut values: Entries,
    context: &mut Context<'_>,
    errors: &mut Errors,
) {
    loop {
        let before = pending.len();
        pending.retain(|one| {
            let (value, found) = one.evaluate(context);
            if found.is_empty() {
                values.insert(Arc::from(one.attribute.name), value);
                context.set("local", Value::object(values.clone()));
            }
            !found.is_empty()
        });
        if pending.is_empty() {
            return;
        }
        if pending.len() == before {
            break;
        }
    }
    let names: HashSet<String> =
        pending.iter().map(|pending| pending.attribute.name.to_owned()).collect();
    for one in &pending {
        values.insert(Arc::from(one.attribute.name), Value::UNKNOWN);
    }
    context.set("local", Value::object(values));
    for one in &pending {
        let (_, found) = one.evaluate(context);
        let needs = one.needs.iter().find(|need| names.contains(*need));
        match needs {
            Some(need) => {
                let message = format!(
                    "`local.{}` depends on itself through `local.{need}`",
                    one.attribute.name
                );
                errors.job(
                    one.attribute.name_span,
                    message,
                    "break the cycle: set one of the values without the others",
                );
            }
            None => errors.add(&Source::Job, found),
        }
    }
}
