//! Trees without places, to compare what two texts say.

use super::ast::{Body, Expr, ExprKind, Item, Part, Step};
use super::span::Span;

impl Body<'_> {
    /// Sets every span to nothing, so that two trees are equal when they say the same.
    pub fn erase_spans(&mut self) {
        self.span = Span::default();
        for item in &mut self.items {
            match item {
                Item::Attribute(attribute) => {
                    attribute.name_span = Span::default();
                    attribute.span = Span::default();
                    attribute.value.erase_spans();
                }
                Item::Block(block) => {
                    block.kind_span = Span::default();
                    block.span = Span::default();
                    block.body.erase_spans();
                    for label in &mut block.labels {
                        label.span = Span::default();
                    }
                }
            }
        }
    }
}

impl Expr<'_> {
    /// Sets every span to nothing, so that two expressions are equal when they say the same.
    pub fn erase_spans(&mut self) {
        self.span = Span::default();
        match &mut self.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String { .. }
            | ExprKind::SplatItem => {}
            ExprKind::Template(template) => erase_parts(&mut template.parts),
            ExprKind::Traversal(traversal) => erase_steps(&mut traversal.steps),
            ExprKind::Access(access) => {
                access.source.erase_spans();
                erase_steps(&mut access.steps);
            }
            ExprKind::Index(index) => erase([&mut index.collection, &mut index.key]),
            ExprKind::Splat(splat) => erase([&mut splat.source, &mut splat.each]),
            ExprKind::Call(call) => {
                call.name_span = Span::default();
                erase(&mut call.args);
            }
            ExprKind::Tuple(items) => erase(items),
            ExprKind::Object(items) => {
                erase(items.iter_mut().flat_map(|item| [&mut item.key, &mut item.value]));
            }
            ExprKind::For(whole) => {
                erase([&mut whole.collection, &mut whole.value]);
                erase(whole.key.as_mut().into_iter().chain(&mut whole.condition));
            }
            ExprKind::Conditional(choice) => {
                erase([&mut choice.condition, &mut choice.then, &mut choice.otherwise]);
            }
            ExprKind::Binary(binary) => erase([&mut binary.left, &mut binary.right]),
            ExprKind::Unary(unary) => unary.operand.erase_spans(),
            ExprKind::Parens(inner) => inner.erase_spans(),
        }
    }
}

fn erase<'e, 'a: 'e>(expressions: impl IntoIterator<Item = &'e mut Expr<'a>>) {
    for expression in expressions {
        expression.erase_spans();
    }
}

fn erase_steps(steps: &mut [Step<'_>]) {
    for step in steps {
        step.span = Span::default();
    }
}

fn erase_parts(parts: &mut [Part<'_>]) {
    for part in parts {
        match part {
            Part::Literal { span, .. } => *span = Span::default(),
            Part::Interpolation { value, span } => {
                *span = Span::default();
                value.erase_spans();
            }
            Part::If(directive) => {
                directive.span = Span::default();
                directive.condition.erase_spans();
                erase_parts(&mut directive.then);
                erase_parts(&mut directive.otherwise);
            }
            Part::For(directive) => {
                directive.span = Span::default();
                directive.collection.erase_spans();
                erase_parts(&mut directive.body);
            }
        }
    }
}
