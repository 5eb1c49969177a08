//! What one module's source says: the names that it brings in, the paths that it writes, and what it defines.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::vec;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A module: a file, or what stands in the braces of `mod x { … }`.
#[derive(Debug, Default)]
pub struct Source {
    /// What its `use` lines bring in.
    pub uses: Vec<Use>,
    /// The paths in its code, one segment long or longer.
    pub paths: BTreeSet<Vec<String>>,
    /// The names of its items.
    pub items: BTreeSet<String>,
    /// The modules whose content stands in it.
    pub inner: Vec<(String, Self)>,
}

/// One name of a `use` line.
#[derive(Debug)]
pub struct Use {
    /// What it stands for.
    pub path: Vec<String>,
    /// The name; `*` for all.
    pub name: String,
    /// Whether others may use the name.
    pub public: bool,
    /// Whether it is that of a module, by `a::{self}`.
    pub module: bool,
}

type Tokens = Peekable<vec::IntoIter<TokenTree>>;

impl Source {
    /// Reads a source. Doc comments and what is for tests only are left out.
    pub fn read(text: &str) -> Self {
        let mut source = Self::default();
        source.tokens(text.parse().expect("Rust"), true);
        source
    }

    fn tokens(&mut self, stream: TokenStream, outermost: bool) {
        let mut tokens = stream.into_iter().collect::<Vec<_>>().into_iter().peekable();
        let (mut public, mut after) = (false, String::new());
        while let Some(token) = tokens.next() {
            let word = token.to_string();
            match token {
                TokenTree::Punct(_) if word == "#" => {
                    let Some(TokenTree::Group(attribute)) = tokens.peek().cloned() else {
                        continue;
                    };
                    tokens.next();
                    let text = attribute.stream().to_string().replace(' ', "");
                    if text.starts_with("cfg(") && text.contains("test)") {
                        skip_item(&mut tokens);
                    } else if !text.starts_with("doc=") {
                        self.tokens(attribute.stream(), false);
                    }
                }
                TokenTree::Ident(_) if word == "pub" => {
                    public = true;
                    if let Some(TokenTree::Group(group)) = tokens.peek()
                        && group.delimiter() == Delimiter::Parenthesis
                    {
                        tokens.next();
                    }
                    continue;
                }
                TokenTree::Ident(_) if word == "use" => {
                    self.use_tree(&mut tokens, &mut Vec::new(), public);
                }
                TokenTree::Ident(_) if word == "mod" => self.module(&mut tokens),
                TokenTree::Ident(_) if after == "." || after == "$" => {}
                // What a macro writes is used where it is written.
                TokenTree::Ident(_) if word == "quote" => drop((tokens.next(), tokens.next())),
                TokenTree::Ident(_) if is_item(&after) => {
                    if outermost {
                        self.items.insert(word.clone());
                    }
                }
                TokenTree::Ident(_) => self.path(word.clone(), &mut tokens),
                TokenTree::Group(group) => self.tokens(group.stream(), false),
                // A lifetime or a label.
                TokenTree::Punct(_) if word == "'" => drop(tokens.next()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            public = false;
            after = word;
        }
    }

    /// `mod x { … }`; after `mod x;` there is nothing to read here.
    fn module(&mut self, tokens: &mut Tokens) {
        let Some(TokenTree::Ident(name)) = tokens.next() else { return };
        if let Some(TokenTree::Group(body)) = tokens.peek() {
            let mut inner = Self::default();
            inner.tokens(body.stream(), true);
            self.inner.push((name.to_string(), inner));
            tokens.next();
        }
    }

    /// A path of which the first segment has been read.
    fn path(&mut self, first: String, tokens: &mut Tokens) {
        let mut path = vec![first];
        while colons(tokens) {
            match tokens.peek() {
                Some(TokenTree::Ident(segment)) => path.push(segment.to_string()),
                // The arguments of a generic.
                _ => break,
            }
            tokens.next();
        }
        self.paths.insert(path);
    }

    fn use_tree(&mut self, tokens: &mut Tokens, prefix: &mut Vec<String>, public: bool) {
        let depth = prefix.len();
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Ident(word) if word == "as" => {
                    let name = tokens.next().map(|name| name.to_string()).unwrap_or_default();
                    self.used(prefix, Some(name), public);
                    prefix.truncate(depth);
                }
                TokenTree::Ident(word) => prefix.push(word.to_string()),
                TokenTree::Group(group) => {
                    self.use_group(group, prefix, public);
                    prefix.truncate(depth);
                }
                TokenTree::Punct(punct) => match punct.as_char() {
                    '*' => {
                        self.used(prefix, Some("*".to_owned()), public);
                        prefix.truncate(depth);
                    }
                    ',' | ';' => {
                        if prefix.len() > depth {
                            self.used(prefix, None, public);
                            prefix.truncate(depth);
                        }
                        if punct.as_char() == ';' {
                            return;
                        }
                    }
                    _ => {}
                },
                TokenTree::Literal(_) => {}
            }
        }
        if prefix.len() > depth {
            self.used(prefix, None, public);
            prefix.truncate(depth);
        }
    }

    fn use_group(&mut self, group: &Group, prefix: &mut Vec<String>, public: bool) {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        self.use_tree(&mut tokens.into_iter().peekable(), prefix, public);
    }

    fn used(&mut self, path: &[String], name: Option<String>, public: bool) {
        let mut path = path.to_vec();
        let module = path.len() > 1 && path.last().is_some_and(|last| last == "self");
        if module {
            path.pop();
        }
        let name = name.or_else(|| path.last().cloned()).unwrap_or_default();
        self.uses.push(Use { path, name, public, module });
    }
}

fn is_item(keyword: &str) -> bool {
    ["fn", "struct", "enum", "trait", "type", "const", "static", "union"].contains(&keyword)
}

/// Takes `::`, if that is next.
fn colons(tokens: &mut Tokens) -> bool {
    let colon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    let mut ahead = tokens.clone();
    let both = ahead.next().is_some_and(|token| colon(&token))
        && ahead.next().is_some_and(|token| colon(&token));
    if both {
        tokens.next();
        tokens.next();
    }
    both
}

/// Leaves out the item behind an attribute.
fn skip_item(tokens: &mut Tokens) {
    for token in tokens.by_ref() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ';' => return,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
            _ => {}
        }
    }
}
