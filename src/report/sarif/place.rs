//! Locations in SARIF: files as URIs, and regions in them.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::diagnostic::Place;
use crate::report::{NO_FILE, path};

/// A location.
pub fn location(place: &Place) -> Value {
    let mut physical = json!({"artifactLocation": artifact(place.file().unwrap_or(NO_FILE))});
    if let Some(region) = region(place) {
        physical["region"] = region;
    }
    json!({"physicalLocation": physical})
}

/// A region: if its end is not known, the rest of the line.
pub fn region(place: &Place) -> Option<Value> {
    let (start, end) = place.range()?;
    let mut region = json!({"startLine": start.line, "startColumn": start.column});
    if let Some(end) = end {
        region["endLine"] = end.line.into();
        region["endColumn"] = end.column.into();
    }
    Some(region)
}

/// A file: a relative path is in what SARIF's readers consider the root of all sources.
pub fn artifact(file: &str) -> Value {
    let path = path(file);
    match root(&path) {
        Some(root) => json!({"uri": format!("file://{root}{}", encoded(&path))}),
        None => json!({"uri": encoded(&path), "uriBaseId": "%SRCROOT%"}),
    }
}

/// What a URI has before an absolute path; `None` if the path is not absolute.
fn root(path: &str) -> Option<&'static str> {
    let is_drive = |path: &str| {
        path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && path[1..].starts_with(":/")
    };
    if path.starts_with('/') {
        Some("")
    } else if is_drive(path) {
        Some("/")
    } else {
        None
    }
}

/// The path with everything escaped that could mean something else in a URI.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::artifact;

    #[test]
    fn files_are_uris() {
        for (file, expected) in [
            ("./jobs/web.hcl", "jobs/web.hcl"),
            ("../a b/c:d%?#é.hcl", "../a%20b/c%3Ad%25%3F%23%C3%A9.hcl"),
            ("/srv/web.hcl", "file:///srv/web.hcl"),
            ("C:/srv/web.hcl", "file:///C%3A/srv/web.hcl"),
            ("é:/", "%C3%A9%3A/"),
            ("", "."),
        ] {
            assert_eq!(artifact(file)["uri"], expected, "{file}");
        }
    }
}
