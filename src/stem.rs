//! File names that are valid on every system: short enough, and not reserved for devices by
//! Windows.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

/// The maximum length of a name before its ending, in bytes: with the longest ending and a number,
/// it stays below the limit of file systems, 255.
pub(crate) const LONGEST: usize = 200;

/// Names that Windows reserves, whatever follows after a dot; some with a digit at their end.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// Whether Windows reserves this name for a device, so that no file can have it.
pub(crate) fn is_device(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default().trim_end_matches(' ').to_lowercase();
    let digit = |letter: char| matches!(letter, '0'..='9' | '¹' | '²' | '³');
    let is_numbered = |start: &&str| {
        let mut rest = first.strip_prefix(*start).unwrap_or_default().chars();
        rest.next().is_some_and(digit) && rest.next().is_none()
    };
    DEVICES.contains(&first.as_str()) || NUMBERED.iter().any(is_numbered)
}

/// A name that is not too long. One that is, is truncated, and ends in what distinguishes it from
/// others with the same beginning: `mark`, and a digest of `whole`, from which it was made.
pub(crate) fn shortened<'n>(name: &'n str, mark: char, whole: &str) -> Cow<'n, str> {
    if name.len() <= LONGEST {
        return Cow::Borrowed(name);
    }
    let digits: String =
        Sha256::digest(whole).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let most = LONGEST - mark.len_utf8() - digits.len();
    let kept = name.char_indices().map(|(at, _)| at).take_while(|at| *at <= most).last();
    let start = name.get(..kept.unwrap_or_default()).unwrap_or_default();
    Cow::Owned(format!("{}{mark}{digits}", start.trim_end_matches(mark)))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, is_device, shortened};

    #[test]
    fn devices_are_known_in_any_case_and_with_any_ending() {
        for name in ["con", "NUL.nomad.hcl", "Lpt9", "com¹.x", "aux .y", "CONIN$"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["", "console", "com", "com10", "lpt", "x.nul", "nul-1", "ⅽon"] {
            assert!(!is_device(name), "{name}");
        }
    }

    #[test]
    fn long_names_stay_apart() {
        assert_eq!(shortened("web", '-', "web"), "web");
        for letter in ["x", "é", "漢", "🎉", "-"] {
            let [one, two] = ["a", "b"].map(|end| letter.repeat(3000) + end);
            let [one, two] = [&one, &two].map(|name| shortened(name, '-', name));
            assert!(one.len() <= LONGEST && one.len() > 10 && one != two, "{one}");
            assert_eq!(
                shortened(&letter.repeat(3000), '-', "w"),
                shortened(&letter.repeat(2999), '-', "w")
            );
        }
        let edge = "x".repeat(LONGEST);
        assert_eq!(shortened(&edge, '-', ""), edge);
    }
}
