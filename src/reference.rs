//! The name of an image in its parts, by the grammar of image registries:
//! `host:port/path:tag@sha256:hex`.

/// The name of an image in its parts.
///
/// ```
/// use jobwright::images::Reference;
/// let image = Reference::parse("registry.lab:5000/tools/web:1.4.2").ok_or("no image")?;
/// assert_eq!((image.repository, image.tag, image.digest), ("registry.lab:5000/tools/web", Some("1.4.2"), None));
/// assert_eq!(Reference::parse("https://registry.lab/web"), None);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'i> {
    /// The registry's host, if there is one, and the path.
    pub repository: &'i str,
    /// The part after the colon.
    pub tag: Option<&'i str>,
    /// The part after the `@`: `sha256:…`.
    pub digest: Option<&'i str>,
}

impl<'i> Reference<'i> {
    /// The parts of a name that an image registry would accept; `None` for any other string.
    #[must_use]
    pub fn parse(name: &'i str) -> Option<Self> {
        let parts = Self::split(name);
        let valid = is_repository(parts.repository)
            && parts.tag.is_none_or(is_tag)
            && parts.digest.is_none_or(is_digest);
        valid.then_some(parts)
    }

    /// The parts of a string, whether or not an image registry would accept them.
    pub(crate) fn split(name: &'i str) -> Self {
        let (name, digest) = match name.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (name, None),
        };
        // After the colon of a registry's host comes its port.
        let last = name.rfind('/').map_or(0, |slash| slash + 1);
        match name[last..].split_once(':') {
            Some((before, tag)) => {
                Self { repository: &name[..last + before.len()], tag: Some(tag), digest }
            }
            None => Self { repository: name, tag: None, digest },
        }
    }
}

/// Whether a string is valid after the colon.
pub(crate) fn is_tag(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    text.len() <= 128
        && text.bytes().all(inner)
        && text.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_')
}

/// Whether a string is valid after the `@`.
pub(crate) fn is_digest(text: &str) -> bool {
    let (hex, length) = match text.split_once(':') {
        Some(("sha256", hex)) => (hex, 64),
        Some(("sha512", hex)) => (hex, 128),
        _ => return false,
    };
    hex.len() == length && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_repository(text: &str) -> bool {
    match text.split_once('/') {
        Some((first, path)) if is_host(first) => path.split('/').all(is_step),
        _ => text.split('/').all(is_step),
    }
}

/// A host name or an address, with a port or without.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        // The last colon of an address in brackets is its own.
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let number = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_address = |address: &str| {
        let part = |byte: u8| byte.is_ascii_hexdigit() || byte == b':';
        !address.is_empty() && address.bytes().all(part)
    };
    port.is_none_or(number) && address.map_or_else(|| host.split('.').all(label), is_address)
}

/// A component of a path: words of lowercase letters and digits, with `.`, `_`, `__` or hyphens
/// between them.
fn is_step(text: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut rest = text;
    loop {
        let length = rest.bytes().take_while(|byte| word(*byte)).count();
        if length == 0 {
            return false;
        }
        rest = &rest[length..];
        if rest.is_empty() {
            return true;
        }
        let between = rest.bytes().take_while(|byte| !word(*byte)).count();
        let separator = &rest[..between];
        if !matches!(separator, "." | "_" | "__") && separator.bytes().any(|byte| byte != b'-') {
            return false;
        }
        rest = &rest[between..];
    }
}

#[cfg(test)]
mod tests {
    use super::Reference;

    const SHA256: &str = "sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    /// The cases of the grammar's own tests: the content of each part, or that the name is invalid.
    #[test]
    fn names_are_read_as_registries_read_them() {
        let pinned = format!("test:5000/repo:tag@{SHA256}");
        let digest = format!("test:5000/repo@{SHA256}");
        let (nameless, short) = (format!("@{SHA256}"), format!("repo@{}", &SHA256[..70]));
        let (upper, sha512) = (
            format!("repo@{}", SHA256.replace('f', "F")),
            format!("repo@sha512:{}", "0".repeat(128)),
        );
        let (long, longer) = (format!("a:{}", "t".repeat(128)), format!("a:{}", "t".repeat(129)));
        let of = |repository, tag, digest| Some((repository, tag, digest));
        for (name, expected) in [
            ("test_com", of("test_com", None, None)),
            ("test.com:tag", of("test.com", Some("tag"), None)),
            ("test.com:5000", of("test.com", Some("5000"), None)),
            ("test.com/repo:tag", of("test.com/repo", Some("tag"), None)),
            ("test:5000/repo", of("test:5000/repo", None, None)),
            ("test:5000/repo:tag", of("test:5000/repo", Some("tag"), None)),
            (&pinned, of("test:5000/repo", Some("tag"), Some(SHA256))),
            (&digest, of("test:5000/repo", None, Some(SHA256))),
            ("lowercase:Uppercase", of("lowercase", Some("Uppercase"), None)),
            ("aa/asdf$$^/aa", None),
            ("", None),
            (":justtag", None),
            (&nameless, None),
            (&short, None),
            (&upper, None),
            (&sha512, of("repo", None, Some(&sha512[5..]))),
            ("validname@invaliddigest:ffff", None),
            ("Uppercase:tag", None),
            ("test:5000/Uppercase/lowercase:tag", None),
            ("Upper.example/lowercase:tag", of("Upper.example/lowercase", Some("tag"), None)),
            (
                "sub-dom1.foo.com/bar/baz/quux:some-long-tag",
                of("sub-dom1.foo.com/bar/baz/quux", Some("some-long-tag"), None),
            ),
            (
                "b.gcr.io/test.example.com/my-app:test",
                of("b.gcr.io/test.example.com/my-app", Some("test"), None),
            ),
            (
                "xn--n3h.com/myimage:xn--n3h.com",
                of("xn--n3h.com/myimage", Some("xn--n3h.com"), None),
            ),
            ("foo_bar.com:8080", of("foo_bar.com", Some("8080"), None)),
            ("foo__bar/a---b:1", of("foo__bar/a---b", Some("1"), None)),
            ("foo___bar:1", None),
            ("foo_-bar:1", None),
            ("foo/foo_bar.com:8080", of("foo/foo_bar.com", Some("8080"), None)),
            ("192.168.1.1:5000/repo:tag", of("192.168.1.1:5000/repo", Some("tag"), None)),
            ("[2001:db8::1]:5000/repo:tag", of("[2001:db8::1]:5000/repo", Some("tag"), None)),
            ("[2001:db8::1]/repo:tag", of("[2001:db8::1]/repo", Some("tag"), None)),
            ("[fe80::1%eth0]:5000/repo", None),
            ("-test.com/repo:tag", None),
            ("test-.com/repo:tag", None),
            ("test.com:x/repo:tag", None),
            ("test.com:/repo:tag", None),
            ("repo:", None),
            ("repo:-tag", None),
            ("repo:_tag", of("repo", Some("_tag"), None)),
            ("repo:${tag}", None),
            ("a//b:1", None),
            ("/a:1", None),
            ("a/:1", None),
            ("a..b:1", None),
            (".a:1", None),
            ("a.:1", None),
            ("docker://redis:7", None),
            ("https://host/a:1", None),
            ("a:1@", None),
            ("a:1@b@c", None),
            (&long, of("a", Some(&"t".repeat(128)), None)),
            (&longer, None),
        ] {
            let found = Reference::parse(name);
            let found = found.map(|image| (image.repository, image.tag, image.digest));
            assert_eq!(found, expected, "{name}");
        }
    }
}
