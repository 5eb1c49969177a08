//! The content of a file, as a tree without locations: the form in which two parsers can be
//! compared.

use std::fmt;

/// The body of a block, between its braces, or of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body(pub Vec<TreeItem>);

/// An item of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum TreeItem {
    /// `name = value`
    Attribute(String, Tree),
    /// `name "label" { … }`
    Block(Block),
}

/// A block.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The type of the block.
    pub name: String,
    /// The labels, as strings.
    pub labels: Vec<String>,
    /// The body, between the braces.
    pub body: Body,
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// The digits of a number as they are written, without a sign.
    Number(String),
    /// A string, quoted or as a heredoc, with escapes resolved.
    Text(Vec<Part>),
    /// `[…]`
    List(Vec<Tree>),
    /// `{…}`, keys and values.
    Object(Vec<(Tree, Tree)>),
    /// A name alone.
    Name(String),
    /// `(…)`
    Parens(Box<Tree>),
    /// Anything else: what it is, and what it is made of.
    Made(String, Vec<Tree>),
}

/// A piece of a string.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Text; never two in a row, and never empty.
    Text(String),
    /// `${…}`
    Value(Tree, Written),
    /// `%{…}`: its keyword, and what comes after it.
    Directive(&'static str, Vec<Tree>),
}

/// What Nomad makes of a reference that it cannot resolve: text again, from the braces as they were written. It takes no
/// part in comparing trees.
#[derive(Clone, Debug, Default)]
pub struct Written(pub String);

impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Tree {
    /// A string without sequences.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(joined([Part::Text(text.into())]))
    }

    /// The string, if it is one without sequences.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(parts) => match parts.as_slice() {
                [] => Some(""),
                [Part::Text(text)] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The same without parentheses around it.
    #[must_use]
    pub fn bare(&self) -> &Self {
        match self {
            Self::Parens(inner) => inner.bare(),
            other => other,
        }
    }

    /// The digits of a number with their sign, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<String> {
        match self {
            Self::Number(digits) => Some(digits.clone()),
            Self::Made(sign, of) if sign == "-" && of.len() == 1 => match &of[0] {
                Self::Number(digits) => Some(format!("-{digits}")),
                _ => None,
            },
            _ => None,
        }
    }

    /// The name that all of it starts from, if it is a name and constant steps from there.
    #[must_use]
    pub fn root(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            Self::Made(step, of) => match (step.as_str(), of.as_slice()) {
                (step, [source]) if step.starts_with('.') && step != ".*" => source.root(),
                ("[]", [source, key]) if key.as_text().is_some() || key.number().is_some() => {
                    source.root()
                }
                _ => None,
            },
            _ => None,
        }
    }
}

/// The pieces with adjacent literal ones joined, without empty ones, and without an empty `else`.
#[must_use]
pub fn joined(parts: impl IntoIterator<Item = Part>) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    for part in parts {
        match (all.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, Part::Text(text)) if text.is_empty() => {}
            (Some(Part::Directive("else", _)), end @ Part::Directive("endif", _)) => {
                all.pop();
                all.push(end);
            }
            (_, part) => all.push(part),
        }
    }
    all
}

/// As a message shows it: near enough to HCL to be recognised.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(digits) => f.write_str(digits),
            Self::Name(name) => f.write_str(name),
            Self::Parens(inner) => write!(f, "({inner})"),
            Self::List(values) => write!(f, "[{}]", commas(values)),
            Self::Object(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{key} = {value}")).collect();
                write!(f, "{{{}}}", entries.join(", "))
            }
            Self::Made(what, of) => match (what.as_str(), of.as_slice()) {
                ("[]", [source, key]) => write!(f, "{source}[{key}]"),
                (step, [source]) if step.starts_with(['.', '[']) => write!(f, "{source}{step}"),
                ("?", [condition, yes, no]) => write!(f, "{condition} ? {yes} : {no}"),
                (operator, [operand]) if !operator.contains('(') => {
                    write!(f, "{operator}{operand}")
                }
                (operator, [left, right]) if !operator.contains('(') => {
                    write!(f, "{left} {operator} {right}")
                }
                (call, of) => write!(f, "{call}{})", commas(of)),
            },
            Self::Text(parts) => {
                f.write_str("\"")?;
                for part in parts {
                    match part {
                        Part::Text(text) => write!(f, "{}", text.escape_debug())?,
                        Part::Value(value, _) => write!(f, "${{{value}}}")?,
                        Part::Directive(word, of) => write!(f, "%{{{word} {}}}", commas(of))?,
                    }
                }
                f.write_str("\"")
            }
        }
    }
}

fn commas(values: &[Tree]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
