//! `text`: every string, number and expression can be written as HCL that Nomad reads unchanged.

use std::collections::BTreeSet;

use unicode_normalization::is_nfc;

use crate::jobspec::{
    Block, Field, FieldItem, Free, FreeItem, Job, Kind, Location, Map, Text, Type, Value, reference,
};
use crate::lint::values::{braces, is_plain, shown, texts, variable};
use crate::lint::{Check, Level, Rule, Sample, Scope, View};
use jobwright_hcl::syntax::{self, is_identifier, parse, parse_expression};

pub const RULE: Rule = Rule {
    name: "house/unrepresentable",
    what: "every string, number and expression can be written as HCL that Nomad reads unchanged",
    why: "Nomad would read another value than the definition sets: HCL normalizes characters, has \
        no infinite numbers, ends an expression with its line, and Nomad replaces references at \
        run time in most attributes.",
    level: Level::Error,
    bad: Sample::Rust(
        r#"Task::new("web", Docker::image("web:1.4.2")).env("PATTERN", literal("${NOMAD_PORT_http}"))"#,
    ),
    good: Sample::Rust(
        r#"Template::inline("local/web.env", "PATTERN=${NOMAD_PORT_http}\n").env(true)"#,
    ),
    view: View::Written,
    needs_site: false,
    check: Check::NotPlain(check),
};

/// Checks every string of a block.
fn check(block: &dyn Block, scope: &mut Scope<'_, '_>) {
    let schema = block.schema();
    let mut texts = Texts { here: block.base().location, config: schema.config, scope };
    block.visit(&mut |index, item| {
        let field = &schema.fields[index];
        texts.here = block.base().location;
        match item {
            FieldItem::Label(label) => texts.label(label, schema.name),
            FieldItem::Attr(value) if is_plain(value) => {}
            FieldItem::Attr(value) => {
                let location =
                    |at| block.locations(index).map(|all| all.of_value(at)).unwrap_or_default();
                // The type of a variable is a word of its own language.
                if field.kind != Kind::Attr(Type::Expression) || field.name != "type" {
                    match value {
                        Value::List(values) => values.iter().enumerate().for_each(|(at, value)| {
                            texts.here = location(at);
                            texts.value(value, field.name, field.verbatim);
                        }),
                        value => {
                            texts.here = location(0);
                            texts.value(value, field.name, field.verbatim);
                        }
                    }
                }
                texts.here = location(0);
                if field.unreplaced && !in_a_shell(block, field) {
                    texts.unreplaced(value, field.name, schema.name);
                }
            }
            FieldItem::Map(map) => texts.map(map, field),
            FieldItem::Free(free) => {
                let config = texts.config;
                texts.config |= field.kind == Kind::Config;
                texts.free(free, field.name);
                texts.config = config;
            }
            FieldItem::Block(_) => {}
        }
    });
    texts.here = block.base().location;
    texts.free(&block.base().extra, schema.name);
    if let Some(job) = block.as_any().downcast_ref::<Job>() {
        for (name, value, location) in job.locals.placed() {
            texts.here = location;
            texts.value(value, name, false);
        }
    }
}

/// Whether a shell replaces what Nomad leaves: it runs with the task's environment.
fn in_a_shell(block: &dyn Block, field: &Field) -> bool {
    let mut shell = false;
    block.visit(&mut |index, item| {
        if let FieldItem::Attr(Value::Text(command)) = item
            && block.schema().fields[index].name == "command"
        {
            shell = command.as_str().ends_with("sh");
        }
    });
    shell && field.name == "args"
}

/// Where strings are looked at.
struct Texts<'t, 's, 'a> {
    here: Location,
    config: bool,
    scope: &'t mut Scope<'s, 'a>,
}

