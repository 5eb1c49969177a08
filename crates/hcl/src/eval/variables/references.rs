//! What an expression refers to.

use crate::syntax::visit::Visit;
use crate::syntax::{Expr, ExprKind, Span, Traversal};

/// The references in an expression, apart from those to variables of its own loops.
pub fn references<'e, 'a>(expr: &'e Expr<'a>) -> Vec<(&'e Traversal<'a>, Span)> {
    let mut references = References::default();
    references.expr(expr);
    references.found
}

#[derive(Default)]
struct References<'e, 'a> {
    /// The names of the loops around.
    loops: Vec<(Option<&'a str>, &'a str)>,
    found: Vec<(&'e Traversal<'a>, Span)>,
}

impl<'e, 'a> Visit<'e, 'a> for References<'e, 'a> {
    fn expr(&mut self, expr: &'e Expr<'a>) {
        if let ExprKind::Traversal(traversal) = &expr.kind {
            let root = traversal.root;
            if !self.loops.iter().any(|(key, value)| *key == Some(root) || *value == root) {
                self.found.push((traversal, expr.span));
            }
        }
        expr.walk(self);
    }

    fn object_key(&mut self, key: &'e Expr<'a>) {
        if key.as_keyword().is_none() {
            self.expr(key);
        }
    }

    fn enter_loop(&mut self, key: Option<&'a str>, value: &'a str) {
        self.loops.push((key, value));
    }

    fn leave_loop(&mut self) {
        self.loops.pop();
    }
}
