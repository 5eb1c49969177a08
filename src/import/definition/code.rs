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
    /// An argument, an entry or a whole body, with lines `// …` above and below it.
    Commented(Vec<String>, Box<Code>, Vec<String>),
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
    /// A line `// …`; an empty one sets comments apart.
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
            Self::Commented(above, code, below) => code.then(links).between(above, below),
            root => Self::Chain(Box::new(root), links),
        }
    }

    /// `code.method()`
    pub fn method(self, name: &str) -> Self {
        self.then(vec![Link::method(name, [])])
    }

    /// The same between comments.
    pub fn between(self, above: Vec<String>, below: Vec<String>) -> Self {
        if above.is_empty() && below.is_empty() {
            return self;
        }
        match self {
            Self::Named(mut named) => {
                named.code = named.code.between(above, below);
                Self::Named(named)
            }
            Self::Commented(inner_above, code, inner_below) => {
                let (above, below) = ([above, inner_above].concat(), [inner_below, below].concat());
                Self::Commented(above, code, below)
            }
            code => Self::Commented(above, Box::new(code), below),
        }
    }

    /// The same with further steps; comments among them that no call follows come below it.
    pub fn chain(self, links: Vec<Link>) -> Self {
        let mut links = set_apart(links);
        let last = links.iter().rposition(|link| matches!(link, Link::Method(..)));
        let below = links.split_off(last.map_or(0, |last| last + 1));
        let line = |link| match link {
            Link::Comment(line) => Some(line),
            Link::Method(..) => None,
        };
        self.then(links).between(Vec::new(), below.into_iter().filter_map(line).collect())
    }

    /// The expression behind its name.
    pub fn inner(&self) -> &Self {
        match self {
            Self::Named(named) => named.code.inner(),
            code => code,
        }
    }
}

/// An empty comment becomes an empty line between two others, or nothing.
fn set_apart(links: Vec<Link>) -> Vec<Link> {
    let mut out: Vec<Link> = Vec::with_capacity(links.len());
    for link in links {
        match &link {
            Link::Comment(line) if line.is_empty() => {
                if matches!(out.last(), Some(Link::Comment(_))) {
                    out.push(Link::Comment("//".to_owned()));
                }
            }
            _ => out.push(link),
        }
    }
    out
}

impl Link {
    /// A step.
    pub fn method(name: &str, arguments: impl Into<Vec<Code>>) -> Self {
        Self::Method(name.to_owned(), arguments.into())
    }
}