impl Texts<'_, '_, '_> {
    fn say(&mut self, message: String, help: &str) {
        self.scope.report(self.scope.finding(message, self.here).help(help));
    }

    fn warn(&mut self, message: String, help: &str) {
        self.scope.report(self.scope.warning(message, self.here).help(help));
    }

    /// Looks at a value at its location, or at that of the block around it if the location is
    /// unknown.
    fn at(&mut self, location: Location, look: impl FnOnce(&mut Self)) {
        let around = self.here;
        self.here = location.or(around);
        look(self);
        self.here = around;
    }

    fn label(&mut self, label: &str, block: &str) {
        // Those of jobs, groups and tasks, Nomad itself refuses.
        let is_nomads = matches!(block, "job" | "group" | "task");
        if label.is_empty() && !is_nomads {
            self.say(format!("empty label of a `{block}` block"), "set a name");
        }
    }

    fn value(&mut self, value: &Value, name: &str, verbatim: bool) {
        match value {
            value if is_plain(value) => {}
            Value::Text(text) => self.text(text, name, verbatim),
            Value::List(values) => {
                values.iter().for_each(|value| self.value(value, name, verbatim))
            }
            Value::Object(map) => self.entries(map, name, verbatim),
            Value::Interpolated(text) => {
                text.parts().iter().for_each(|part| self.value(part, name, verbatim))
            }
            Value::Expr(expr) => self.expression(expr.source(), name),
            Value::Float(number) if !number.is_finite() => {
                self.say(
                    format!("`{name}` is {number}, which HCL cannot write"),
                    "set a finite number",
                );
            }
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Duration(_) => {
            }
        }
    }

    fn entries(&mut self, map: &Map, name: &str, verbatim: bool) {
        for (key, value, location) in map.placed() {
            self.at(location, |texts| {
                texts.normal(key, name);
                texts.value(value, name, verbatim);
            });
        }
    }

    /// Reports references where Nomad leaves them unchanged.
    fn unreplaced(&mut self, value: &Value, name: &str, block: &str) {
        let mut references = BTreeSet::new();
        texts(value, &mut |text| {
            for at in braces(text) {
                references
                    .extend(reference(&text[at..]).map(|length| text[at..at + length].to_owned()));
            }
        });
        for reference in references {
            let message = format!(
                "`{name}` of `{block}` contains `{reference}`, which Nomad does not replace there"
            );
            let help = if matches!(name, "command" | "args") {
                "write the value, or let a shell replace it: the command `/bin/sh` with the \
                 arguments `-c` and the line"
            } else {
                "write the value"
            };
            self.warn(message, help);
        }
    }

    fn text(&mut self, text: &Text, name: &str, verbatim: bool) {
        self.normal(text.as_str(), name);
        let is_of_the_file = |at: &usize| {
            let rest = &text.as_str()[*at..];
            rest.starts_with("${var.") || rest.starts_with("${local.")
        };
        let of_the_file = braces(text.as_str()).find(is_of_the_file);
        if let Some(at) = of_the_file.filter(|_| matches!(text, Text::Plain(_)) && !verbatim) {
            let rest = &text.as_str()[at..];
            let end = rest.find('}').map_or(rest.len(), |end| end + 1);
            let message =
                format!("`{name}` contains the literal `{}`: nothing replaces it", &rest[..end]);
            let help = "write the string as HCL, `hcl(\"…\")`; or, if it is intended, as \
                `literal(\"…\")`";
            self.warn(message, help);
        }
        let literal = matches!(text, Text::Literal(_)) && !self.config && !verbatim;
        let found = || {
            braces(text.as_str()).find_map(|at| {
                let rest = &text.as_str()[at..];
                reference(rest).or_else(|| variable(rest)).map(|length| &rest[..length])
            })
        };
        if let Some(found) = literal.then(found).flatten() {
            self.say(
                format!(
                    "`{name}` contains the literal `{found}`, which Nomad replaces there at \
                    run time"
                ),
                "move it into a template, or rewrite it: only task `config` and the data of \
                 templates can hold it",
            );
        }
        if matches!(text, Text::Runtime(_)) && !self.config {
            self.say(
                format!(
                    "`{name}` is a run-time template, which is only supported in task `config`"
                ),
                "use a plain string: references such as `${NOMAD_PORT_http}` work in it",
            );
        }
    }

    fn expression(&mut self, source: &str, name: &str) {
        // A heredoc at its end is closed by the newline that follows it in the job file.
        let text = format!("{source}\n");
        let parsed = parse_expression(&text);
        if let Err(errors) = parsed {
            let what = errors.first().map(ToString::to_string).unwrap_or_default();
            let message = format!("invalid expression `{source}` in `{name}`: {what}");
            let help = "write it as in HCL, such as `var.count` or `max(2, local.least)`";
            let finding = self.scope.finding(message, self.here).help(help);
            self.scope.report(match errors.first() {
                Some(error) => finding.showing(source, error.span),
                None => finding,
            });
        } else if !is_whole(source) {
            self.say(
                format!("the expression in `{name}` ends with its first line, or in a comment"),
                "put a multi-line expression into parentheses, without a comment after it",
            );
        }
    }

    /// HCL composes characters: of `e` and a combining accent it makes one letter.
    fn normal(&mut self, text: &str, name: &str) {
        if !text.is_ascii() && !is_nfc(text) {
            self.say(
                format!(
                    "`{name}` contains decomposed characters, which HCL changes: {}",
                    shown(text)
                ),
                "normalize the string (NFC), or pass it to the task in an artifact",
            );
        }
    }

    fn map(&mut self, map: &Map, field: &Field) {
        for (key, value, location) in map.placed() {
            self.at(location, |texts| {
                texts.normal(key, field.name);
                texts.value(value, field.name, false);
                if !field.attribute_form && !is_identifier(key) {
                    texts.say(
                        format!("invalid name in `{}` for HCL: {}", field.name, shown(key)),
                        "use letters, digits, `_` and `-`, beginning with a letter",
                    );
                }
            });
        }
    }

    fn free(&mut self, free: &Free, name: &str) {
        for problem in free.problems() {
            let message = format!("`{name}`: {}", problem.message);
            let location = problem.location.or(self.here);
            self.scope.report(self.scope.finding(message, location).help(problem.help));
        }
        let attributes: BTreeSet<&str> = free
            .iter()
            .filter_map(|item| match item {
                FreeItem::Attr(key, _) | FreeItem::Object(key, _) => Some(key.as_str()),
                FreeItem::Block { .. } => None,
            })
            .collect();
        for (item, location) in free.placed() {
            let FreeItem::Block { name: block, labels, .. } = item else { continue };
            self.at(location, |texts| {
                if attributes.contains(block.as_str()) {
                    texts.say(
                        format!(
                            "`{name}` has both an attribute and a block `{block}`, of which \
                            Nomad keeps only the block"
                        ),
                        "remove one of them",
                    );
                }
                labels.iter().for_each(|label| texts.label(label, block));
            });
        }
        for (item, location) in free.placed() {
            self.at(location, |texts| texts.free_item(item, name));
        }
    }

    fn free_item(&mut self, item: &FreeItem, name: &str) {
        let key = match item {
            FreeItem::Attr(key, value) => {
                self.value(value, key, false);
                key
            }
            FreeItem::Object(key, entries) => {
                self.entries(entries, key, false);
                key
            }
            FreeItem::Block { name, body, .. } => {
                self.free(body, name);
                name
            }
        };
        if !is_identifier(key) {
            self.say(
                format!("invalid name in `{name}` for HCL: {}", shown(key)),
                "use letters, digits, `_` and `-`, beginning with a letter; other names are only \
                 allowed inside an object",
            );
        }
    }
}

/// Whether the whole source is one value when it is written as that of an attribute: nothing
/// follows it, and no line ends it early.
fn is_whole(source: &str) -> bool {
    let line = format!("x = {source}\n");
    let Ok(body) = parse(&line) else { return false };
    let [syntax::Item::Attribute(attribute)] = body.items.as_slice() else { return false };
    attribute.value.span.of(&line).trim() == source.trim()
}
