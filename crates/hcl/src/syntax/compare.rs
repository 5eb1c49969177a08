//! Whether two sources are the same apart from their layout.

use super::ast::{Body, Expr};
use super::parse_expression;
use super::span::Span;
use super::visit::VisitMut;

/// Whether two sources are the same expression but for space, comments and the like. Invalid
/// input is never the same.
///
/// ```
/// use jobwright_hcl::syntax::same_expression;
///
/// assert!(same_expression("[ # why\n a,\n]", "[a]"));
/// assert!(!same_expression("a - b", "a-b"));
/// ```
#[must_use]
pub fn same_expression(one: &str, two: &str) -> bool {
    // A heredoc at the end of an expression is closed by the newline that follows it in a file.
    let (one, two) = (format!("{one}\n"), format!("{two}\n"));
    tree(&one).is_some_and(|one| Some(one) == tree(&two))
}

fn tree(text: &str) -> Option<Expr<'_>> {
    let mut tree = parse_expression(text).ok()?;
    tree.erase_spans();
    Some(tree)
}

impl Body<'_> {
    /// Clears every span, so that two trees are equal if they differ in layout only.
    pub fn erase_spans(&mut self) {
        self.walk_mut(&mut Erase);
    }
}

impl Expr<'_> {
    /// Clears every span, so that two expressions are equal if they differ in layout only.
    pub fn erase_spans(&mut self) {
        self.walk_mut(&mut Erase);
    }
}

struct Erase;

impl<'e, 'a: 'e> VisitMut<'e, 'a> for Erase {
    fn span(&mut self, span: &'e mut Span) {
        *span = Span::default();
    }
}
