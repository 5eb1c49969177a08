//! Files as editors name them: `file:///srv/jobs/web.nomad.hcl`.

use std::path::{Path, PathBuf};

/// The file that a URI names, if it names one.
pub fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    // A host is this one, or none.
    let at = rest.find('/')?;
    let decoded = decoded(&rest[at..])?;
    let is_drive = |text: &str| text.as_bytes().get(2) == Some(&b':');
    match decoded.strip_prefix('/') {
        Some(drive) if cfg!(windows) && is_drive(&decoded) => Some(PathBuf::from(drive)),
        _ => Some(PathBuf::from(decoded)),
    }
}

/// The URI of a file, from the root.
pub fn of_path(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'%');
        let byte = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..)? } else { after };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{of_path, path};

    #[test]
    fn files_have_names_and_back() {
        for (uri, file) in [
            ("file:///srv/a%20b/%C3%A9.nomad.hcl", "/srv/a b/é.nomad.hcl"),
            ("file:///srv/100%25", "/srv/100%"),
            ("file:///", "/"),
        ] {
            assert_eq!(path(uri).as_deref(), Some(Path::new(file)));
            assert_eq!(of_path(Path::new(file)), uri);
        }
        assert_eq!(path("file://localhost/srv/x").as_deref(), Some(Path::new("/srv/x")));
        assert_eq!(path("file:///a%zz").as_deref(), Some(Path::new("/a%zz")), "no number");
        assert_eq!((path("untitled:Untitled-1"), path("file://x")), (None, None));
        assert_eq!(path("file:///%ff"), None, "no UTF-8");
    }
}
