//! `text`: texts that HCL cannot carry to Nomad as they are.

use std::collections::BTreeSet;

use unicode_normalization::is_nfc;

use super::variables::Declared;
use crate::diagnostic::{Diagnostic, Place};
use crate::jobspec::{
    Attr, Block, Field, Free, FreeItem, Item, Job, Kind, Map, Task, Text, Type, Value, reference,
};
use crate::lint::{Context, place};
use jobwright_hcl::syntax::{self, is_identifier, parse, parse_expression};

const RULE: &str = "text";

/// Checks every text of the job.
pub fn check(job: &Job, _: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let declared = &Declared::of(job);
    block(job, declared, findings);
    job.variables.iter().for_each(|variable| block(variable, declared, findings));
    let mut texts = Texts { at: place(job), config: false, of_variable: false, declared, findings };
    let mut names = BTreeSet::new();
    for variable in &job.variables {
        texts.name(&variable.name, "variable");
        if !names.insert(variable.name.as_str()) {
            texts.say(format!("two variables are named `{}`", variable.name), "rename one of them");
        }
    }
    for (name, value) in job.locals.iter() {
        texts.name(name, "local value");
        texts.value(value, name, false);
    }
    for task in job.groups.iter().flat_map(|group| &group.tasks) {
        own_variables(task, texts.findings);
    }
}

/// Nomad replaces environment variables by name wherever it replaces references: `${HOME_DIR}` is no text where the task
/// sets `HOME_DIR`, and for a program without an image neither is `${HOME}`, which its node sets.
fn own_variables(task: &Task, findings: &mut Vec<Diagnostic>) {
    let names: BTreeSet<&str> = task.env.iter().flat_map(Map::iter).map(|(name, _)| name).collect();
    let image = matches!(
        task.driver.as_ref().and_then(Attr::as_str),
        Some("docker" | "podman" | "qemu") | None
    );
    let mut said = BTreeSet::new();
    // What is said of itself, such as `PATH = "/bin:${PATH}"`, is what the node has of it, and meant.
    let own = |name: &str| -> BTreeSet<String> {
        let values = task.env.iter().flat_map(Map::iter).filter(|(key, _)| *key == name);
        let mut texts = BTreeSet::new();
        values
            .for_each(|(_, value)| texts_of(value, &mut |text| _ = texts.insert(text.to_owned())));
        texts
    };
    replaced_texts(task, &mut |field, text| {
        for (at, _) in text.match_indices("${") {
            let Some((name, _)) = text[at + 2..].split_once('}') else { continue };
            let known = names.contains(name);
            if known && field == "env" && own(name).contains(text) {
                continue;
            }
            let perhaps = !known
                && !image
                && reference(&text[at..]).is_none()
                && variable(&text[at..]).is_some();
            if !(known || perhaps) || !said.insert((field.to_owned(), name.to_owned())) {
                continue;
            }
            let help = "write the value out, or let a script that the task starts set it";
            let finding = if known {
                let message = format!(
                    "`{field}` is to hold `${{{name}}}` as text, which Nomad replaces with the variable `{name}`"
                );
                Diagnostic::error(RULE, message)
            } else {
                let message = format!(
                    "`{field}` holds `${{{name}}}`, which Nomad replaces where the node itself has such a variable"
                );
                Diagnostic::warning(RULE, message)
            };
            findings.push(finding.at(place(task)).help(help));
        }
    });
}

/// Shows the texts of a task in which Nomad replaces variables: not its configuration, where the braces are escaped, and
/// not the text of templates.
fn replaced_texts(block: &dyn Block, see: &mut dyn FnMut(&str, &str)) {
    let schema = block.schema();
    block.visit(&mut |index, item| {
        let field = &schema.fields[index];
        match item {
            Item::Attr(value) if !field.verbatim => {
                texts_of(value, &mut |text| see(field.name, text))
            }
            Item::Map(map) => {
                map.iter().for_each(|(_, value)| texts_of(value, &mut |text| see(field.name, text)))
            }
            Item::Block(inner) if field.kind != Kind::Config => replaced_texts(inner, see),
            _ => {}
        }
    });
}

