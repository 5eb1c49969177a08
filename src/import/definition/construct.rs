//! The call that makes a block: its constructor with the fields that it takes.

use super::code::Code;
use super::constructors::{self, Form, Known, Parameter};
use super::literal;
use super::parts::{Parts, method_name, type_name};
use super::printer::Printer;
use crate::jobspec::{Block, Config, FieldItem, FreeItem, Kind, Schema, Text, Type, Value};

impl Printer {
    /// The constructor's call. What it says that is not so is taken back by a field or a setter.
    pub(super) fn constructor(&mut self, parts: &mut Parts<'_>) -> Code {
        let chosen = constructors::choose(&parts.of, |name| parts.known(name));
        let mut arguments = Vec::new();
        for parameter in &chosen.takes {
            let known = parts.known(parameter.field);
            match known.filter(|known| constructors::suits(*known, parameter.form)) {
                Some(known) => {
                    arguments.push(self.argument(parts, *parameter, known));
                    parts.take(parameter.field);
                }
                None => {
                    arguments.push(placeholder(parts.schema, *parameter));
                    take_back(parts, parameter.field);
                }
            }
        }
        for (name, value) in &chosen.sets {
            let said = constructors::is(parts.known(name), value);
            if said {
                parts.take(name);
            } else {
                take_back(parts, name);
            }
        }
        Code::Call(chosen.path, arguments)
    }

    fn argument(&mut self, parts: &Parts<'_>, parameter: Parameter, known: Known<'_>) -> Code {
        let field = parts.schema.field(parameter.field);
        match (known, parameter.form) {
            (Known::Label(label), _) => Code::atom(literal::text(label)),
            (Known::Value(Value::Int(number)), Form::Number) => Code::atom(number.to_string()),
            (Known::Value(Value::Text(text)), Form::Digits) => Code::atom(text.as_str()),
            (Known::Value(Value::Expr(expr)), Form::Source) => {
                Code::atom(literal::text(expr.source()))
            }
            (Known::Value(value), _) => {
                let kind = match field {
                    Some((_, field)) => match field.kind {
                        Kind::Attr(kind) => kind,
                        _ => Type::Any,
                    },
                    None => Type::Any,
                };
                let hint = self.hint(parts, parameter.field);
                self.comments.enter(parameter.field, 0);
                let code = self.attr(value, kind, &hint);
                let code = code.unwrap_or_else(|| self.value(value, &hint));
                self.comments.leave();
                code
            }
            (Known::Block { .. }, _) => match parts.find(parameter.field) {
                Some((_, FieldItem::Block(block))) => {
                    self.comments.enter(parameter.field, 0);
                    let above = self.comments.take();
                    let code = self.block(block).between(above, Vec::new());
                    self.comments.leave();
                    code
                }
                _ => Code::atom("()"),
            },
        }
    }

    /// The hint for the name of a string that moves out: a template's data is named after its file.
    fn hint(&self, parts: &Parts<'_>, field: &str) -> String {
        match parts.known("destination") {
            Some(Known::Value(Value::Text(Text::Plain(path)))) if field == "data" => {
                path.rsplit('/').next().unwrap_or(field).to_owned()
            }
            _ => field.to_owned(),
        }
    }

    /// A task: its name, if it has one, and its driver with the configuration.
    pub(super) fn task(&mut self, parts: &mut Parts<'_>, path: &str) -> Code {
        let mut arguments = Vec::new();
        if let (Some(Known::Label(name)), "Task::new") = (parts.known("name"), path) {
            arguments.push(Code::atom(literal::text(name)));
            parts.take("name");
        }
        let name = match parts.known("driver") {
            Some(Known::Value(Value::Text(Text::Plain(name)))) => Some(name.clone()),
            _ => None,
        };
        if name.is_some() {
            parts.take("driver");
        } else {
            take_back(parts, "driver");
        }
        self.comments.enter("config", 0);
        let mut above = self.comments.take();
        let driver = self.driver(parts, name.as_deref());
        above.extend(self.comments.take_below());
        arguments.push(driver.between(above, Vec::new()));
        self.comments.leave();
        Code::Call(path.to_owned(), arguments)
    }

    /// The driver's configuration, as what `Task::new` takes.
    fn driver(&mut self, parts: &mut Parts<'_>, name: Option<&str>) -> Code {
        let other =
            Code::call("Other::driver", [Code::atom(literal::text(name.unwrap_or_default()))]);
        match parts.find("config") {
            Some((_, FieldItem::Block(block))) if driver_of(block.schema()) == name => {
                parts.take("config");
                self.configuration(block)
            }
            Some((_, FieldItem::Free(free))) if free.iter().all(suits_other) => {
                parts.take("config");
                other.chain(self.free_body(free))
            }
            Some(_) => other,
            None => {
                take_back(parts, "config");
                other
            }
        }
    }
}

impl Printer {
    /// A driver's configuration, which is called after the driver.
    pub(super) fn configuration(&mut self, block: &dyn Block) -> Code {
        let mut code = self.block(block);
        if let (Code::Named(named), Some(driver)) = (&mut code, driver_of(block.schema())) {
            driver.clone_into(&mut named.name);
        }
        code
    }
}

/// Whether `Other` has a call for the entry.
fn suits_other(item: &FreeItem) -> bool {
    !matches!(item, FreeItem::Block { labels, .. } if !labels.is_empty())
}

/// The driver that a typed configuration is for.
fn driver_of(schema: &Schema) -> Option<&'static str> {
    let known = Config::schemas().iter();
    known.clone().find(|(_, known)| known.template == schema.template).map(|(name, _)| *name)
}

/// Takes back what the constructor says of a field: by its setter if it has a value, else by a struct expression.
fn take_back(parts: &mut Parts<'_>, name: &str) {
    let set = parts.find(name).is_some_and(|(_, item)| match item {
        FieldItem::Attr(Value::Null) => parts.schema.config,
        _ => true,
    });
    if !set {
        parts.fields.push((method_name(name), Code::atom("None")));
    }
}

/// Something of a parameter's type, to be taken back.
fn placeholder(schema: &Schema, parameter: Parameter) -> Code {
    let kind = schema.field(parameter.field).map(|(_, field)| &field.kind);
    match (parameter.form, kind) {
        (Form::Number | Form::Digits, _) | (_, Some(Kind::Attr(Type::Int(..)))) => Code::atom("0"),
        (Form::Source, _) => Code::atom("\"\""),
        (_, Some(Kind::Attr(Type::List(_)))) => Code::List(vec![Code::atom("\"\"")]),
        (_, Some(Kind::Attr(Type::Duration))) => Code::call("secs", [Code::atom("0")]),
        (_, Some(Kind::Attr(Type::Expression))) => Code::call("expr", [Code::atom("\"\"")]),
        (_, Some(Kind::Block(inner))) => {
            let chosen = constructors::choose(&type_name(inner), |_| None);
            let arguments = chosen.takes.iter().map(|parameter| placeholder(inner, *parameter));
            Code::Call(chosen.path, arguments.collect())
        }
        _ => Code::atom("\"\""),
    }
}
