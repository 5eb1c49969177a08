//! Walks over trees: the only module that knows what each node contains.
//!
//! A visitor handles the nodes that it has methods for. All others are walked through; a method
//! goes on into its node by calling the node's `walk`, or does not.
//!
//! ```
//! use jobwright_hcl::syntax::{Expr, ExprKind, parse_expression};
//! use jobwright_hcl::syntax::visit::Visit;
//!
//! /// The names of all functions that an expression calls.
//! #[derive(Default)]
//! struct Calls<'e>(Vec<&'e str>);
//!
//! impl<'e, 'a: 'e> Visit<'e, 'a> for Calls<'e> {
//!     fn expr(&mut self, expr: &'e Expr<'a>) {
//!         if let ExprKind::Call(call) = &expr.kind {
//!             self.0.push(&call.name);
//!         }
//!         expr.walk(self);
//!     }
//! }
//!
//! let expr = parse_expression("[for x in keys(var.ports) : upper(\"${trim(x, \" \")}\")]");
//! let expr = expr.map_err(|errors| errors[0].clone())?;
//! let mut calls = Calls::default();
//! calls.expr(&expr);
//! assert_eq!(calls.0, ["keys", "upper", "trim"]);
//! # Ok::<(), jobwright_hcl::syntax::SyntaxError>(())
//! ```

use super::ast::{Attribute, Block, Body, Expr, ExprKind, Item, Part};
use super::span::Span;

