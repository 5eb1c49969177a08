//! Files and their names.

use super::base64;
use super::function::{Fault, Outcome, text};
use crate::eval::context::Context;
use crate::eval::files::{self, Files};
use crate::eval::types::Type;
use crate::eval::value::Value;

fn allowed<'c>(context: &'c Context<'_>) -> Result<&'c Files, Fault> {
    context.files.as_deref().ok_or_else(|| Fault::from("reading files is disabled"))
}

pub(super) fn basename(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(files::base(text(arguments, 0)).into())
}

pub(super) fn dirname(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(files::folder(text(arguments, 0)).into())
}

pub(super) fn abspath(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(allowed(context)?.absolute(text(arguments, 0)).into())
}

pub(super) fn pathexpand(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let path = text(arguments, 0);
    if !path.starts_with('~') {
        return Ok(path.into());
    }
    Ok(allowed(context)?.expand(path)?.into())
}

pub(super) fn file(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let bytes = read(context, text(arguments, 0))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(_) => Err(Fault::at(0, "the file is not valid UTF-8; use `filebase64`")),
    }
}

pub(super) fn filebase64(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(base64::encode(&read(context, text(arguments, 0))?).into())
}

fn read(context: &Context<'_>, path: &str) -> Result<Vec<u8>, Fault> {
    let bytes = allowed(context)?.read(path).map_err(|message| Fault::at(0, message))?;
    match context.budget.take(bytes.len() as u64 / 64) {
        true => Ok(bytes),
        false => Err(Fault::from("too many steps")),
    }
}

pub(super) fn fileexists(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let found = allowed(context)?.exists(text(arguments, 0));
    found.map(Value::Bool).map_err(|message| Fault::at(0, message))
}

pub(super) fn fileset(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let files = allowed(context)?;
    let found = files.matching(text(arguments, 0), text(arguments, 1), &context.budget);
    let paths = found.map_err(|message| Fault::at(0, message))?;
    Ok(Value::set(paths.into_iter().map(Value::from).collect(), Type::String)?)
}