fn texts_of(value: &Value, see: &mut dyn FnMut(&str)) {
    match value {
        Value::Text(text) => see(text.as_str()),
        Value::List(values) => values.iter().for_each(|value| texts_of(value, see)),
        Value::Object(map) => map.iter().for_each(|(_, value)| texts_of(value, see)),
        Value::Interpolated(text) => text.parts().iter().for_each(|part| texts_of(part, see)),
        _ => {}
    }
}

fn block(block: &dyn Block, declared: &Declared<'_>, findings: &mut Vec<Diagnostic>) {
    let schema = block.schema();
    let at = place(block);
    let of_variable = schema.go == "Variable";
    let mut texts = Texts { at, config: schema.config, of_variable, declared, findings };
    block.visit(&mut |index, item| {
        let field = &schema.fields[index];
        match item {
            Item::Label(label) => texts.label(label, schema.name),
            Item::Attr(value) => {
                // The type of a variable is a word of its own language.
                if field.kind != Kind::Attr(Type::Expression) || field.name != "type" {
                    texts.value(value, field.name, field.verbatim);
                }
                if field.unreplaced && !in_a_shell(block, field) {
                    texts.unreplaced(value, field.name, schema.name);
                }
            }
            Item::Map(map) => texts.map(map, field),
            Item::Free(free) => {
                let config = texts.config;
                texts.config |= field.kind == Kind::Config;
                texts.free(free, field.name);
                texts.config = config;
            }
            Item::Block(inner) => self::block(inner, declared, texts.findings),
        }
    });
    texts.free(&block.base().extra, schema.name);
}

/// Whether a shell replaces what Nomad leaves: it runs with the task's environment.
fn in_a_shell(block: &dyn Block, field: &Field) -> bool {
    let mut shell = false;
    block.visit(&mut |index, item| {
        if let Item::Attr(Value::Text(command)) = item
            && block.schema().fields[index].name == "command"
        {
            shell = command.as_str().ends_with("sh");
        }
    });
    shell && field.name == "args"
}

