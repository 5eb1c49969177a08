//! What an expression refers to.

use crate::syntax::{Expr, ExprKind, Part, Span, Traversal};

/// The references in an expression, apart from those to variables of its own loops.
pub fn references<'e, 'a>(expr: &'e Expr<'a>) -> Vec<(&'e Traversal<'a>, Span)> {
    let mut walk = Walk { bound: Vec::new(), found: Vec::new() };
    walk.expr(expr);
    walk.found
}

struct Walk<'e, 'a> {
    bound: Vec<&'a str>,
    found: Vec<(&'e Traversal<'a>, Span)>,
}

impl<'e, 'a> Walk<'e, 'a> {
    fn expr(&mut self, expr: &'e Expr<'a>) {
        match &expr.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String { .. }
            | ExprKind::SplatItem => {}
            ExprKind::Traversal(traversal) => {
                if !self.bound.contains(&traversal.root) {
                    self.found.push((traversal, expr.span));
                }
            }
            ExprKind::Template(template) => self.parts(&template.parts),
            ExprKind::Access(access) => self.expr(&access.source),
            ExprKind::Index(index) => self.all([&index.collection, &index.key]),
            ExprKind::Splat(splat) => self.all([&splat.source, &splat.each]),
            ExprKind::Call(call) => self.all(&call.args),
            ExprKind::Tuple(items) => self.all(items),
            ExprKind::Object(items) => {
                for item in items {
                    if item.key.as_keyword().is_none() {
                        self.expr(&item.key);
                    }
                    self.expr(&item.value);
                }
            }
            ExprKind::For(whole) => {
                self.expr(&whole.collection);
                let depth = self.bind(whole.key_name, whole.value_name);
                self.all(whole.key.as_ref());
                self.expr(&whole.value);
                self.all(whole.condition.as_ref());
                self.bound.truncate(depth);
            }
            ExprKind::Conditional(conditional) => {
                self.all([&conditional.condition, &conditional.then, &conditional.otherwise]);
            }
            ExprKind::Binary(binary) => self.all([&binary.left, &binary.right]),
            ExprKind::Unary(unary) => self.expr(&unary.operand),
            ExprKind::Parens(inner) => self.expr(inner),
        }
    }

    fn all(&mut self, exprs: impl IntoIterator<Item = &'e Expr<'a>>) {
        exprs.into_iter().for_each(|expr| self.expr(expr));
    }

    fn bind(&mut self, key: Option<&'a str>, value: &'a str) -> usize {
        let depth = self.bound.len();
        self.bound.extend(key);
        self.bound.push(value);
        depth
    }

    fn parts(&mut self, parts: &'e [Part<'a>]) {
        for part in parts {
            match part {
                Part::Literal { .. } => {}
                Part::Interpolation { value, .. } => self.expr(value),
                Part::If(directive) => {
                    self.expr(&directive.condition);
                    self.parts(&directive.then);
                    self.parts(&directive.otherwise);
                }
                Part::For(directive) => {
                    self.expr(&directive.collection);
                    let depth = self.bind(directive.key, directive.value);
                    self.parts(&directive.body);
                    self.bound.truncate(depth);
                }
            }
        }
    }
}
