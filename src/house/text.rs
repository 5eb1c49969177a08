//! The content of files: config files and scripts next to the definitions, with the site's facts
//! filled in.

use std::fmt::Display;

/// Includes the content of a file, and fills in its placeholders: `@NAME@`, in capitals.
///
/// The path is relative to the Rust file, as for `include_str!`. Nothing else in the file is changed: `{{ … }}`
/// is still consul-template's, and `${…}` still the program's own. Placeholders are checked when the definition
/// is compiled: one without a value, or a value without a placeholder, is an error at this very line.
///
/// ```
/// # // The path is this file's own neighbour.
/// use jobwright::{house::Site, include_text};
///
/// let site = Site::new("lab").consul("consul.lab:8500");
/// let config = include_text!("example.yml", CONSUL = site.consul);
/// assert_eq!(config, "server: consul.lab:8500\nreplacement: ${1}:9100\n");
/// ```
#[macro_export]
macro_rules! include_text {
    ($file:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        const TEXT: &str = include_str!($file);
        $(const _: () = assert!(
            $crate::house::has_placeholder(TEXT, stringify!($name)),
            concat!($file, " has no placeholder @", stringify!($name), "@"),
        );)*
        const _: () = assert!(
            $crate::house::only_placeholders(TEXT, &[$(stringify!($name)),*]),
            concat!($file, " has a placeholder @NAME@ that is not filled in here"),
        );
        $crate::house::fill(TEXT, &[$((stringify!($name), &$value as &dyn ::std::fmt::Display)),*])
    }};
}

/// Fills in placeholders. One without a value is left unchanged; placeholders in values are not
/// replaced.
#[doc(hidden)]
#[must_use]
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let length = placeholder(here.as_bytes(), 0);
        let value = values.iter().find(|(name, _)| length > 0 && *name == &here[1..length - 1]);
        let taken = match value {
            Some((_, value)) => {
                out.push_str(&value.to_string());
                length
            }
            None => {
                out.push('@');
                1
            }
        };
        rest = &here[taken..];
    }
    out.push_str(rest);
    out
}

/// Whether a file's content has this placeholder.
#[doc(hidden)]
#[must_use]
pub const fn has_placeholder(text: &str, name: &str) -> bool {
    let text = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        if is_named(text, at, name) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether a file's content has no placeholders but these.
#[doc(hidden)]
#[must_use]
pub const fn only_placeholders(text: &str, names: &[&str]) -> bool {
    let text = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        let length = placeholder(text, at);
        if length > 0 {
            let mut name = 0;
            while name < names.len() && !is_named(text, at, names[name]) {
                name += 1;
            }
            if name == names.len() {
                return false;
            }
            at += length;
        } else {
            at += 1;
        }
    }
    true
}

const fn is_named(text: &[u8], at: usize, name: &str) -> bool {
    let name = name.as_bytes();
    if placeholder(text, at) != name.len() + 2 {
        return false;
    }
    let mut letter = 0;
    while letter < name.len() {
        if text[at + 1 + letter] != name[letter] {
            return false;
        }
        letter += 1;
    }
    true
}

/// The length of the placeholder that starts here, with both its signs; 0 where none does.
const fn placeholder(text: &[u8], at: usize) -> usize {
    if text[at] != b'@' || at + 1 >= text.len() || !text[at + 1].is_ascii_uppercase() {
        return 0;
    }
    let mut end = at + 1;
    while end < text.len()
        && (text[end].is_ascii_uppercase() || text[end].is_ascii_digit() || text[end] == b'_')
    {
        end += 1;
    }
    if end < text.len() && text[end] == b'@' { end + 1 - at } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{fill, has_placeholder, only_placeholders};

    fn check(text: &str, expected: &str) {
        assert_eq!(fill(text, &[("A", &"1"), ("B_2", &"@A@")]), expected, "{text}");
    }

    #[test]
    fn placeholders_are_filled_once() {
        check("@A@:@B_2@", "1:@A@");
        check("@A@A@", "1A@");
        check("me@lab @a@ @@ @A @B@ é@A@", "me@lab @a@ @@ @A @B@ é1");
        check("", "");
    }

    #[test]
    fn placeholders_are_known() {
        assert!(has_placeholder("x@A@", "A"));
        assert!(!has_placeholder("x@AB@ @A", "A"));
        assert!(only_placeholders("a@b @A@ @@", &["A"]));
        assert!(!only_placeholders("@A@ @B@", &["A"]));
        assert!(only_placeholders("@", &[]));
    }
}
