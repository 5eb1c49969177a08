//! Operators.

use super::convert::convert;
use super::evaluator::Evaluator;
use super::number::{NoNumber, Number};
use super::types::Type;
use super::value::Value;
use crate::syntax::{Binary, BinaryOperator, Expr, Span, Unary, UnaryOperator};

impl Evaluator<'_, '_> {
    pub(super) fn binary(&mut self, binary: &Binary<'_>, span: Span) -> Value {
        use BinaryOperator as Op;
        let mark = self.mark();
        // Both sides are always evaluated: no operator short-circuits, so that no mistake is
        // skipped.
        let left = self.value(&binary.left);
        let right = self.value(&binary.right);
        let (operand, result) = match binary.operator {
            Op::Or | Op::And => (Type::Bool, Type::Bool),
            Op::Equal | Op::NotEqual => (Type::Any, Type::Bool),
            Op::Less | Op::LessEqual | Op::Greater | Op::GreaterEqual => (Type::Number, Type::Bool),
            Op::Add | Op::Subtract | Op::Multiply | Op::Divide | Op::Modulo => {
                (Type::Number, Type::Number)
            }
        };
        let side = |value: &Value| instead(binary.operator, value);
        let left = self.operand(left, &binary.left, &operand, side);
        let right = self.operand(right, &binary.right, &operand, side);
        if self.mark() > mark {
            return Value::Unknown(result);
        }
        match (binary.operator, &left, &right) {
            (Op::Equal | Op::NotEqual, left, right) => match left.compare(right) {
                Some(same) => Value::Bool(same == (binary.operator == Op::Equal)),
                None => Value::Unknown(Type::Bool),
            },
            (operator, Value::Bool(left), Value::Bool(right)) => {
                Value::Bool(if operator == Op::Or { *left || *right } else { *left && *right })
            }
            (operator, Value::Number(left), Value::Number(right)) => {
                arithmetic(operator, left, right).unwrap_or_else(|NoNumber| {
                    let message = "the result is undefined: infinities or zeros cancel out";
                    self.error(span, message, "test for zero first: `x == 0 ? … : …`");
                    Value::Unknown(result)
                })
            }
            _ => Value::Unknown(result),
        }
    }

    pub(super) fn unary(&mut self, unary: &Unary<'_>, _: Span) -> Value {
        let mark = self.mark();
        let value = self.value(&unary.operand);
        let of = match unary.operator {
            UnaryOperator::Negate => Type::Number,
            UnaryOperator::Not => Type::Bool,
        };
        let help = |_: &Value| match unary.operator {
            UnaryOperator::Negate => "write a number after `-`, or put the sign inside the quotes",
            UnaryOperator::Not => {
                "write `true`, `false` or a comparison after `!`, such as `!(x == 5)`"
            }
        };
        let value = self.operand(value, &unary.operand, &of, help);
        match value {
            _ if self.mark() > mark => Value::Unknown(of),
            Value::Number(number) => Value::Number(number.negate()),
            Value::Bool(value) => Value::Bool(!value),
            _ => Value::Unknown(of),
        }
    }

    /// One operand as the type that the operator needs; null is an error unless any type will do.
    /// `instead` says what to write for a value of another type.
    fn operand(
        &mut self,
        value: Value,
        expr: &Expr<'_>,
        want: &Type,
        instead: impl Fn(&Value) -> &'static str,
    ) -> Value {
        if *want == Type::Any {
            return value;
        }
        if value.is_null() {
            return self.error(
                expr.span,
                format!("expected {}, found null", want.noun()),
                "set it, or test for null first: `value == null ? … : …`",
            );
        }
        match convert(&value, want) {
            Ok(value) => value,
            Err(mismatch) => {
                let reference = value.as_str().is_some_and(|text| text.starts_with("${"));
                let help = if reference {
                    "compute with constants: a value known only at run time is a plain string when \
                     the file is read"
                } else {
                    instead(&value)
                };
                self.error(expr.span, mismatch.to_string(), help)
            }
        }
    }
}

/// Help for an operator that cannot be applied to such a value: what to write instead.
fn instead(operator: BinaryOperator, value: &Value) -> &'static str {
    use BinaryOperator as Op;
    match operator {
        Op::Add if value.as_str().is_some() => {
            "join strings with interpolation: `\"${first}${second}\"`; `+` adds numbers"
        }
        Op::Add if value.elements().is_some() => "write `concat(first, second)`: `+` adds numbers",
        Op::Add if value.entries().is_some() => "write `merge(first, second)`: `+` adds numbers",
        Op::Less | Op::LessEqual | Op::Greater | Op::GreaterEqual => {
            "compare other values with `==` or `!=`: only numbers have an order"
        }
        Op::Or | Op::And => "write `true`, `false` or a comparison, such as `x == 5`",
        _ => "write a number, or an expression whose value is a number",
    }
}

fn arithmetic(operator: BinaryOperator, left: &Number, right: &Number) -> Result<Value, NoNumber> {
    use BinaryOperator as Op;
    let number = match operator {
        Op::Less => return Ok(Value::Bool(left < right)),
        Op::LessEqual => return Ok(Value::Bool(left <= right)),
        Op::Greater => return Ok(Value::Bool(left > right)),
        Op::GreaterEqual => return Ok(Value::Bool(left >= right)),
        Op::Add => left.add(right),
        Op::Subtract => left.subtract(right),
        Op::Multiply => left.multiply(right),
        Op::Divide => left.divide(right),
        Op::Modulo => left.modulo(right),
        Op::Or | Op::And | Op::Equal | Op::NotEqual => Err(NoNumber),
    };
    number.map(Value::Number)
}
