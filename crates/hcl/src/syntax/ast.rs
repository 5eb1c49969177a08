//! The syntax tree. It borrows from the source wherever a value is written there verbatim.

use std::borrow::Cow;

use super::span::Span;

/// The content of a block, or of the whole file: attributes and blocks in source order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body<'a> {
    /// The attributes and blocks.
    pub items: Vec<Item<'a>>,
    /// Everything between the braces; the whole source for a file.
    pub span: Span,
}

/// A line of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Item<'a> {
    /// `count = 2`
    Attribute(Attribute<'a>),
    /// `group "web" { … }`
    Block(Block<'a>),
}

/// A name and its value: `count = 2`. No name occurs twice in a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute<'a> {
    /// The identifier before the `=`.
    pub name: &'a str,
    /// The location of the name.
    pub name_span: Span,
    /// The expression after the `=`.
    pub value: Expr<'a>,
    /// From the name to the end of the value.
    pub span: Span,
}

/// A body with a name: `group "web" { … }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Block<'a> {
    /// The block type: the first identifier.
    pub kind: &'a str,
    /// The location of the block type.
    pub kind_span: Span,
    /// The labels, between the block type and the brace.
    pub labels: Vec<Label<'a>>,
    /// The content, between the braces.
    pub body: Body<'a>,
    /// From the block type to the closing brace.
    pub span: Span,
}

