//! A further site in a `site.rs`.

use crate::draft::name::Stem;
use crate::error::{Error, ErrorKind};
use crate::rust_text::token;

/// The source of `site.rs` with a further site: a function of that name, and an item in the list of
/// `sites`.
///
/// Where the list is not a `vec![…]`, it is the author's: then the second string describes what to
/// add to it.
///
/// ```
/// use jobwright::draft::with_site;
///
/// let (text, note) = with_site("pub fn site() -> Site {\n    Site::new(\"lab\")\n}\n", "cloud")?;
/// assert!(text.contains("pub fn cloud() -> Site {\n    Site::new(\"cloud\").datacenters([\"cloud\"])\n}\n"));
/// assert!(text.contains("    vec![site(), cloud()]\n"));
/// assert_eq!(note, None);
/// # Ok::<(), jobwright::Error>(())
/// ```
///
/// # Errors
///
/// A name that is not valid for a function, or whose function already exists.
pub fn with_site(text: &str, name: &str) -> Result<(String, Option<String>), Error> {
    let stem = Stem::of("site", name)?;
    let function = stem.as_str();
    let refused = |message: String| {
        Err(Error::new(ErrorKind::Usage, message).help("use another name for the site"))
    };
    if matches!(name, "site" | "sites") {
        return refused(format!(
            "the function `{name}` of `registry/site.rs` cannot be the one of a \
            site"
        ));
    }
    let tokens = tokens(text);
    if names(&tokens, function) {
        return refused(format!("duplicate function `{function}` in `registry/site.rs`"));
    }
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let appended = |text: &str, more: &str| {
        format!("{}{newline}{}", text.trim_end(), more.replace('\n', newline))
    };
    let mut more = format!(
        "\n/// The cluster `{name}`.\npub fn {function}() -> Site {{\n    Site::new({name:?}).datacenters([{name:?}])\n}}\n"
    );
    let Some(sites) = function_at(&tokens, "sites") else {
        more.push_str(&format!(
            "\n/// All clusters of this registry.\npub fn sites() -> Vec<Site> {{\n    vec![site(), {function}()]\n}}\n"
        ));
        return Ok((appended(text, &more), None));
    };
    let Some(list) = tokens.get(sites..).and_then(list) else {
        let note = format!("add `{function}()` to the result of `sites` in registry/site.rs");
        return Ok((appended(text, &more), Some(note)));
    };
    Ok((appended(&with_item(text, list, function, newline), &more), None))
}

/// The source with a further item in a list.
fn with_item(text: &str, list: &[Token<'_>], function: &str, newline: &str) -> String {
    // The brackets, and what is between them.
    let ([open, .., close], [.., last, _]) = (list, list) else { return text.to_owned() };
    let is_empty = list.len() == 2;
    let has_comma = is_empty || last.text == ",";
    let (before, rest) = text.split_at(last.end());
    let (between, after) = rest.split_at(close.at - last.end());
    if !text.get(open.end()..close.at).is_some_and(|inside| inside.contains('\n')) {
        return match (is_empty, has_comma) {
            (true, _) => format!("{before}{function}(){between}{after}"),
            (false, true) => format!("{before} {function}(),{between}{after}"),
            (false, false) => format!("{before}, {function}(){between}{after}"),
        };
    }
    let line = text.get(..open.at).and_then(|text| text.lines().next_back()).unwrap_or_default();
    let indent = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
    let comma = if has_comma { "" } else { "," };
    let between = between.trim_end();
    format!("{before}{comma}{between}{newline}{indent}    {function}(),{newline}{indent}{after}")
}

/// A word, a literal or a punctuation mark of Rust source.
#[derive(Clone, Copy)]
struct Token<'t> {
    /// Where it begins.
    at: usize,
    text: &'t str,
    /// How many brackets enclose it; only a closing bracket counts itself.
    depth: usize,
}

impl Token<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// The tokens of a source, without comments.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut all, mut at, mut depth) = (Vec::new(), 0, 0_usize);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let mut length = token(rest);
        let is_word = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if is_word(rest) && length == rest.chars().next().map_or(1, char::len_utf8) {
            let in_word = |c: char| c.is_alphanumeric() || c == '_';
            // For `br"…"`, the tokenizer knows what begins at the `r`.
            let raw = rest.starts_with("br\"") || rest.starts_with("br#\"");
            length = if raw { 1 } else { rest.find(|c| !in_word(c)).unwrap_or(rest.len()) };
        }
        let Some(own) = rest.get(..length) else { return all };
        let is_comment = own.starts_with("//") || own.starts_with("/*");
        if !is_comment && !own.trim().is_empty() {
            all.push(Token { at, text: own, depth });
            match own {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        at += length;
    }
    all
}

/// The position of the function of a name, outside of other items.
fn function_at(tokens: &[Token<'_>], name: &str) -> Option<usize> {
    tokens.windows(2).position(
        |pair| matches!(pair, [of, word] if of.depth == 0 && of.text == "fn" && word.text == name),
    )
}

/// Whether a function has that name, or is imported under it.
fn names(tokens: &[Token<'_>], name: &str) -> bool {
    let mut items = tokens.split(|token| {
        token.depth == 0 && token.text == ";" || token.text == "}" && token.depth == 1
    });
    let imported = items.any(|item| {
        let is_use = item.iter().any(|token| token.depth == 0 && token.text == "use");
        let last = item.iter().enumerate().any(|(at, token)| {
            let next = item.get(at + 1).map(|token| token.text);
            token.text == name && matches!(next, None | Some("," | "}"))
        });
        is_use && last
    });
    imported || function_at(tokens, name).is_some()
}

/// The brackets of the list and what is between them, if the body of a function is `vec![…]` and
/// nothing else.
fn list<'t, 'x>(function: &'t [Token<'x>]) -> Option<&'t [Token<'x>]> {
    let body = function.iter().position(|token| token.text == "{")?;
    let inner = function.get(body + 1..)?;
    let end = inner.iter().position(|token| token.text == "}" && token.depth == 1)?;
    let [vec, bang, list @ ..] = inner.get(..end)? else { return None };
    let close = list.iter().skip(1).position(|token| token.text == "]" && token.depth == 2)?;
    let is_list = vec.text == "vec" && bang.text == "!" && list.first()?.text == "[";
    // `vec![site(); 2]` is not a list of items.
    let repeats = list.iter().any(|token| token.text == ";" && token.depth == 2);
    (is_list && !repeats && close + 2 == list.len()).then_some(list)
}
