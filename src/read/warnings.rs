//! Where Nomad reads something other than most people would expect: warnings, with what to write
//! instead.

use std::collections::HashSet;

use super::session::Session;
use crate::jobspec::{Field, Type};
use jobwright_hcl::eval;
use jobwright_hcl::syntax::visit::Visit;
use jobwright_hcl::syntax::{self, BinaryOperator, Expr, ExprKind, Part, Span};

/// The first words of references that Nomad knows at run time.
const ROOTS: [&str; 7] = ["attr", "node", "meta", "env", "device", "secret", "unique"];

/// A shorter duration was probably meant in seconds.
const SHORT: i64 = 1_000_000;

fn is_runtime(root: &str) -> bool {
    root.starts_with("NOMAD_") || ROOTS.contains(&root)
}

/// Warnings for what an expression says.
pub fn expression(session: &mut Session<'_>, from: &Expr<'_>) {
    if !session.evaluates() {
        return;
    }
    if let ExprKind::Traversal(traversal) = &from.kind
        && session.context.get(traversal.root).is_none()
        && !is_runtime(traversal.root)
    {
        let text = from.span.of(session.text);
        let message = format!("unknown name `{text}`: Nomad reads it as the string `${{{text}}}`");
        let help = format!("write `\"{text}\"` for the string, or `var.…` for a variable");
        session.warn(from.span, message, help);
    }
    if session.text.get(from.span.range()).is_some_and(|text| text.starts_with("<<")) {
        swallowed(session, from.span);
    }
    Inside(session).expr(from);
}

/// A heredoc whose end was missed, so that it goes on to the end of another one.
fn swallowed(session: &mut Session<'_>, span: Span) {
    let source = span.of(session.text);
    let Some((first, _)) = source.split_once('\n') else { return };
    let marker = first.trim_start_matches(['<', '-']).trim_end();
    let mut at = first.len() + 1;
    let (mut near, mut begins) = (None, None);
    for line in source.get(at..).unwrap_or_default().split_inclusive('\n') {
        let shown = line.trim();
        let start = at + line.len() - line.trim_start().len();
        let place = || {
            let start = span.start + start as u32;
            Span::new(start, start + shown.len() as u32)
        };
        let opens = shown.strip_suffix(marker).and_then(|rest| {
            let rest = rest.strip_suffix('-').unwrap_or(rest).strip_suffix("<<")?;
            rest.trim_end().strip_suffix('=').map(str::trim_end)
        });
        if opens.is_some_and(syntax::is_identifier) {
            begins = Some(place());
            break;
        }
        if near.is_none() && shown.ends_with(marker) && shown != marker {
            near = Some(place());
        }
        at += line.len();
    }
    let Some(begins) = begins else { return };
    let line = |at: u32| syntax::Position::of(session.text, at).line;
    let (from, to) = (line(span.start), line(begins.start));
    let message = format!("the heredoc on line {from} contains the one that begins on line {to}");
    let help = format!("end the first with a line that holds only `{marker}`");
    session.warn(near.unwrap_or(begins), message, help);
}

/// References in what a `template` block renders: Nomad does not replace them there.
pub fn template_data(session: &mut Session<'_>, from: &Expr<'_>) {
    let ExprKind::Template(template) = &from.kind else { return };
    // A script has the task's environment when it runs.
    if matches!(template.parts.first(), Some(Part::Literal { text, .. }) if text.trim_start().starts_with("#!"))
    {
        return;
    }
    for part in &template.parts {
        let Part::Interpolation { value, span } = part else { continue };
        let ExprKind::Traversal(traversal) = &value.kind else { continue };
        if !is_runtime(traversal.root) || session.context.get(traversal.root).is_some() {
            continue;
        }
        let name = traversal.root;
        let message = format!("`{}` is not interpolated in a template", span.of(session.text));
        let help = if name.starts_with("NOMAD_") {
            format!(
                "write `{{{{ env \"{name}\" }}}}`, or `$${{{name}}}` for a program that replaces it itself"
            )
        } else {
            "set it in the task's `env`, and write `{{ env \"NAME\" }}`".to_owned()
        };
        session.warn(*span, message, help);
    }
}

