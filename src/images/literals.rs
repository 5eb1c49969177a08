//! The literals in Rust that update bots take for images: what `renovate.json` matches, said once more for us. A test holds
//! both against each other.

use std::ops::Range;

use crate::reference::Reference;
use crate::rust_text::token;

/// A string that says an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The string with its quotes.
    pub span: Range<usize>,
    /// What it says.
    pub image: String,
    /// What it is said to.
    pub to: To,
}

/// What a string is said to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// A call whose name ends here: `Docker::image("…")`, `.image("…")`.
    Call(usize),
    /// An attribute of a driver that we do not know: `.attr("image", "…")`.
    Attribute,
    /// A constant of this name.
    Constant(String),
}

/// The images in the Rust text of a file: in calls of `image`, in attributes of that name, and in constants, if they lie in
/// `images.rs` or have `IMAGE` in their names. Only those with a tag: nobody could say what is newer than the others. And the
/// other strings that look like images.
pub fn literals(file: &str, text: &str) -> (Vec<Found>, Vec<String>) {
    let all_constants = file.rsplit('/').next() == Some("images.rs");
    let (mut found, mut others) = (Vec::new(), Vec::new());
    // Since the last string or comment, there is code only.
    let (mut at, mut code) = (0, 0);
    let mut before = "";
    while at < text.len() {
        let rest = &text[at..];
        let length = token(rest);
        let own = &rest[..length];
        if length > 1 && !own.starts_with(|first: char| !first.is_ascii()) {
            let said = text[code..at].trim_end();
            if let Some(image) = image(own).map(str::to_owned) {
                match to(said, code, before, all_constants) {
                    Some(to) => found.push(Found { span: at..at + length, image, to }),
                    None => others.push(image),
                }
            }
            before = own;
            code = at + length;
        }
        at += length.max(1);
    }
    (found, others)
}

/// The image that a string says, if it is one with a tag.
fn image(string: &str) -> Option<&str> {
    let name = string.strip_prefix('"')?.strip_suffix('"')?;
    Reference::parse(name)?.tag.map(|_| name)
}

/// What a string is said to, by the code before it, which begins at an offset behind another string or comment.
fn to(code: &str, start: usize, before: &str, all_constants: bool) -> Option<To> {
    if let Some(callee) = code.strip_suffix('(') {
        let path = callee.strip_suffix("image")?;
        let is_call = path.ends_with('.') || path.ends_with("::");
        // The site puts its registry before the name.
        return (is_call && !path.ends_with("site.")).then(|| To::Call(start + callee.len()));
    }
    if code == "," && before == "\"image\"" {
        return Some(To::Attribute);
    }
    let rest = code.strip_suffix('=')?.strip_suffix(' ')?;
    let rest = rest.strip_suffix("str")?;
    let name = rest.strip_suffix(": &").or_else(|| rest.strip_suffix(": &'static "))?;
    let (_, name) = name.rsplit_once("const ")?;
    let letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let is_name = !name.is_empty() && name.bytes().all(letter);
    (is_name && (all_constants || name.contains("IMAGE"))).then(|| To::Constant(name.to_owned()))
}
