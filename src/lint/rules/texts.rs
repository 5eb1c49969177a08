//! `text`: texts that HCL cannot carry to Nomad as they are.

use std::collections::BTreeSet;

use unicode_normalization::is_nfc;

use crate::diagnostic::{Diagnostic, Place};
use crate::jobspec::{
    Block, Field, Free, FreeItem, Item, Job, Kind, Map, Task, Text, Value, reference,
};
use crate::lint::{Context, place};
use crate::syntax::{is_identifier, parse_expression};

const RULE: &str = "text";

/// Checks every text of the job.
pub fn check(job: &Job, _: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    block(job, findings);
    job.variables.iter().for_each(|variable| block(variable, findings));
    let mut texts = Texts { at: place(job), config: false, findings };
    for (name, value) in job.locals.iter() {
        texts.value(value, name, false);
    }
    for task in job.groups.iter().flat_map(|group| &group.tasks) {
        own_variables(task, texts.findings);
    }
}

/// Nomad replaces a task's own variables in one another: `${HOME_DIR}` is no text there when `HOME_DIR` is one of them.
fn own_variables(task: &Task, findings: &mut Vec<Diagnostic>) {
    let Some(env) = &task.env else { return };
    if !env.iter().any(|(_, value)| value.as_str().is_some_and(|text| text.contains("${"))) {
        return;
    }
    let names: BTreeSet<&str> = env.iter().map(|(name, _)| name).collect();
    for (name, value) in env.iter() {
        let text = value.as_str().unwrap_or_default();
        let inner = text.match_indices("${").filter_map(|(at, _)| text[at + 2..].split_once('}'));
        if let Some((own, _)) = inner.into_iter().find(|(inner, _)| names.contains(inner)) {
            let message = format!(
                "`{name}` is to hold `${{{own}}}` as text, which Nomad replaces with the variable `{own}`"
            );
            findings.push(Diagnostic::error(RULE, message).at(place(task)).help(
                "write the value out, or set the variable where the program starts, in a script",
            ));
        }
    }
}

fn block(block: &dyn Block, findings: &mut Vec<Diagnostic>) {
    let schema = block.schema();
    let at = place(block);
    let mut texts = Texts { at, config: schema.config, findings };
    block.visit(&mut |index, item| {
        let field = &schema.fields[index];
        match item {
            Item::Label(label) => texts.label(label, schema.name),
            Item::Attr(value) => texts.value(value, field.name, field.verbatim),
            Item::Map(map) => texts.map(map, field),
            Item::Free(free) => {
                let config = texts.config;
                texts.config |= field.kind == Kind::Config;
                texts.free(free, field.name);
                texts.config = config;
            }
            Item::Block(inner) => self::block(inner, texts.findings),
        }
    });
    texts.free(&block.base().extra, schema.name);
}

/// Where texts are looked at.
struct Texts<'a> {
    at: Option<Place>,
    config: bool,
    findings: &'a mut Vec<Diagnostic>,
}

impl Texts<'_> {
    fn say(&mut self, message: String, help: &str) {
        self.findings.push(Diagnostic::error(RULE, message).at(self.at.clone()).help(help));
    }

    fn label(&mut self, label: &str, block: &str) {
        if label.is_empty() {
            self.say(format!("a `{block}` block has an empty label"), "give it a name");
        }
    }

    fn value(&mut self, value: &Value, name: &str, verbatim: bool) {
        match value {
            Value::Text(text) => self.text(text, name, verbatim),
            Value::List(values) => {
                values.iter().for_each(|value| self.value(value, name, verbatim))
            }
            Value::Object(map) => {
                for (key, value) in map.iter() {
                    self.normal(key, name);
                    self.value(value, name, verbatim);
                }
            }
            Value::Interpolated(text) => {
                text.parts().iter().for_each(|part| self.value(part, name, verbatim))
            }
            Value::Expr(expr) => self.expression(expr.source(), name),
            Value::Float(number) if !number.is_finite() => {
                self.say(
                    format!("`{name}` is to hold {number}, which HCL cannot write"),
                    "give a number",
                );
            }
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Duration(_) => {
            }
        }
    }

    fn text(&mut self, text: &Text, name: &str, verbatim: bool) {
        self.normal(text.as_str(), name);
        let literal = matches!(text, Text::Literal(_)) && !self.config && !verbatim;
        let found = text.as_str().match_indices("${").find_map(|(at, _)| {
            let rest = &text.as_str()[at..];
            reference(rest).map(|length| &rest[..length])
        });
        if let Some(found) = found.filter(|_| literal) {
            self.say(
                format!("`{name}` is to hold `{found}` as text, which Nomad replaces there at run time"),
                "only task `config` and the text of templates can carry it; put it into a template, or write it otherwise",
            );
        }
        if matches!(text, Text::Runtime(_)) && !self.config {
            self.say(
                format!("`{name}` is given a run-time template, which only task `config` has"),
                "use a plain string: references such as `${NOMAD_PORT_http}` work in it",
            );
        }
    }

    fn expression(&mut self, source: &str, name: &str) {
        if let Err(errors) = parse_expression(source) {
            let what = errors.first().map(ToString::to_string).unwrap_or_default();
            self.say(
                format!("`{name}` is to hold the expression `{source}`, which is none: {what}"),
                "write it as it would stand in HCL, such as `var.count` or `max(2, local.least)`",
            );
        }
    }

    /// HCL composes characters: of `e` and a combining accent it makes one letter.
    fn normal(&mut self, text: &str, name: &str) {
        if !text.is_ascii() && !is_nfc(text) {
            self.say(
                format!(
                    "`{name}` holds decomposed characters, of which HCL makes other bytes: {}",
                    shown(text)
                ),
                "normalise the text (NFC), or bring it to the task in an artifact",
            );
        }
    }

    fn map(&mut self, map: &Map, field: &Field) {
        for (key, value) in map.iter() {
            self.normal(key, field.name);
            self.value(value, field.name, false);
            if !field.attribute_form && !is_identifier(key) {
                self.say(
                    format!(
                        "`{}` has the name {}, which HCL cannot write there",
                        field.name,
                        shown(key)
                    ),
                    "use letters, digits, `_` and `-`, beginning with a letter",
                );
            }
        }
    }

    fn free(&mut self, free: &Free, name: &str) {
        for item in free.iter() {
            let key = match item {
                FreeItem::Attr(key, value) => {
                    self.value(value, key, false);
                    key
                }
                FreeItem::Object(key, entries) => {
                    self.value(&Value::Object(entries.clone()), key, false);
                    key
                }
                FreeItem::Block { name, body, .. } => {
                    self.free(body, name);
                    name
                }
            };
            if !is_identifier(key) {
                self.say(
                    format!("`{name}` has the name {}, which HCL cannot write there", shown(key)),
                    "use letters, digits, `_` and `-`, beginning with a letter; other names fit only inside an object",
                );
            }
        }
    }
}

/// A text in a message: escaped, and not the whole of it.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("\"{}{more}\"", short.escape_default())
}
