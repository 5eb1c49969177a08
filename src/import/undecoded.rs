//! Bytes that are not UTF-8: Nomad accepts them in comments, and reads U+FFFD for them in JSON
//! strings.

use crate::read::Finding;
use jobwright_hcl::syntax::Span;

/// The replacement for each such byte, as in Go.
pub(crate) const REPLACEMENT: char = '\u{fffd}';

/// The bytes of an input that are not UTF-8, each with the offset of the character that replaces
/// it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Undecoded(Vec<(u32, u8)>);

/// The bytes as a string in which `stand_in` replaces each byte that is not UTF-8.
pub(crate) fn decode(bytes: Vec<u8>, stand_in: char) -> (String, Undecoded) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Undecoded::default()),
        Err(error) => error.into_bytes(),
    };
    let (mut text, mut undecoded) = (String::with_capacity(bytes.len()), Vec::new());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            undecoded.push((u32::try_from(text.len()).unwrap_or(u32::MAX), *byte));
            text.push(stand_in);
        }
    }
    (text, Undecoded(undecoded))
}

impl Undecoded {
    /// Whether all bytes were read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first of them, as an error.
    pub fn first(&self) -> Option<Finding> {
        self.0.first().map(|(at, byte)| mistake(*at, *byte))
    }

    /// The first of them that is in none of these comments, which are sorted, as an error.
    pub fn outside(&self, comments: &[Span]) -> Option<Finding> {
        let is_in_one = |at: u32| {
            let next = comments.partition_point(|span| span.start <= at);
            next.checked_sub(1).and_then(|last| comments.get(last)).is_some_and(|one| at < one.end)
        };
        let found = self.0.iter().find(|(at, _)| !is_in_one(*at));
        found.map(|(at, byte)| mistake(*at, *byte))
    }

    /// The first of them at the locations of other errors, as the error that it is.
    pub fn among(&self, mut places: impl Iterator<Item = Span>) -> Option<Finding> {
        let found = places.find_map(|place| {
            let first = self.0.partition_point(|(at, _)| *at < place.start);
            self.0.get(first).filter(|(at, _)| *at <= place.end)
        });
        found.map(|(at, byte)| mistake(*at, *byte))
    }

    /// A finding that there are such bytes.
    pub fn told(&self) -> Option<Finding> {
        let (at, byte) = self.0.first()?;
        let message = match self.0.len() {
            1 => format!("invalid UTF-8 byte 0x{byte:02x}, read as `{REPLACEMENT}`"),
            all => format!(
                "{all} invalid UTF-8 bytes, 0x{byte:02x} the first, each read as `{REPLACEMENT}`"
            ),
        };
        Some(Finding::new(place(*at), message).rule("utf-8").help(HELP))
    }

    /// The bytes that a string was decoded from, in which [`REPLACEMENT`] replaces the invalid ones.
    pub fn restore(&self, text: &str) -> Vec<u8> {
        let (mut bytes, mut from) = (Vec::with_capacity(text.len()), 0);
        for (at, byte) in &self.0 {
            let at = *at as usize;
            bytes.extend_from_slice(text.get(from..at).unwrap_or_default().as_bytes());
            bytes.push(*byte);
            from = at + REPLACEMENT.len_utf8();
        }
        bytes.extend_from_slice(text.get(from..).unwrap_or_default().as_bytes());
        bytes
    }

    /// The bytes of a string in which `stand_in` replaces the same number of invalid bytes, in the
    /// same order; `None` if their number differs.
    pub fn encode(&self, text: &str, stand_in: char) -> Option<Vec<u8>> {
        let mut parts = text.split(stand_in);
        let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
        let mut own = self.0.iter();
        for part in parts {
            bytes.push(own.next()?.1);
            bytes.extend_from_slice(part.as_bytes());
        }
        own.next().is_none().then_some(bytes)
    }
}

const HELP: &str = "save the file as UTF-8, for example with `iconv -f ISO-8859-1 -t UTF-8`";

fn mistake(at: u32, byte: u8) -> Finding {
    let message = format!("expected UTF-8, found the byte 0x{byte:02x}");
    Finding::new(place(at), message).rule("utf-8").help(HELP)
}

fn place(at: u32) -> Span {
    Span::new(at, at)
}

#[cfg(test)]
mod tests {
    use super::{REPLACEMENT, decode};
    use jobwright_hcl::syntax::Span;

    #[test]
    fn each_byte_has_a_stand_in_and_comes_back() {
        let bytes = b"# \xe4\xe2\x82z \xc3\xa4\na = \"\xff\"".to_vec();
        let (text, undecoded) = decode(bytes.clone(), '~');
        assert_eq!(text, "# ~~~z ä\na = \"~\"");
        assert_eq!(undecoded.encode(&text, '~'), Some(bytes.clone()));
        assert_eq!(undecoded.encode("~", '~'), None);
        assert_eq!(undecoded.encode(&format!("{text}~"), '~'), None);
        let at =
            |start, end| undecoded.outside(&[Span::new(start, end)]).map(|found| found.span.start);
        assert_eq!((at(0, 9), at(3, 18), at(0, 18)), (Some(15), Some(2), None));
        let among = |start, end| {
            undecoded.among([Span::new(start, end)].into_iter()).map(|found| found.span.start)
        };
        let own = [bytes, "\u{fffd}é".into()].concat();
        let (text, undecoded) = decode(own.clone(), REPLACEMENT);
        assert_eq!(undecoded.restore(&text), own);
        assert_eq!((among(3, 3), among(5, 14), among(5, 15)), (Some(3), None, Some(15)));
    }
}
