//! Which characters make an identifier.

use super::ident_table::{CONTINUE, START};

/// Whether `character` can be the first of an identifier.
pub(super) fn starts(character: char) -> bool {
    match character {
        'a'..='z' | 'A'..='Z' | '_' => true,
        _ => !character.is_ascii() && listed(&START, character),
    }
}

/// Whether `character` can follow in an identifier.
pub(super) fn continues(character: char) -> bool {
    match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' => true,
        _ => !character.is_ascii() && listed(&CONTINUE, character),
    }
}

/// Whether `name` can be written as an identifier, without quotes.
pub fn is_identifier(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(starts) && characters.all(continues)
}

fn listed(runs: &[u32], character: char) -> bool {
    runs.partition_point(|&edge| edge <= u32::from(character)) % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::is_identifier;

    #[test]
    fn identifiers_may_have_dashes_and_letters_of_any_script() {
        for name in ["a", "_", "é", "a-1", "変数", "x\u{301}"] {
            assert!(is_identifier(name), "{name}");
        }
        for name in ["", "1a", "-a", "a.b", "\u{301}x", "a b", "a\u{a0}"] {
            assert!(!is_identifier(name), "{name}");
        }
    }
}
