//! Big expressions in several functions, each with a name that the source gives it.

use std::collections::{HashMap, VecDeque};

use super::code::{Code, Link, Named};
use super::layout;
use super::names::{Names, words};

/// A function has at most about so many lines.
const LINES: usize = 40;

/// How far its lines may be indented: three levels of blocks.
const INDENT: usize = 24;

/// How far the body of a function is indented.
pub const INDENTED: usize = 4;

/// What becomes a function has at least so many lines.
const WORTH: usize = 5;

/// A function without parameters.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The type that it returns.
    pub of: String,
    /// Its body, laid out.
    pub body: String,
}

/// Splits expressions that are too long or too deep.
#[derive(Debug, Default)]
pub struct Splitter {
    names: Names,
    /// What has become a function, so that equal blocks share one.
    known: HashMap<Code, String>,
}

impl Splitter {
    /// The body of a function with this expression, with calls in it, and the functions that they call.
    pub fn split(&mut self, mut code: Code) -> (String, Vec<Function>) {
        let mut made = Vec::new();
        let mut body = layout::body(&code, INDENTED);
        while !is_small(&body) {
            let mut outer = Vec::new();
            outermost(&code, &mut outer);
            let mut counts: VecDeque<usize> =
                outer.iter().map(|named| lines(&named.code)).collect();
            let biggest = outer.into_iter().zip(&counts).max_by_key(|(_, lines)| **lines);
            let Some((biggest, _)) = biggest.filter(|(_, lines)| **lines >= WORTH) else { break };
            let of = biggest.of.clone();
            // What is replaced is what is outermost, in the same order.
            code = replace(code, &mut |named| {
                let lines = counts.pop_front().unwrap_or_default();
                if named.of == of && lines >= WORTH {
                    let name = self.name(&named, &mut made);
                    Code::Call(name, Vec::new())
                } else {
                    Code::Named(Box::new(named))
                }
            });
            body = layout::body(&code, INDENTED);
        }
        let mut functions = Vec::new();
        for (name, named) in made {
            let (body, inner) = self.split(named.code);
            functions.push(Function { name, of: named.of, body });
            functions.extend(inner);
        }
        (body, functions)
    }

    /// A name that no function can have.
    pub fn take(&mut self, name: &str) {
        self.names.take(name);
    }

    /// The name of the function for a block; a new one if no equal block has one.
    fn name(&mut self, named: &Named, made: &mut Vec<(String, Named)>) -> String {
        if let Some(name) = self.known.get(&named.code) {
            return name.clone();
        }
        let name = hint(&named.name);
        let name = self.names.function([&name, &format!("{name} {}", named.of)]);
        self.known.insert(named.code.clone(), name.clone());
        made.push((name.clone(), named.clone()));
        name
    }
}

fn lines(code: &Code) -> usize {
    layout::body(code, INDENTED).lines().count()
}

fn is_small(text: &str) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    text.lines().count() <= LINES && text.lines().all(|line| indent(line) <= INDENT)
}

/// The blocks in an expression, without those inside of them.
fn outermost<'a>(code: &'a Code, found: &mut Vec<&'a Named>) {
    let all = |codes: &'a [Code], found: &mut Vec<&'a Named>| {
        codes.iter().for_each(|code| outermost(code, found));
    };
    match code {
        Code::Atom(_) => {}
        Code::Named(named) => found.push(named),
        Code::Commented(_, code, _) => outermost(code, found),
        Code::Call(_, codes) | Code::List(codes) | Code::Tuple(codes) => all(codes, found),
        Code::Chain(root, links) => {
            outermost(root, found);
            for link in links {
                if let Link::Method(_, codes) = link {
                    all(codes, found);
                }
            }
        }
        Code::Struct(_, fields, base) => {
            fields.iter().for_each(|(_, code)| outermost(code, found));
            outermost(base, found);
        }
    }
}

/// The expression with other blocks in it.
fn replace(code: Code, with: &mut impl FnMut(Named) -> Code) -> Code {
    let mut all = |codes: Vec<Code>| codes.into_iter().map(|code| replace(code, with)).collect();
    match code {
        Code::Atom(_) => code,
        Code::Call(callee, codes) => Code::Call(callee, all(codes)),
        Code::List(codes) => Code::List(all(codes)),
        Code::Tuple(codes) => Code::Tuple(all(codes)),
        Code::Named(named) => with(*named),
        Code::Commented(above, code, below) => {
            Code::Commented(above, Box::new(replace(*code, with)), below)
        }
        Code::Chain(root, links) => {
            let root = Box::new(replace(*root, with));
            let link = |link| match link {
                Link::Method(name, codes) => {
                    let codes = codes.into_iter().map(|code| replace(code, with)).collect();
                    Link::Method(name, codes)
                }
                comment @ Link::Comment(_) => comment,
            };
            Code::Chain(root, links.into_iter().map(link).collect())
        }
        Code::Struct(name, fields, base) => {
            let fields =
                fields.into_iter().map(|(name, code)| (name, replace(code, with))).collect();
            Code::Struct(name, fields, Box::new(replace(*base, with)))
        }
    }
}

/// The maximum number of letters that a function's name gets from its block's: its head is on one
/// line.
const LONGEST: usize = 60;

/// The words of a name that have room in that of a function.
fn hint(name: &str) -> String {
    let words = words(name);
    // Only letters of ASCII are in words.
    match words.get(..LONGEST) {
        None => words,
        Some(start) => start.rsplit_once('_').map_or(start, |(whole, _)| whole).to_owned(),
    }
}
