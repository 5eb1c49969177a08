//! Blocks as builder calls.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Code, Link, Named};
use super::comment::{Comments, links};
use super::constructors::Known;
use super::literal;
use super::parts::Parts;
use super::presets;
use super::texts::Texts;
use crate::import::comments::END;
use crate::jobspec::{Base, Block, Field, FieldItem, Job, Text, Value};

/// Prints the blocks of one definition.
#[derive(Clone, Debug)]
pub struct Printer {
    /// The strings that move out.
    pub texts: Texts,
    /// What is needed besides the prelude.
    pub imports: BTreeSet<&'static str>,
    /// The comments of the source.
    pub comments: Comments,
}

/// What a function that makes this block would be called.
fn hint(parts: &Parts<'_>) -> String {
    let text = |name: &str| match parts.known(name)? {
        Known::Label(text) => Some(text.to_owned()),
        Known::Value(Value::Text(Text::Plain(text))) => Some(text.clone()),
        _ => None,
    };
    let label = parts.items.iter().find_map(|(_, item)| match item {
        FieldItem::Label(label) => Some((*label).to_owned()),
        _ => None,
    });
    let destination = || text("destination").map(|path| last_step(&path).to_owned());
    let name = label.or_else(|| text("name")).or_else(destination);
    name.unwrap_or_else(|| parts.schema.name.to_owned())
}

fn last_step(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

impl Printer {
    /// The job, with its variables and locals.
    pub fn job(&mut self, job: &Job) -> Code {
        let mut parts = Parts::of(job);
        parts.links = self.outside(job);
        self.whole(parts, job.base())
    }

    /// The calls for what the job says and `lean` does not.
    pub fn beyond(&mut self, job: &Job, lean: &Job) -> Vec<Link> {
        let mut parts = Parts::of(job);
        parts.links = self.outside(job);
        let said: BTreeSet<usize> = Parts::of(lean).items.iter().map(|(index, _)| *index).collect();
        let mut numbers = BTreeMap::<usize, usize>::new();
        for (index, item) in parts.items.clone() {
            let number = numbers.entry(index).or_default();
            let before = *number;
            *number += 1;
            if !said.contains(&index) {
                let field = &parts.schema.fields[index];
                self.comments.enter(field.name, before);
                self.set(&mut parts, field, item);
                self.comments.leave();
            }
        }
        parts.links
    }

    fn outside(&mut self, job: &Job) -> Vec<Link> {
        let mut outside = Vec::new();
        for variable in &job.variables {
            self.comments.enter(&format!("var.{}", variable.name), 0);
            outside.extend(links(self.comments.take()));
            outside.push(Link::method("variable", [self.block(variable)]));
            self.comments.leave();
        }
        for (name, value) in job.locals.iter() {
            self.comments.enter(&format!("local.{name}"), 0);
            let above = self.comments.take();
            let value = self.value(value, name);
            let below = self.comments.take_at(END, 0);
            outside.extend(links([above, self.comments.take_below()].concat()));
            outside.push(Link::method("local", [Code::atom(literal::text(name)), value]));
            outside.extend(links(below));
            self.comments.leave();
        }
        outside
    }

    /// A block of its own, which may become a function.
    pub fn block(&mut self, block: &dyn Block) -> Code {
        let parts = Parts::of(block);
        let (name, of) = (hint(&parts), parts.of.clone());
        let code = self.whole(parts, block.base());
        Code::Named(Box::new(Named { name, of, code }))
    }

    fn whole(&mut self, mut parts: Parts<'_>, base: &Base) -> Code {
        if let Some(code) = presets::secrets_call(&parts, base) {
            return code;
        }
        let alive = presets::take_alive(&mut parts);
        let items = parts.items.clone();
        let root = match parts.of.as_str() {
            "Task" => self.task(&mut parts, "Task::new"),
            "SidecarTask" if parts.find("driver").is_some() && parts.find("config").is_some() => {
                self.task(&mut parts, "SidecarTask::run")
            }
            _ => self.constructor(&mut parts),
        };
        let mut above = Vec::new();
        let mut numbers = BTreeMap::<&str, usize>::new();
        for (index, item) in items {
            let field = &parts.schema.fields[index];
            let number = numbers.entry(field.name).or_default();
            self.comments.enter(field.name, *number);
            *number += 1;
            if parts.done.contains(&index) {
                above.extend(self.comments.take());
                parts.links.extend(links(self.comments.take_at(END, 0)));
                above.extend(self.comments.take_below());
            } else {
                self.set(&mut parts, field, item);
            }
            self.comments.leave();
        }
        self.rest(&mut parts, base);
        let below = self.comments.take_at(END, 0);
        // What was written for something that is said in another way.
        above.extend(if self.comments.is_top() { Vec::new() } else { self.comments.take_below() });
        let Parts { of, fields, links, .. } = parts;
        let root = if fields.is_empty() { root } else { Code::Struct(of, fields, Box::new(root)) };
        let code = root.chain(links);
        let code = match code {
            Code::Commented(above, code, below) if alive => {
                Code::call("alive", [*code]).between(above, below)
            }
            code if alive => Code::call("alive", [code]),
            code => code,
        };
        code.between(above, below)
    }

    /// Sets the field where the comments are, with those of it.
    fn set(&mut self, parts: &mut Parts<'_>, field: &Field, item: FieldItem<'_>) {
        parts.links.extend(links(self.comments.take()));
        let at = parts.links.len();
        self.setter(parts, field, item);
        parts.links.extend(links(self.comments.take_at(END, 0)));
        // Comments that belong to no part of the value come above it.
        let below = links(self.comments.take_below());
        parts.links.splice(at..at, below);
    }
}
