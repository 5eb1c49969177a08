//! Rust expressions, as far as definitions need them: values without a layout.

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// An expression that may become a function of its own.
    Named(Box<Named>),
}

/// A block that may become a function of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    /// The name of the function, if it becomes one and the name is free.
    pub name: String,
    /// The type that it returns.
    pub of: String,
    /// The block.
    pub code: Code,
}

/// A step of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
                Self::Chain(root, set_apart(before))
            }
            Self::Commented(above, code, below) => code.then(links).between(above, below),
            root => match set_apart(links) {
                none if none.is_empty() => root,
                links => Self::Chain(Box::new(root), links),
            },
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

    /// The same with further steps; comments after the last call come below it.
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

    /// The expression without its name.
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

impl Code {
    /// Shows the expression and those in it, from outside; it goes into one where `see` says so.
    pub fn walk<'a>(&'a self, see: &mut dyn FnMut(&'a Self) -> bool) {
        if !see(self) {
            return;
        }
        match self {
            Self::Atom(_) => {}
            Self::Named(named) => named.code.walk(see),
            Self::Commented(_, code, _) => code.walk(see),
            Self::Call(_, codes) | Self::List(codes) | Self::Tuple(codes) => {
                codes.iter().for_each(|code| code.walk(see));
            }
            Self::Chain(root, links) => {
                root.walk(see);
                for link in links {
                    if let Link::Method(_, codes) = link {
                        codes.iter().for_each(|code| code.walk(see));
                    }
                }
            }
            Self::Struct(_, fields, base) => {
                fields.iter().for_each(|(_, code)| code.walk(see));
                base.walk(see);
            }
        }
    }

    /// Replaces expressions by what `with` returns for them, outermost first; it goes into those
    /// for which that is `None`.
    pub fn rewrite(&mut self, with: &mut dyn FnMut(&Self) -> Option<Self>) {
        if let Some(other) = with(self) {
            *self = other;
            return;
        }
        match self {
            Self::Atom(_) => {}
            Self::Named(named) => named.code.rewrite(with),
            Self::Commented(_, code, _) => code.rewrite(with),
            Self::Call(_, codes) | Self::List(codes) | Self::Tuple(codes) => {
                codes.iter_mut().for_each(|code| code.rewrite(with));
            }
            Self::Chain(root, links) => {
                root.rewrite(with);
                for link in links {
                    if let Link::Method(_, codes) = link {
                        codes.iter_mut().for_each(|code| code.rewrite(with));
                    }
                }
            }
            Self::Struct(_, fields, base) => {
                fields.iter_mut().for_each(|(_, code)| code.rewrite(with));
                base.rewrite(with);
            }
        }
    }

    /// The expression without a layout, by which equal ones are known. None if it has comments.
    pub fn key(&self, out: &mut String) -> Option<()> {
        let list = |codes: &[Self], out: &mut String| {
            for code in codes {
                code.key(out)?;
                out.push_str(", ");
            }
            Some(())
        };
        match self {
            Self::Atom(text) => out.push_str(text),
            Self::Named(named) => named.code.key(out)?,
            Self::Commented(..) => return None,
            Self::Call(callee, codes) => {
                out.extend([callee, "("]);
                list(codes, out)?;
                out.push(')');
            }
            Self::List(codes) | Self::Tuple(codes) => {
                out.push('[');
                list(codes, out)?;
                out.push(']');
            }
            Self::Chain(root, links) => {
                root.key(out)?;
                for link in links {
                    let Link::Method(name, codes) = link else { return None };
                    out.extend([".", name, "("]);
                    list(codes, out)?;
                    out.push(')');
                }
            }
            Self::Struct(name, fields, base) => {
                out.extend([name, "{"]);
                for (name, code) in fields {
                    out.extend([name, ":"]);
                    code.key(out)?;
                    out.push(',');
                }
                base.key(out)?;
                out.push('}');
            }
        }
        Some(())
    }
}
