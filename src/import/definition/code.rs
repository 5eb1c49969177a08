//! Rust expressions, as far as definitions need them: values without a layout.

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Code {
    /// A literal, a path or a constant, on one line.
    Atom(String),
    /// `callee(…)`; a macro's name ends in `!`.
    Call(String, Vec<Code>),
    /// `root.method(…).method(…)`
    Chain(Box<Code>, Vec<Link>),
    /// `[…]`
    List(Vec<Code>),
    /// `(…)`
    Tuple(Vec<Code>),
    /// `Name { field: value, ..base }`
    Struct(String, Vec<(String, Code)>, Box<Code>),
    /// What may become a function of its own.
    Named(Box<Named>),
}

/// A block that may become a function of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// What the function is called if it can.
    pub name: String,
    /// The type that it returns.
    pub of: String,
    /// The block.
    pub code: Code,
}

/// A step of a chain.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    /// `.name(…)`
    Method(String, Vec<Code>),
    /// A line `// …`
    Comment(String),
}

impl Code {
    /// An atom.
    pub fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    /// A call.
    pub fn call(callee: &str, arguments: impl Into<Vec<Self>>) -> Self {
        Self::Call(callee.to_owned(), arguments.into())
    }

    /// The same with further steps.
    pub fn then(self, links: Vec<Link>) -> Self {
        match self {
            code if links.is_empty() => code,
            Self::Chain(root, mut before) => {
                before.extend(links);
                Self::Chain(root, before)
            }
            root => Self::Chain(Box::new(root), links),
        }
    }

    /// `code.method()`
    pub fn method(self, name: &str) -> Self {
        self.then(vec![Link::method(name, [])])
    }

    /// The expression behind its name.
    pub fn inner(&self) -> &Self {
        match self {
            Self::Named(named) => named.code.inner(),
            code => code,
        }
    }
}

impl Link {
    /// A step.
    pub fn method(name: &str, arguments: impl Into<Vec<Code>>) -> Self {
        Self::Method(name.to_owned(), arguments.into())
    }
}
