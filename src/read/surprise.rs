//! Where Nomad reads something else than most people would expect: warnings, with what to write instead.

use super::reader::Reader;
use crate::eval;
use crate::jobspec::{Block, Field, Item, Type};
use crate::syntax::{self, BinaryOperator, Expr, ExprKind, Part};

/// The first words of references that Nomad knows at run time.
const ROOTS: [&str; 7] = ["attr", "node", "meta", "env", "device", "secret", "unique"];

/// A duration below this is somebody's seconds.
const SHORT: i64 = 1_000_000;

fn is_runtime(root: &str) -> bool {
    root.starts_with("NOMAD_") || ROOTS.contains(&root)
}

/// Warnings for what an expression says.
pub fn expression(reader: &mut Reader<'_>, from: &Expr<'_>) {
    if !reader.evaluates() {
        return;
    }
    if let ExprKind::Traversal(traversal) = &from.kind
        && reader.context.get(traversal.root).is_none()
        && !is_runtime(traversal.root)
    {
        let text = from.span.of(reader.text);
        let message =
            format!("`{text}` is no name that Nomad knows: it reads the text `${{{text}}}`");
        let help = format!("write `\"{text}\"` for the text, or `var.…` for a variable");
        reader.warn(from.span, message, help);
    }
    inside(reader, from);
}

fn inside(reader: &mut Reader<'_>, from: &Expr<'_>) {
    match &from.kind {
        ExprKind::Template(template) => {
            for part in &template.parts {
                if let Part::Interpolation { value, span } = part {
                    braces(reader, value, *span);
                    inside(reader, value);
                }
            }
        }
        ExprKind::Tuple(items) => items.iter().for_each(|item| inside(reader, item)),
        ExprKind::Object(items) => items.iter().for_each(|item| inside(reader, &item.value)),
        ExprKind::Parens(inner) => inside(reader, inner),
        ExprKind::Conditional(conditional) => {
            inside(reader, &conditional.condition);
            inside(reader, &conditional.then);
            inside(reader, &conditional.otherwise);
        }
        ExprKind::Binary(binary)
            if matches!(binary.operator, BinaryOperator::Equal | BinaryOperator::NotEqual) =>
        {
            for side in [&binary.left, &binary.right] {
                compared(reader, side);
                inside(reader, side);
            }
        }
        _ => {}
    }
}

/// A reference that is compared when the file is read, long before it has its value.
fn compared(reader: &mut Reader<'_>, side: &Expr<'_>) {
    let inner = match &side.kind {
        ExprKind::Template(template) => template.wrapped().unwrap_or(side),
        _ => side,
    };
    if let ExprKind::Traversal(traversal) = &inner.kind
        && is_runtime(traversal.root)
        && reader.context.get(traversal.root).is_none()
    {
        let text = inner.span.of(reader.text);
        let message = format!(
            "Nomad compares when it reads the file, where `{text}` is only the text `${{{text}}}`"
        );
        let help = "compare a variable, or leave the choice to the program that runs";
        reader.warn(side.span, message, help);
    }
}

/// Closing braces after a reference, which Nomad repeats.
fn braces(reader: &mut Reader<'_>, value: &Expr<'_>, span: syntax::Span) {
    let ExprKind::Traversal(traversal) = &value.kind else { return };
    let rest = reader.text.get(span.range().end..).unwrap_or_default();
    if reader.context.get(traversal.root).is_none() && rest.trim_start_matches(' ').starts_with('}')
    {
        let message = "Nomad repeats the closing braces after this reference";
        let text = span.of(reader.text);
        let help =
            format!("write `${text}`: that is the same text, and the braces stay as they are");
        reader.warn(span, message, help);
    }
}

/// Warnings for what a value becomes.
pub fn value(reader: &mut Reader<'_>, from: &Expr<'_>, kind: Type, found: &eval::Value) {
    match (kind, found, &from.kind) {
        (Type::Duration, eval::Value::Number(number), _) => {
            if let Some(nanoseconds) = number.to_i64().filter(|number| (1..SHORT).contains(number))
            {
                let message = format!("Nomad reads {nanoseconds} as {nanoseconds} nanoseconds");
                let help = format!("write a unit: `\"{nanoseconds}s\"`");
                reader.warn(from.span, message, help);
            }
        }
        (Type::Text, _, ExprKind::Number(text))
            if text.len() > 1 && text.starts_with('0') && !text.contains(['.', 'e', 'E']) =>
        {
            let read = text.trim_start_matches('0');
            let message = format!("Nomad reads the number {text} as the text `{read}`");
            reader.warn(from.span, message, format!("write it in quotes: `\"{text}\"`"));
        }
        _ => {}
    }
}

/// A label that stands twice where labels are keys.
pub fn repeated_key(
    reader: &mut Reader<'_>,
    from: &syntax::Block<'_>,
    field: &Field,
    index: usize,
    owner: &dyn Block,
) {
    if !field.keyed {
        return;
    }
    let mut labels = Vec::new();
    owner.visit(&mut |at, item| {
        if let (true, Item::Block(block)) = (at == index, item) {
            block.visit(&mut |_, item| {
                if let Item::Label(label) = item {
                    labels.push(label.to_owned());
                }
            });
        }
    });
    if let Some((last, earlier)) = labels.split_last()
        && earlier.contains(last)
    {
        let message = format!("Nomad takes the last `{}` with the label `{last}`", field.name);
        reader.warn(from.kind_span, message, "give it a label of its own, or take one away");
    }
}
