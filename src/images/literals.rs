//! The literals in Rust that update bots take for images: a second implementation of what
//! `renovate.json` matches. A test compares the two.

use std::ops::Range;

use super::tokens::{Code, Kind, last};
use crate::reference::Reference;

/// The methods that convert a string into another type.
const CONVERSIONS: [&str; 5] = ["to_owned", "to_string", "into", "clone", "as_str"];

/// A string that names an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The string with its quotes.
    pub span: Range<usize>,
    /// The image that it names.
    pub image: String,
}

/// The images in the Rust of a file: in calls of `image`, in attributes of that name, in what
/// `pick` chooses from there, and in constants, if they are in `images.rs` or have `IMAGE` in their
/// names. Only those with a tag: without one, it is not known which version is newer.
pub fn literals(code: &Code) -> Vec<Found> {
    let all_constants = code.text.name.rsplit('/').next() == Some("images.rs");
    let mut found = Vec::new();
    for at in code.all().filter(|at| code.kind(*at) == Kind::Path) {
        if let Some(value) = value(code, at) {
            let own = alternatives(code, value).unwrap_or_default().into_iter();
            found.extend(own.filter_map(|at| text(code, at)));
        }
        let Some(Constant { name, value, .. }) = constant(code, at) else { continue };
        let is_meant = all_constants || name.contains("IMAGE");
        let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if is_meant && name.bytes().all(is_name) && value.len() == 1 {
            let own = text(code, value.start);
            found.extend(own.filter(|found| !is_host(&found.image)));
        }
    }
    found
}

/// The image that the plain string at this token names, if it is one with a tag.
fn text(code: &Code, at: usize) -> Option<Found> {
    let image = code.string(at).filter(|_| code.kind(at) == Kind::Text)?;
    Reference::parse(image)?.tag?;
    Some(Found { span: code.span(at), image: image.to_owned() })
}

/// Whether a string is a host with a port, such as `registry.lab:5000`, and not an image with a
/// tag.
fn is_host(text: &str) -> bool {
    text.split_once(':').is_some_and(|(host, port)| {
        host.contains('.') && !text.contains('/') && port.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The argument for the image in the call whose name is at this token: `.image(VALUE)`,
/// `Docker::image(VALUE)` or `.attr("image", VALUE)`.
pub fn value(code: &Code, name: usize) -> Option<Range<usize>> {
    if code.said(name + 1) != "(" {
        return None;
    }
    let is_method = code.before(name, 1) == ".";
    match code.said(name) {
        "attr" if is_method => {
            let arguments = code.arguments(name + 1);
            let [key, value] = arguments.as_slice() else { return None };
            (key.len() == 1 && code.string(key.start) == Some("image")).then(|| value.clone())
        }
        // The site puts its registry before the name.
        "image" if !is_method || is_of_site(code, name) => None,
        path if last(path) == "image" => code.arguments(name + 1).into_iter().next(),
        _ => None,
    }
}

/// Whether it is the site that has this method: by the site's name, or since another `image` takes what it gives.
fn is_of_site(code: &Code, name: usize) -> bool {
    if code.before(name, 2).ends_with("site") {
        return true;
    }
    let mut start = name;
    while code.before(start, 1) == "." && start > 1 && code.kind(start - 2) == Kind::Path {
        start -= 2;
    }
    start < name && code.before(start, 1) == "(" && last(code.before(start, 2)) == "image"
}

/// The strings and names of which a value is one, as indices of tokens: itself, or those that
/// `pick` chooses from; `None` if it is made in any other way.
pub fn alternatives(code: &Code, value: Range<usize>) -> Option<Vec<usize>> {
    let said = |offset: usize| code.said(value.start + offset);
    if said(0) == "&" {
        return alternatives(code, value.start + 1..value.end);
    }
    let first = value.start;
    let is_one = !value.is_empty() && code.kind(first) != Kind::Sign;
    let converts = said(1) == "." && CONVERSIONS.contains(&said(2)) && said(3) == "(";
    if is_one && (value.len() == 1 || (converts && said(4) == ")" && value.len() == 5)) {
        return Some(vec![first]);
    }
    let mut open = first;
    while code.kind(open) == Kind::Path && code.said(open + 1) == "." {
        open += 2;
    }
    let is_pick = open > first && code.said(open) == "pick" && code.said(open + 1) == "(";
    if !is_pick || code.closing(open + 1) + 1 != value.end {
        return None;
    }
    let arguments = code.arguments(open + 1);
    let [otherwise, choices] = arguments.as_slice() else { return None };
    if code.said(choices.start) != "[" || code.closing(choices.start) + 1 != choices.end {
        return None;
    }
    let mut all = alternatives(code, otherwise.clone())?;
    for choice in code.arguments(choices.start) {
        let pair = code.arguments(choice.start);
        let [_, value] = pair.as_slice() else { return None };
        all.extend(alternatives(code, value.clone())?);
    }
    Some(all)
}

/// A constant or a static.
#[derive(Debug)]
pub struct Constant<'c> {
    pub name: &'c str,
    /// What it is set to.
    pub value: Range<usize>,
    /// Whether its type is a string.
    pub is_text: bool,
}

/// The constant that is defined at this word.
pub fn constant(code: &Code, at: usize) -> Option<Constant<'_>> {
    let is_one = matches!(code.said(at), "const" | "static");
    if !is_one || code.kind(at + 1) != Kind::Path || code.said(at + 2) != ":" {
        return None;
    }
    let end = (at + 3..code.all().end).find(|at| matches!(code.said(*at), ";" | "}"))?;
    let equals = (at + 3..end).find(|at| code.said(*at) == "=")?;
    let types: Vec<&str> = (at + 3..equals).map(|at| code.said(at)).collect();
    let is_text = matches!(types.as_slice(), ["&", "str"] | ["&", "'", "static", "str"]);
    Some(Constant { name: code.said(at + 1), value: equals + 1..end, is_text })
}
