//! `csvdecode`: a table whose first line names the columns.

use super::function::{Fault, Outcome, text};
use crate::eval::context::Context;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Value, composed};

pub(super) fn decode(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let source = text(arguments, 0);
    if !context.budget.take(source.len() as u64 / 8) {
        return Err(Fault::from("too many steps"));
    }
    let mut records = Records { rest: source, line: 0 };
    let Some(names) = records.next()? else {
        return Err(Fault::at(0, "missing header line"));
    };
    let names: Vec<_> = names.iter().map(|name| composed(name)).collect();
    let mut of = std::collections::BTreeMap::new();
    for name in &names {
        if of.insert(name.clone(), Type::String).is_some() {
            return Err(Fault::at(0, format!("duplicate column `{name}`")));
        }
    }
    let mut rows = Vec::new();
    while let Some(fields) = records.next()? {
        if fields.len() != names.len() {
            let (found, expected) = (fields.len(), names.len());
            let message =
                format!("line {}: expected {expected} fields, found {found}", records.line);
            return Err(Fault::at(0, message));
        }
        let row: Entries = names.iter().cloned().zip(fields.into_iter().map(Value::from)).collect();
        rows.push(Value::object(row));
    }
    Ok(Value::list(rows, Type::object(of))?)
}

struct Records<'t> {
    rest: &'t str,
    line: usize,
}

impl<'t> Records<'t> {
    /// The next line without its end; `None` at the end of the input.
    fn next_line(&mut self) -> Option<&'t str> {
        if self.rest.is_empty() {
            return None;
        }
        self.line += 1;
        let (line, rest) = match self.rest.split_once('\n') {
            Some((line, rest)) => (line.strip_suffix('\r').unwrap_or(line), rest),
            None => (self.rest.strip_suffix('\r').unwrap_or(self.rest), ""),
        };
        self.rest = rest;
        Some(line)
    }

    /// The fields of the next record; empty lines between records do not count.
    fn next(&mut self) -> Result<Option<Vec<String>>, Fault> {
        let mut line = loop {
            match self.next_line() {
                None => return Ok(None),
                Some("") => {}
                Some(line) => break line,
            }
        };
        let fault =
            |line: usize, message: &str| Err(Fault::at(0, format!("line {line}: {message}")));
        let mut fields = Vec::new();
        loop {
            let Some(quoted) = line.strip_prefix('"') else {
                let (field, rest) = match line.split_once(',') {
                    Some((field, rest)) => (field, Some(rest)),
                    None => (line, None),
                };
                if field.contains('"') {
                    return fault(self.line, "a quote in an unquoted field");
                }
                fields.push(field.to_owned());
                match rest {
                    Some(rest) => line = rest,
                    None => return Ok(Some(fields)),
                }
                continue;
            };
            let (field, rest) = self.quoted(quoted)?;
            line = rest;
            fields.push(field);
            if line.is_empty() {
                return Ok(Some(fields));
            }
            match line.strip_prefix(',') {
                Some(rest) => line = rest,
                None => {
                    return fault(
                        self.line,
                        "characters between a closing quote and the next \
                    comma",
                    );
                }
            }
        }
    }

    /// A field in quotes, from after the first one, and the rest of its last line.
    fn quoted(&mut self, line: &'t str) -> Result<(String, &'t str), Fault> {
        let mut field = String::new();
        let mut line = line;
        loop {
            let Some((part, after)) = line.split_once('"') else {
                // The field continues on the next line.
                field.push_str(line);
                field.push('\n');
                line = self
                    .next_line()
                    .ok_or_else(|| Fault::at(0, format!("line {}: unclosed quote", self.line)))?;
                continue;
            };
            field.push_str(part);
            match after.strip_prefix('"') {
                Some(after) => {
                    field.push('"');
                    line = after;
                }
                None => return Ok((field, after)),
            }
        }
    }
}