/// Where texts are looked at.
struct Texts<'a> {
    at: Option<Place>,
    config: bool,
    /// The block is a variable, whose default is a constant.
    of_variable: bool,
    declared: &'a Declared<'a>,
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

    /// Reports references where Nomad leaves them as they stand.
    fn unreplaced(&mut self, value: &Value, name: &str, block: &str) {
        let mut references = BTreeSet::new();
        texts_of(value, &mut |text| {
            for (at, _) in text.match_indices("${") {
                references
                    .extend(reference(&text[at..]).map(|length| text[at..at + length].to_owned()));
            }
        });
        for reference in references {
            let message = format!(
                "`{name}` of `{block}` holds `{reference}`, which Nomad does not replace there"
            );
            let help = if matches!(name, "command" | "args") {
                "write the value out, or let a shell replace it: the command `/bin/sh` with the arguments `-c` and the line"
            } else {
                "write the value out"
            };
            self.findings.push(Diagnostic::warning(RULE, message).at(self.at.clone()).help(help));
        }
    }

    fn text(&mut self, text: &Text, name: &str, verbatim: bool) {
        self.normal(text.as_str(), name);
        let of_the_file = ["${var.", "${local."].iter().find_map(|root| text.as_str().find(root));
        if let Some(at) = of_the_file.filter(|_| matches!(text, Text::Plain(_)) && !verbatim) {
            let rest = &text.as_str()[at..];
            let end = rest.find('}').map_or(rest.len(), |end| end + 1);
            let message = format!("`{name}` holds `{}` as text: nothing replaces it", &rest[..end]);
            let help = "give the text as HCL, `hcl(\"…\")`; or, if it is meant as it stands, as `literal(\"…\")`";
            self.findings.push(Diagnostic::warning(RULE, message).at(self.at.clone()).help(help));
        }
        let literal = matches!(text, Text::Literal(_)) && !self.config && !verbatim;
        let found = || {
            text.as_str().match_indices("${").find_map(|(at, _)| {
                let rest = &text.as_str()[at..];
                reference(rest).or_else(|| variable(rest)).map(|length| &rest[..length])
            })
        };
        if let Some(found) = literal.then(found).flatten() {
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

    fn name(&mut self, name: &str, what: &str) {
        if !is_identifier(name) {
            self.say(
                format!("{} is no name for a {what}", shown(name)),
                "use letters, digits, `_` and `-`, beginning with a letter",
            );
        }
    }

    fn expression(&mut self, source: &str, name: &str) {
        // A heredoc at its end is closed by the newline that follows it in the job file.
        let text = format!("{source}\n");
        let parsed = parse_expression(&text);
        let of_default = self.of_variable && name == "default";
        let lacks = |expr| match of_default {
            true => Declared::in_default(expr),
            false => self.declared.lacks(source, expr),
        };
        for (what, help, span) in parsed.iter().flat_map(lacks) {
            let message = format!("`{name}` refers to {what}");
            let finding = Diagnostic::error("unknown-variable", message).at(self.at.clone());
            self.findings.push(finding.showing(source, span).help(help));
        }
        if let Err(errors) = parsed {
            let what = errors.first().map(ToString::to_string).unwrap_or_default();
            let message =
                format!("`{name}` is to hold the expression `{source}`, which is none: {what}");
            let help =
                "write it as it would stand in HCL, such as `var.count` or `max(2, local.least)`";
            let finding = Diagnostic::error(RULE, message).at(self.at.clone()).help(help);
            self.findings.push(match errors.first() {
                Some(error) => finding.showing(source, error.span),
                None => finding,
            });
        } else if !is_whole(source) {
            self.say(
                format!("`{name}` is to hold an expression that ends with its first line, or in a comment"),
                "put an expression of several lines into parentheses, and no comment behind it",
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
        for problem in free.problems() {
            let at = problem.location.rust().map(Place::from).or_else(|| self.at.clone());
            let message = format!("`{name}`: {}", problem.message);
            self.findings.push(Diagnostic::error(RULE, message).at(at).help(problem.help));
        }
        let attributes: BTreeSet<&str> = free
            .iter()
            .filter_map(|item| match item {
                FreeItem::Attr(key, _) | FreeItem::Object(key, _) => Some(key.as_str()),
                FreeItem::Block { .. } => None,
            })
            .collect();
        for item in free.iter() {
            let FreeItem::Block { name: block, labels, .. } = item else { continue };
            if attributes.contains(block.as_str()) {
                self.say(
                    format!("`{name}` has an attribute and a block `{block}`, of which Nomad keeps the block only"),
                    "give one of them",
                );
            }
            labels.iter().for_each(|label| self.label(label, block));
        }
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

/// Whether all of the text is the value where it stands as that of an attribute: nothing behind it, and no line that ends
/// it early.
fn is_whole(source: &str) -> bool {
    let line = format!("x = {source}\n");
    let Ok(body) = parse(&line) else { return false };
    let [syntax::Item::Attribute(attribute)] = body.items.as_slice() else { return false };
    attribute.value.span.of(&line).trim() == source.trim()
}

/// The length of the name in braces that `text` starts with, if it could be one of an environment variable: Nomad
/// replaces those that it knows, the node's own among them.
fn variable(text: &str) -> Option<usize> {
    let (name, _) = text.strip_prefix("${")?.split_once('}')?;
    let word = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let first = name.bytes().next()?;
    (name.bytes().all(word) && !first.is_ascii_digit()).then_some(name.len() + 3)
}

/// A text in a message: escaped, and not the whole of it.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("\"{}{more}\"", short.escape_default())
}
