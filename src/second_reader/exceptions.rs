//! Where hcl-rs reads otherwise than Nomad does, or not at all. Each has a test of its name in
//! `tests/suite/second_reader/exceptions.rs`, which fails when hcl-rs no longer differs: then what is here can go.

use hcl::edit::Span;
use hcl::edit::parser::Error;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::reading::{Reading, Refused, Token};

/// *Composition*: Nomad's HCL composes characters (NFC) in strings and labels, hcl-rs leaves them
/// unchanged.
pub fn composed(text: &str) -> String {
    if text.is_ascii() || is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// *Byte order mark*: Nomad skips one at the start of a file, hcl-rs refuses it.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// *Raw newline*: Nomad's HCL refuses a newline in quotes, hcl-rs accepts it as part of the string.
pub fn raw_newline(reading: Reading<'_>, of: &impl Span) -> Result<(), Refused> {
    if reading.source(of).contains('\n') {
        return Err(reading.refuse(of, "a quoted string spans several lines"));
    }
    Ok(())
}

/// *Depth*: hcl-rs reads 64 levels and 128 operators in a row; Nomad has no such bound. *Repeated keys*: of those in an object
/// Nomad takes the last, and hcl-rs refuses them.
pub fn beyond(error: &Error) -> Option<&'static str> {
    let reasons = [
        ("at most 64 nested levels", "it is nested more than 64 levels deep"),
        ("at most 128 chained binary operators", "it has more than 128 operators in a row"),
        ("found redefined object key", "an object in it has a duplicate key"),
    ];
    let said = |(words, _): &(&str, &str)| error.message().contains(words);
    reasons.into_iter().find(said).map(|(_, reason)| reason)
}

/// *Indentation*: `<<-` takes the smallest indentation off all lines. A blank line counts to hcl-rs and not to Nomad, and what a
/// `~` has taken off counts the other way round. The tokens come as they are written.
pub fn take_indent_off(tokens: &mut [Token]) {
    let mut smallest = usize::MAX;
    let mut starts = Vec::new();
    let mut at_start = true;
    for (at, token) in tokens.iter().enumerate() {
        let text = if let Token::Text(text) = token { Some(text) } else { None };
        if std::mem::take(&mut at_start) {
            match text {
                Some(text) if text.trim().is_empty() && text.ends_with('\n') => {}
                Some(text) => {
                    let shown = text.trim_start().chars().count();
                    smallest = smallest.min(text.chars().count() - shown);
                    starts.push(at);
                }
                None => smallest = 0,
            }
        }
        at_start = text.is_some_and(|text| text.ends_with('\n'));
    }
    for at in starts {
        if let Some(Token::Text(text)) = tokens.get_mut(at) {
            *text = text.chars().skip(smallest).collect();
        }
    }
}
