//! Variables that a job file declares.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::errors::Source;
use super::validation::Validation;
use crate::eval::types::Type;
use crate::eval::value::Value;
use crate::syntax::Span;

/// A declared variable.
pub(super) struct Variable<'b, 'a> {
    /// Where it is declared.
    pub(super) span: Span,
    /// The type, if it has one by declaration or by its default.
    pub(super) of: Option<Type>,
    pub(super) validations: Vec<Validation<'b, 'a>>,
    /// The value that counts, and where it is from.
    pub(super) value: Option<(Value, Source, Span)>,
    /// Declared with a mistake: its value is unknown, which is not another mistake.
    pub(super) broken: bool,
}

impl Variable<'_, '_> {
    pub(super) fn new(span: Span) -> Self {
        Self { span, of: None, validations: Vec::new(), value: None, broken: false }
    }
}

/// Variables by their names.
pub(super) type Variables<'b, 'a> = BTreeMap<Arc<str>, Variable<'b, 'a>>;
