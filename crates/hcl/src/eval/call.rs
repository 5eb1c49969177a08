//! Calls of functions.

use super::convert::convert;
use super::evaluator::Evaluator;
use super::functions::{self, Fault, Function, Parameter};
use super::type_expr;
use super::types::Type;
use super::value::Value;
use crate::syntax::{Call, Expr, Span};

/// An argument: as written, or an element of the list that is expanded by `...`.
enum Argument<'c, 'a> {
    Written(&'c Expr<'a>),
    Expanded(Value, Span),
}

impl Argument<'_, '_> {
    fn span(&self) -> Span {
        match self {
            Self::Written(expr) => expr.span,
            Self::Expanded(_, span) => *span,
        }
    }
}

impl Evaluator<'_, '_> {
    pub(super) fn call(&mut self, call: &Call<'_>, span: Span) -> Value {
        if !self.context.functions {
            let help = "expected a constant";
            return self.error(span, "function calls are not allowed here", help);
        }
        let known = functions::find(&call.name);
        let special = matches!(&*call.name, "try" | "can" | "convert");
        if known.is_none() && !special {
            let message = format!("unknown function `{}`", call.name);
            return self.error(call.name_span, message, functions::instead_of(&call.name));
        }
        let Some(arguments) = self.arguments(call) else { return Value::UNKNOWN };
        let last = Span::new(span.end.saturating_sub(1), span.end);
        match (&*call.name, known) {
            ("try", _) => self.try_call(&arguments, span),
            ("can", _) => match arguments.as_slice() {
                [only] => self.can_call(only),
                _ => self.wrong_count(call, 1, arguments.get(1), last),
            },
            ("convert", _) => match arguments.as_slice() {
                [value, of] => self.convert_call(value, of),
                _ => self.wrong_count(call, 2, arguments.get(2), last),
            },
            (_, Some(function)) => self.plain_call(call, function, &arguments, span),
            (_, None) => Value::UNKNOWN,
        }
    }

    /// The arguments, with a list before `...` expanded; `None` if that is an error.
    fn arguments<'c, 'a>(&mut self, call: &'c Call<'a>) -> Option<Vec<Argument<'c, 'a>>> {
        let mut arguments: Vec<Argument<'c, 'a>> =
            call.args.iter().map(Argument::Written).collect();
        if !call.expand {
            return Some(arguments);
        }
        let last = call.args.last()?;
        arguments.pop();
        let mark = self.mark();
        let list = self.value(last);
        if self.mark() > mark {
            return None;
        }
        let help = "write `...` after a list whose elements become arguments";
        match list.elements() {
            Some(values) => {
                let each = |value: &Value| Argument::Expanded(value.clone(), last.span);
                arguments.extend(values.iter().map(each));
                Some(arguments)
            }
            None if list.is_unknown() => None,
            None => {
                let noun = if list.is_null() { "null" } else { list.type_of().noun() };
                self.error(last.span, format!("cannot expand {noun} into arguments"), help);
                None
            }
        }
    }

    fn argument(&mut self, argument: &Argument<'_, '_>) -> Value {
        match argument {
            Argument::Written(expr) => self.value(expr),
            Argument::Expanded(value, _) => value.clone(),
        }
    }

    fn wrong_count(
        &mut self,
        call: &Call<'_>,
        expected: usize,
        extra: Option<&Argument<'_, '_>>,
        end: Span,
    ) -> Value {
        let span = extra.map_or(end, Argument::span);
        let many =
            if expected == 1 { "one argument".to_owned() } else { format!("{expected} arguments") };
        let message = format!("expected {many} for `{}`", call.name);
        let help = match functions::find(&call.name) {
            Some(function) => function.usage(),
            None if expected == 1 => format!("write `{}(value)`", call.name),
            None => {
                format!("write `{}(value, type)`, such as `string` or `list(number)`", call.name)
            }
        };
        self.error(span, message, help)
    }

    /// The first argument that evaluates without an error.
    fn try_call(&mut self, arguments: &[Argument<'_, '_>], span: Span) -> Value {
        let mark = self.mark();
        for argument in arguments {
            let before = self.mark();
            let value = self.argument(argument);
            if self.is_exhausted() {
                return Value::UNKNOWN;
            }
            if self.mark() == before {
                self.take_errors(mark);
                return if value.is_known() { value } else { Value::UNKNOWN };
            }
        }
        if arguments.is_empty() {
            return self.error(
                span,
                "expected at least one argument for `try`",
                "write `try(value, fallback)`",
            );
        }
        // The errors of all arguments stay: each of them is a way out.
        Value::UNKNOWN
    }