/// A visitor and the walks that call it, once for trees that stay and once for trees that change.
macro_rules! visitor {
    ($(#[$about:meta])* $visit:ident by $walk:ident $(, $mut:tt)?) => {
        $(#[$about])*
        pub trait $visit<'e, 'a: 'e> {
            /// An attribute of a body.
            fn attribute(&mut self, attribute: &'e $($mut)? Attribute<'a>) {
                attribute.$walk(self);
            }

            /// A block in a body.
            fn block(&mut self, block: &'e $($mut)? Block<'a>) {
                block.$walk(self);
            }

            /// An expression.
            fn expr(&mut self, expr: &'e $($mut)? Expr<'a>) {
                expr.$walk(self);
            }

            /// The key of an entry of an object, in which an identifier is a string.
            fn object_key(&mut self, key: &'e $($mut)? Expr<'a>) {
                self.expr(key);
            }

            /// A piece of a template.
            fn part(&mut self, part: &'e $($mut)? Part<'a>) {
                part.$walk(self);
            }

            /// From here to [`Self::leave_loop`], a loop gives these names to its key, if it has one, and to its element.
            fn enter_loop(&mut self, _key: Option<&'a str>, _value: &'a str) {}

            /// The names of the last loop that was entered end here.
            fn leave_loop(&mut self) {}

            /// The span of any node that has one.
            fn span(&mut self, _span: &'e $($mut)? Span) {}
        }

        impl<'a> Body<'a> {
            /// Shows a visitor the nodes directly in the body.
            pub fn $walk<'e, V>(&'e $($mut)? self, visitor: &mut V)
            where
                'a: 'e,
                V: $visit<'e, 'a> + ?Sized,
            {
                visitor.span(&$($mut)? self.span);
                for item in &$($mut)? self.items {
                    match item {
                        Item::Attribute(attribute) => visitor.attribute(attribute),
                        Item::Block(block) => visitor.block(block),
                    }
                }
            }
        }

        impl<'a> Attribute<'a> {
            /// Shows a visitor the value.
            pub fn $walk<'e, V>(&'e $($mut)? self, visitor: &mut V)
            where
                'a: 'e,
                V: $visit<'e, 'a> + ?Sized,
            {
                visitor.span(&$($mut)? self.span);
                visitor.span(&$($mut)? self.name_span);
                visitor.expr(&$($mut)? self.value);
            }
        }

        impl<'a> Block<'a> {
            /// Shows a visitor the nodes directly in the block.
            pub fn $walk<'e, V>(&'e $($mut)? self, visitor: &mut V)
            where
                'a: 'e,
                V: $visit<'e, 'a> + ?Sized,
            {
                visitor.span(&$($mut)? self.span);
                visitor.span(&$($mut)? self.kind_span);
                for label in &$($mut)? self.labels {
                    visitor.span(&$($mut)? label.span);
                }
                self.body.$walk(visitor);
            }
        }

        impl<'a> Expr<'a> {
            /// Shows a visitor the nodes directly in the expression, in source order.
            pub fn $walk<'e, V>(&'e $($mut)? self, visitor: &mut V)
            where
                'a: 'e,
                V: $visit<'e, 'a> + ?Sized,
            {
                visitor.span(&$($mut)? self.span);
                match &$($mut)? self.kind {
                    ExprKind::Null
                    | ExprKind::Bool(_)
                    | ExprKind::Number(_)
                    | ExprKind::String { .. }
                    | ExprKind::SplatItem => {}
                    ExprKind::Template(template) => {
                        for part in &$($mut)? template.parts {
                            visitor.part(part);
                        }
                    }
                    ExprKind::Traversal(traversal) => {
                        for step in &$($mut)? traversal.steps {
                            visitor.span(&$($mut)? step.span);
                        }
                    }
                    ExprKind::Access(access) => {
                        visitor.expr(&$($mut)? access.source);
                        for step in &$($mut)? access.steps {
                            visitor.span(&$($mut)? step.span);
                        }
                    }
                    ExprKind::Index(index) => {
                        visitor.expr(&$($mut)? index.collection);
                        visitor.expr(&$($mut)? index.key);
                    }
                    ExprKind::Splat(splat) => {
                        visitor.expr(&$($mut)? splat.source);
                        visitor.expr(&$($mut)? splat.each);
                    }
                    ExprKind::Call(call) => {
                        visitor.span(&$($mut)? call.name_span);
                        for argument in &$($mut)? call.args {
                            visitor.expr(argument);
                        }
                    }
                    ExprKind::Tuple(items) => {
                        for item in items {
                            visitor.expr(item);
                        }
                    }
                    ExprKind::Object(items) => {
                        for item in items {
                            visitor.object_key(&$($mut)? item.key);
                            visitor.expr(&$($mut)? item.value);
                        }
                    }
                    ExprKind::For(whole) => {
                        visitor.expr(&$($mut)? whole.collection);
                        visitor.enter_loop(whole.key_name, whole.value_name);
                        if let Some(key) = &$($mut)? whole.key {
                            visitor.expr(key);
                        }
                        visitor.expr(&$($mut)? whole.value);
                        if let Some(condition) = &$($mut)? whole.condition {
                            visitor.expr(condition);
                        }
                        visitor.leave_loop();
                    }
                    ExprKind::Conditional(choice) => {
                        visitor.expr(&$($mut)? choice.condition);
                        visitor.expr(&$($mut)? choice.then);
                        visitor.expr(&$($mut)? choice.otherwise);
                    }
                    ExprKind::Binary(binary) => {
                        visitor.expr(&$($mut)? binary.left);
                        visitor.expr(&$($mut)? binary.right);
                    }
                    ExprKind::Unary(unary) => visitor.expr(&$($mut)? unary.operand),
                    ExprKind::Parens(inner) => visitor.expr(inner),
                }
            }
        }

        impl<'a> Part<'a> {
            /// Shows a visitor the nodes directly in the piece, in source order.
            pub fn $walk<'e, V>(&'e $($mut)? self, visitor: &mut V)
            where
                'a: 'e,
                V: $visit<'e, 'a> + ?Sized,
            {
                match self {
                    Part::Literal { span, .. } => visitor.span(span),
                    Part::Interpolation { value, span } => {
                        visitor.span(span);
                        visitor.expr(value);
                    }
                    Part::If(directive) => {
                        visitor.span(&$($mut)? directive.span);
                        visitor.expr(&$($mut)? directive.condition);
                        for part in &$($mut)? directive.then {
                            visitor.part(part);
                        }
                        for part in &$($mut)? directive.otherwise {
                            visitor.part(part);
                        }
                    }
                    Part::For(directive) => {
                        visitor.span(&$($mut)? directive.span);
                        visitor.expr(&$($mut)? directive.collection);
                        visitor.enter_loop(directive.key, directive.value);
                        for part in &$($mut)? directive.body {
                            visitor.part(part);
                        }
                        visitor.leave_loop();
                    }
                }
            }
        }
    };
}

visitor! {
    /// A visitor that reads a tree.
    Visit by walk
}

visitor! {
    /// A visitor that changes a tree in place.
    VisitMut by walk_mut, mut
}
