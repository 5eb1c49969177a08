//! What a template left to be filled in, in a file that is a job file all the same.

use super::marks::{self, Mark};
use super::scan::offset;
use crate::read::Finding;
use jobwright_hcl::syntax::{Block, Body, Expr, ExprKind, Item, Part, Span};

/// The values and labels that a template seems to have left to be filled in: to Nomad,
/// `"[[ .count ]]"` is an ordinary string.
///
/// The contents of `template` blocks belong to consul-template, and Go templates in a task's
/// `config` and elsewhere to the driver or the program.
#[must_use]
pub fn placeholders(text: &str, body: &Body<'_>) -> Vec<Finding> {
    let mut search = Search { text, findings: Vec::new() };
    search.body(body, &[]);
    search.findings
}

struct Search<'t> {
    text: &'t str,
    findings: Vec<Finding>,
}

impl Search<'_> {
    fn body(&mut self, body: &Body<'_>, path: &[&str]) {
        for item in &body.items {
            match item {
                Item::Attribute(attribute) if is_text(path, attribute.name) => {}
                Item::Attribute(attribute) => self.expr(&attribute.value),
                Item::Block(block) => self.block(block, path),
            }
        }
    }

    fn block(&mut self, block: &Block<'_>, path: &[&str]) {
        for label in &block.labels {
            self.string(label.span);
        }
        let path: Vec<&str> = path.iter().copied().chain([block.kind]).collect();
        self.body(&block.body, &path);
    }

    fn expr(&mut self, expr: &Expr<'_>) {
        match &expr.kind {
            ExprKind::String { heredoc: false, .. } => self.string(expr.span),
            ExprKind::Template(template) if !template.heredoc => {
                for part in &template.parts {
                    if let Part::Literal { span, .. } = part {
                        self.piece(*span);
                    }
                }
            }
            ExprKind::Traversal(traversal) if traversal.steps.is_empty() => self.name(expr.span),
            ExprKind::Tuple(elements) => elements.iter().for_each(|element| self.expr(element)),
            ExprKind::Object(entries) => {
                for entry in entries {
                    self.expr(&entry.value);
                }
            }
            ExprKind::Parens(inner) => self.expr(inner),
            ExprKind::Call(call) => call.args.iter().for_each(|argument| self.expr(argument)),
            ExprKind::Conditional(choice) => {
                self.expr(&choice.then);
                self.expr(&choice.otherwise);
            }
            _ => {}
        }
    }

    /// A string with its quotes.
    fn string(&mut self, span: Span) {
        let quoted = span.of(self.text).starts_with('"');
        let inner =
            if quoted { Span::new(span.start + 1, span.end.saturating_sub(1)) } else { span };
        self.piece(inner);
    }

    fn piece(&mut self, span: Span) {
        if let Some((at, mark)) = marks::in_string(span.of(self.text)) {
            self.found(offset(span, &at), mark);
        }
    }

    fn name(&mut self, span: Span) {
        let name = span.of(self.text);
        if let Some((at, mark)) = marks::in_structure(name, 0..name.len()) {
            self.found(offset(span, &at), mark);
        }
    }

    fn found(&mut self, span: Span, mark: Mark) {
        let found = span.of(self.text);
        let message = format!("`{found}` seems to be an unrendered part of {}", mark.what());
        self.findings.push(Finding::new(span, message).help(mark.help(found)).rule("foreign"));
    }
}

/// Whether an attribute holds another language, which has such marks of its own.
fn is_text(path: &[&str], name: &str) -> bool {
    let within = |block: &str| path.contains(&block);
    within("template") && matches!(name, "data" | "left_delimiter" | "right_delimiter")
        || within("config")
            && (within("logging") || within("labels") || matches!(name, "logging" | "labels"))
}