    fn can_call(&mut self, argument: &Argument<'_, '_>) -> Value {
        let mark = self.mark();
        let value = self.argument(argument);
        let failed = self.mark() > mark;
        if self.is_exhausted() {
            return Value::UNKNOWN;
        }
        self.take_errors(mark);
        match value.is_known() {
            _ if failed => Value::Bool(false),
            true => Value::Bool(true),
            false => Value::Unknown(Type::Bool),
        }
    }

    fn convert_call(&mut self, value: &Argument<'_, '_>, of: &Argument<'_, '_>) -> Value {
        let mark = self.mark();
        let converted = self.argument(value);
        let want = match of {
            Argument::Written(expr) => match type_expr::constraint(expr) {
                Ok(want) => want,
                Err(error) => return self.error(error.span, error.message, error.help),
            },
            Argument::Expanded(_, span) => {
                return self.error(
                    *span,
                    "expected a type",
                    "write a type, such as `list(string)`",
                );
            }
        };
        if self.mark() > mark {
            return Value::UNKNOWN;
        }
        // The result is converted once more, to the type that came out: a name that was optional must be there then.
        let result = convert(&converted, &want);
        match result.and_then(|result| convert(&converted, &result.type_of())) {
            Ok(value) => value,
            Err(mismatch) => self.error(
                value.span(),
                mismatch.to_string(),
                "give a value that converts to the type, or use another type",
            ),
        }
    }

    fn plain_call(
        &mut self,
        call: &Call<'_>,
        function: &Function,
        arguments: &[Argument<'_, '_>],
        span: Span,
    ) -> Value {
        let required = function.parameters.len();
        if arguments.len() < required {
            let end = Span::new(span.end.saturating_sub(1), span.end);
            let missing =
                function.parameters.get(arguments.len()).map_or("", |missing| missing.name);
            let message = format!("missing argument `{missing}` of `{}`", call.name);
            return self.error(end, message, function.usage());
        }
        if function.rest.is_none() && arguments.len() > required {
            return self.wrong_count(call, required, arguments.get(required), span);
        }
        let mark = self.mark();
        let mut values = Vec::with_capacity(arguments.len());
        for (at, argument) in arguments.iter().enumerate() {
            let value = self.argument(argument);
            let parameter = function.parameters.get(at).or(function.rest.as_ref());
            if let Some(parameter) = parameter {
                values.push(self.parameter(call, parameter, value, argument.span()));
            }
        }
        if self.mark() > mark || self.is_exhausted() {
            return Value::UNKNOWN;
        }
        if !values.iter().all(Value::is_known) {
            return Value::Unknown(function.result.clone());
        }
        match function.run(self.context, &values) {
            Ok(value) => {
                self.spend(size(&value), span);
                value
            }
            Err(Fault { argument, message }) => {
                let argument = argument.and_then(|at| arguments.get(at));
                let span = argument.map_or(span, Argument::span);
                let help = match &*call.name {
                    "file" | "filebase64" | "fileexists" | "fileset" => {
                        "give a path relative to the job file; Nomad itself resolves it from its \
                         working directory"
                            .to_owned()
                    }
                    _ => function.usage(),
                };
                self.error(span, format!("`{}`: {message}", call.name), help)
            }
        }
    }

    fn parameter(
        &mut self,
        call: &Call<'_>,
        parameter: &Parameter,
        value: Value,
        span: Span,
    ) -> Value {
        let want = parameter.kind.type_of();
        let problem = match convert(&value, &want) {
            Ok(Value::Null(_)) if !parameter.null => "expected a value, found null".to_owned(),
            Ok(value) => return value,
            Err(mismatch) => mismatch.to_string(),
        };
        let message =
            format!("invalid argument `{}` of `{}`: {problem}", parameter.name, call.name);
        let help = functions::find(&call.name).map(Function::usage).unwrap_or_default();
        self.error(span, message, help)
    }
}

/// How many steps it took to make a value.
fn size(value: &Value) -> u64 {
    match value {
        Value::String(text) => text.len() as u64 / 64 + 1,
        Value::List(_, values) | Value::Set(_, values) | Value::Tuple(values) => {
            1 + values.len() as u64
        }
        Value::Map(_, entries) | Value::Object(entries) => 1 + entries.len() as u64,
        _ => 1,
    }
}
