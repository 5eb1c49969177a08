//! The source of an expression of hcl-rs.
//!
//! hcl-rs prints it; before that, what it would print wrongly is corrected: the literal parts of
//! quoted templates, which it does not escape; template markers after other ones in a string; and
//! nested operations, whose parentheses it leaves to the caller.

use hcl::edit::Span;
use hcl::edit::template::{Directive, Element, Template};
use hcl::expr::{
    BinaryOp, Expression, ObjectKey, Operation, TemplateExpr, TraversalOperator, UnaryOp,
};

/// The expression as HCL.
pub fn source(from: Expression) -> String {
    printable(from).to_string()
}

fn printable(from: Expression) -> Expression {
    let all = |of: Vec<Expression>| of.into_iter().map(printable).collect();
    match from {
        Expression::String(text) if text.contains("${") || text.contains("%{") => {
            let doubled = text.replace("${", "$${").replace("%{", "%%{");
            TemplateExpr::QuotedString(escaped(&doubled)).into()
        }
        Expression::TemplateExpr(template) => match *template {
            TemplateExpr::QuotedString(raw) => TemplateExpr::QuotedString(in_quotes(&raw)).into(),
            heredoc @ TemplateExpr::Heredoc(_) => heredoc.into(),
        },
        Expression::Array(values) => Expression::Array(all(values)),
        Expression::Object(entries) => Expression::Object(
            entries
                .into_iter()
                .map(|(key, value)| (printable_key(key), printable(value)))
                .collect(),
        ),
        Expression::Parenthesis(inner) => Expression::Parenthesis(Box::new(printable(*inner))),
        Expression::Traversal(mut of) => {
            of.expr = printable(of.expr);
            let step = |step| match step {
                TraversalOperator::Index(key) => TraversalOperator::Index(printable(key)),
                other => other,
            };
            of.operators = of.operators.into_iter().map(step).collect();
            Expression::Traversal(of)
        }
        Expression::FuncCall(mut of) => {
            of.args = all(of.args);
            Expression::FuncCall(of)
        }
        Expression::Conditional(mut of) => {
            of.cond_expr = operand(of.cond_expr, 1);
            of.true_expr = printable(of.true_expr);
            of.false_expr = printable(of.false_expr);
            Expression::Conditional(of)
        }
        Expression::Operation(of) => operation(*of).into(),
        Expression::ForExpr(mut of) => {
            of.collection_expr = printable(of.collection_expr);
            of.key_expr = of.key_expr.map(printable);
            of.value_expr = printable(of.value_expr);
            of.cond_expr = of.cond_expr.map(printable);
            Expression::ForExpr(of)
        }
        other => other,
    }
}

fn printable_key(from: ObjectKey) -> ObjectKey {
    match from {
        ObjectKey::Expression(key) => ObjectKey::Expression(printable(key)),
        other => other,
    }
}

fn operation(from: Operation) -> Operation {
    match from {
        Operation::Unary(of) => Operation::Unary(UnaryOp { expr: operand(of.expr, u8::MAX), ..of }),
        Operation::Binary(of) => {
            let binds = of.operator.precedence();
            Operation::Binary(BinaryOp {
                lhs_expr: operand(of.lhs_expr, binds),
                // An operation to the right of one of the same precedence was in parentheses.
                rhs_expr: operand(of.rhs_expr, binds.saturating_add(1)),
                ..of
            })
        }
    }
}

/// An operand, in parentheses where it binds less than its operator.
fn operand(from: Expression, binds: u8) -> Expression {
    let own = match &from {
        Expression::Conditional(_) => 0,
        Expression::Operation(of) => match &**of {
            Operation::Binary(of) => of.operator.precedence(),
            Operation::Unary(_) => u8::MAX,
        },
        _ => u8::MAX,
    };
    let from = printable(from);
    if own < binds { Expression::Parenthesis(Box::new(from)) } else { from }
}

/// A template as it is written in quotes: its literal parts escaped, and its sequences unchanged.
fn in_quotes(raw: &str) -> String {
    let Ok(template) = raw.parse::<Template>() else { return raw.to_owned() };
    let mut texts = Vec::new();
    collect(&template, &mut texts);
    let (mut out, mut at) = (String::with_capacity(raw.len() + 8), 0);
    for range in texts {
        out.push_str(raw.get(at..range.start).unwrap_or_default());
        at = range.end;
        out.push_str(&escaped(raw.get(range).unwrap_or_default()));
    }
    out.push_str(raw.get(at..).unwrap_or_default());
    out
}

/// The places of the strings in a template, in order.
fn collect(template: &Template, into: &mut Vec<std::ops::Range<usize>>) {
    for element in template {
        match element {
            Element::Literal(text) => into.extend(text.span()),
            Element::Interpolation(_) => {}
            Element::Directive(directive) => match &**directive {
                Directive::If(of) => {
                    collect(&of.if_expr.template, into);
                    if let Some(otherwise) = &of.else_expr {
                        collect(&otherwise.template, into);
                    }
                }
                Directive::For(of) => collect(&of.for_expr.template, into),
            },
        }
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use hcl::expr::{BinaryOp, BinaryOperator, Conditional, TemplateExpr, UnaryOp, UnaryOperator};
    use hcl::{Expression, expression};

    fn check(from: impl Into<Expression>, expected: &str) {
        assert_eq!(super::source(from.into()), expected);
    }

    fn binary(left: impl Into<Expression>, operator: BinaryOperator, right: i32) -> Expression {
        BinaryOp::new(left, operator, right).into()
    }

    #[test]
    fn operands_keep_together() {
        let sum = || binary(1, BinaryOperator::Plus, 2);
        check(binary(sum(), BinaryOperator::Mul, 3), "(1 + 2) * 3");
        check(binary(sum(), BinaryOperator::Minus, 3), "1 + 2 - 3");
        check(BinaryOp::new(1, BinaryOperator::Minus, sum()), "1 - (1 + 2)");
        check(UnaryOp::new(UnaryOperator::Neg, sum()), "-(1 + 2)");
        let choice = || Conditional::new(true, 1, 2);
        check(
            Conditional::new(choice(), choice(), choice()),
            "(true ? 1 : 2) ? true ? 1 : 2 : true ? 1 : 2",
        );
    }

    #[test]
    fn texts_are_escaped() {
        check("${a}$${b}%{c}", "\"$${a}$$${b}%%{c}\"");
        check(
            TemplateExpr::from("\"a\"\n\\ ${f(\"b\")} $${c}"),
            "\"\\\"a\\\"\\n\\\\ ${f(\"b\")} $${c}\"",
        );
        check(TemplateExpr::from("%{ if a }\"%{ endif }"), "\"%{ if a }\\\"%{ endif }\"");
        check(TemplateExpr::from("${"), "\"${\"");
        check(expression!(["${a}"]), "[\n  \"$${a}\"\n]");
    }
}