/// Warnings about the parts of an expression that become strings, or are compared.
struct Inside<'r, 's>(&'r mut Session<'s>);

impl<'e, 'a: 'e> Visit<'e, 'a> for Inside<'_, '_> {
    fn expr(&mut self, expr: &'e Expr<'a>) {
        match &expr.kind {
            ExprKind::Template(_)
            | ExprKind::Tuple(_)
            | ExprKind::Object(_)
            | ExprKind::Parens(_)
            | ExprKind::Conditional(_) => expr.walk(self),
            ExprKind::Binary(binary)
                if matches!(binary.operator, BinaryOperator::Equal | BinaryOperator::NotEqual) =>
            {
                for side in [&binary.left, &binary.right] {
                    compared(self.0, side);
                    self.expr(side);
                }
            }
            _ => {}
        }
    }

    fn object_key(&mut self, _: &'e Expr<'a>) {}

    fn part(&mut self, part: &'e Part<'a>) {
        if let Part::Interpolation { value, span } = part {
            braces(self.0, value, *span);
            self.expr(value);
        }
    }
}

/// A reference that is compared when the file is read, long before it has its value.
fn compared(session: &mut Session<'_>, side: &Expr<'_>) {
    let inner = match &side.kind {
        ExprKind::Template(template) => template.wrapped().unwrap_or(side),
        _ => side,
    };
    if let ExprKind::Traversal(traversal) = &inner.kind
        && is_runtime(traversal.root)
        && session.context.get(traversal.root).is_none()
    {
        let text = inner.span.of(session.text);
        let message = format!(
            "Nomad compares when it reads the file, where `{text}` is only the string `${{{text}}}`"
        );
        let help = "compare a variable, or decide in the program that runs";
        session.warn(side.span, message, help);
    }
}

/// Closing braces after a reference, which Nomad repeats.
fn braces(session: &mut Session<'_>, value: &Expr<'_>, span: syntax::Span) {
    let ExprKind::Traversal(traversal) = &value.kind else { return };
    let rest = session.text.get(span.range().end..).unwrap_or_default();
    if session.context.get(traversal.root).is_none()
        && rest.trim_start_matches(' ').starts_with('}')
    {
        let message = "Nomad repeats the closing braces after this reference";
        let text = span.of(session.text);
        let help =
            format!("write `${text}`: the value is the same, and the braces stay as they are");
        session.warn(span, message, help);
    }
}

/// Warnings for what a value becomes.
pub fn value(session: &mut Session<'_>, from: &Expr<'_>, kind: Type, found: &eval::Value) {
    match (kind, found, &from.kind) {
        (Type::Duration, eval::Value::Number(number), _) => {
            if let Some(nanoseconds) = number.to_i64().filter(|number| (1..SHORT).contains(number))
            {
                let message = format!("Nomad reads {nanoseconds} as {nanoseconds} nanoseconds");
                let help = format!("write a unit: `\"{nanoseconds}s\"`");
                session.warn(from.span, message, help);
            }
        }
        (Type::Text, _, ExprKind::Number(text))
            if text.len() > 1 && text.starts_with('0') && !text.contains(['.', 'e', 'E']) =>
        {
            let read = text.trim_start_matches('0');
            let message = format!("Nomad reads the number {text} as the string `{read}`");
            session.warn(from.span, message, format!("write it in quotes: `\"{text}\"`"));
        }
        _ => {}
    }
}

/// Warns of a duplicate label where labels are keys; `seen` are those of the blocks before, each
/// with its field.
pub fn repeated_key(
    session: &mut Session<'_>,
    from: &syntax::Block<'_>,
    (index, field): (usize, &Field),
    labels: &[String],
    seen: &mut HashSet<(usize, String)>,
) {
    if !field.keyed {
        return;
    }
    let label = labels.first().map_or("", String::as_str);
    if !seen.insert((index, label.to_owned())) {
        let message = format!("Nomad uses the last `{}` with the label `{label}`", field.name);
        session.warn(from.kind_span, message, "use another label, or remove one of the two");
    }
}