/// A label of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Label<'a> {
    /// The label as a string, with escapes resolved.
    pub text: Cow<'a, str>,
    /// Its location, quotes included.
    pub span: Span,
    /// Whether it is written in quotes.
    pub quoted: bool,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr<'a> {
    /// The form of the expression, with its parts.
    pub kind: ExprKind<'a>,
    /// Its location; parentheses around it are an expression of their own.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind<'a> {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number as it is written; Nomad reads it as a decimal, so that `0644` is 644.
    Number(&'a str),
    /// A string without any template sequence, quoted or as a heredoc, with escapes resolved and
    /// indentation removed.
    String {
        /// The string.
        text: Cow<'a, str>,
        /// Whether it is written as a heredoc.
        heredoc: bool,
    },
    /// A string with `${…}` or `%{…}`.
    Template(Box<Template<'a>>),
    /// A name and what is taken from it by constant steps: `var.image`, `meta["a"].b`, `NOMAD_PORT_http`.
    Traversal(Box<Traversal<'a>>),
    /// Constant steps from anything else than a name: `f(x).a`, `[1, 2][0]`.
    Access(Box<Access<'a>>),
    /// An element whose key is worked out: `local.ports[each.key]`.
    Index(Box<Index<'a>>),
    /// Something of every element: `nodes[*].name`, `nodes.*.name`.
    Splat(Box<Splat<'a>>),
    /// The current element; only inside [`Splat::each`].
    SplatItem,
    /// `format("%s", x)`
    Call(Box<Call<'a>>),
    /// `[1, 2]`
    Tuple(Vec<Expr<'a>>),
    /// `{ a = 1 }`
    Object(Vec<ObjectItem<'a>>),
    /// `[for x in y : x]`, `{for k, v in y : k => v}`
    For(Box<For<'a>>),
    /// `a ? b : c`
    Conditional(Box<Conditional<'a>>),
    /// `a + b`
    Binary(Box<Binary<'a>>),
    /// `-a`, `!a`
    Unary(Box<Unary<'a>>),
    /// `(a)`
    Parens(Box<Expr<'a>>),
}

/// A string with expressions in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Template<'a> {
    /// The parts in source order. A literal part can be empty: it was nothing but space that a `~`
    /// trimmed.
    pub parts: Vec<Part<'a>>,
    /// Whether it is written as a heredoc.
    pub heredoc: bool,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Part<'a> {
    /// Literal characters, with escapes resolved, and without the space that a `~` or a `<<-`
    /// trims.
    Literal {
        /// The characters.
        text: Cow<'a, str>,
        /// Their location in the source.
        span: Span,
    },
    /// `${…}`
    Interpolation {
        /// The expression between the braces.
        value: Expr<'a>,
        /// From the `$` to the `}`.
        span: Span,
    },
    /// `%{ if … }…%{ else }…%{ endif }`
    If(Box<IfDirective<'a>>),
    /// `%{ for … }…%{ endfor }`
    For(Box<ForDirective<'a>>),
}

/// A choice between two pieces of a template.
#[derive(Clone, Debug, PartialEq)]
pub struct IfDirective<'a> {
    /// What decides.
    pub condition: Expr<'a>,
    /// The parts when the condition is true.
    pub then: Vec<Part<'a>>,
    /// The parts when it is false; also empty if there is no `else`.
    pub otherwise: Vec<Part<'a>>,
    /// From `%{ if` to the end of `%{ endif }`.
    pub span: Span,
}

/// A piece of a template that is repeated for each element.
#[derive(Clone, Debug, PartialEq)]
pub struct ForDirective<'a> {
    /// The variable that holds the key, if there is one.
    pub key: Option<&'a str>,
    /// The variable that holds the element.
    pub value: &'a str,
    /// What is walked over.
    pub collection: Expr<'a>,
    /// The parts that are repeated for each element.
    pub body: Vec<Part<'a>>,
    /// From `%{ for` to the end of `%{ endfor }`.
    pub span: Span,
}

/// A name and constant steps from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Traversal<'a> {
    /// The name.
    pub root: &'a str,
    /// The steps; none for a name alone.
    pub steps: Vec<Step<'a>>,
}

/// Constant steps from an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Access<'a> {
    /// Where they begin.
    pub source: Expr<'a>,
    /// The steps, at least one.
    pub steps: Vec<Step<'a>>,
}

/// One constant step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<'a> {
    /// The attribute or index.
    pub key: Key<'a>,
    /// From the dot or bracket to the end of the key or bracket.
    pub span: Span,
}

/// The attribute or index of a constant step.
#[derive(Clone, Debug, PartialEq)]
pub enum Key<'a> {
    /// `.name`
    Attribute(&'a str),
    /// `["name"]`
    String(Cow<'a, str>),
    /// `[0]`, and the old spelling `.0`
    Number(&'a str),
    /// `[true]`, which no value has
    Bool(bool),
    /// `[null]`, which no value has
    Null,
}

/// An element by a key that is worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct Index<'a> {
    /// What holds the element.
    pub collection: Expr<'a>,
    /// Its key.
    pub key: Expr<'a>,
}

/// Something of every element.
#[derive(Clone, Debug, PartialEq)]
pub struct Splat<'a> {
    /// What holds the elements.
    pub source: Expr<'a>,
    /// The expression for each element, which is [`ExprKind::SplatItem`] in it.
    pub each: Expr<'a>,
    /// `[*]`, which applies to all following steps; the other is `.*`, which applies to attributes
    /// and `.0` only.
    pub full: bool,
}

/// A call of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Call<'a> {
    /// The name; `a::b` for one in a namespace, written without space.
    pub name: Cow<'a, str>,
    /// The location of the name.
    pub name_span: Span,
    /// The arguments.
    pub args: Vec<Expr<'a>>,
    /// Whether the last argument is a list that is expanded into arguments: `max(list...)`.
    pub expand: bool,
}

/// A key and its value in an object.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectItem<'a> {
    /// The key as it is written; see [`ObjectItem::literal_key`].
    pub key: Expr<'a>,
    /// The value.
    pub value: Expr<'a>,
}

/// A list or an object made of the elements of another.
#[derive(Clone, Debug, PartialEq)]
pub struct For<'a> {
    /// The variable that holds the key, if there is one.
    pub key_name: Option<&'a str>,
    /// The variable that holds the element.
    pub value_name: &'a str,
    /// What is walked over.
    pub collection: Expr<'a>,
    /// The key of each new element: there for an object, absent for a list.
    pub key: Option<Expr<'a>>,
    /// Each new element.
    pub value: Expr<'a>,
    /// What an element must fulfil to be taken.
    pub condition: Option<Expr<'a>>,
    /// `...`: elements of the same key are gathered in a list.
    pub group: bool,
}

/// A choice between two values.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditional<'a> {
    /// What decides.
    pub condition: Expr<'a>,
    /// The value when the condition is true.
    pub then: Expr<'a>,
    /// The value when it is false.
    pub otherwise: Expr<'a>,
}

/// An operation on two values.
#[derive(Clone, Debug, PartialEq)]
pub struct Binary<'a> {
    /// The operation.
    pub operator: BinaryOperator,
    /// The left operand.
    pub left: Expr<'a>,
    /// The right operand.
    pub right: Expr<'a>,
}

/// An operation on one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Unary<'a> {
    /// The operation.
    pub operator: UnaryOperator,
    /// The operand, after the operator.
    pub operand: Expr<'a>,
}

/// The operations on two values, in the order of how loosely they bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}

/// The operations on one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `-`
    Negate,
    /// `!`
    Not,
}

impl<'a> Expr<'a> {
    /// The string, if this is a string without template sequences.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::String { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The expression inside any parentheses around it, or the expression itself.
    #[must_use]
    pub fn without_parens(&self) -> &Self {
        let mut inner = self;
        while let ExprKind::Parens(deeper) = &inner.kind {
            inner = deeper;
        }
        inner
    }

    /// The name, when this is nothing but a name; the words `null`, `true` and `false` are names to HCL here.
    pub fn as_keyword(&self) -> Option<&'a str> {
        match &self.kind {
            ExprKind::Traversal(traversal) if traversal.steps.is_empty() => Some(traversal.root),
            ExprKind::Null => Some("null"),
            ExprKind::Bool(true) => Some("true"),
            ExprKind::Bool(false) => Some("false"),
            _ => None,
        }
    }
}

impl ObjectItem<'_> {
    /// The key, when it is a bare name or a string and needs no working out.
    pub fn literal_key(&self) -> Option<&str> {
        self.key.as_keyword().or_else(|| self.key.as_str())
    }
}

impl<'a> Template<'a> {
    /// The expression, when the template is nothing but `"${…}"`: then its value keeps its type.
    pub fn wrapped(&self) -> Option<&Expr<'a>> {
        match self.parts.as_slice() {
            [Part::Interpolation { value, .. }] => Some(value),
            _ => None,
        }
    }
}
