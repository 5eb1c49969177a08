//! Capital and small letters, one for one: `ß` has no capital here, as in Go.

use super::function::{Outcome, text};
use crate::eval::context::Context;
use crate::eval::value::Value;

/// The capital letter, if it is a single one.
fn capital(letter: char) -> char {
    match letter {
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => {
            char::from_u32(u32::from(letter) + 8).unwrap_or(letter)
        }
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => {
            char::from_u32(u32::from(letter) + 9).unwrap_or(letter)
        }
        _ => single(letter, letter.to_uppercase()),
    }
}

/// The small letter, if it is a single one.
fn small(letter: char) -> char {
    if letter == '\u{130}' { 'i' } else { single(letter, letter.to_lowercase()) }
}

fn single(letter: char, mut mapped: impl ExactSizeIterator<Item = char>) -> char {
    if mapped.len() == 1 { mapped.next().unwrap_or(letter) } else { letter }
}

/// The letter that begins a title: of letters that are two in one, only the first is a capital.
fn title_letter(letter: char) -> char {
    match letter {
        '\u{1c4}'..='\u{1c6}' => '\u{1c5}',
        '\u{1c7}'..='\u{1c9}' => '\u{1c8}',
        '\u{1ca}'..='\u{1cc}' => '\u{1cb}',
        '\u{1f1}'..='\u{1f3}' => '\u{1f2}',
        '\u{10d0}'..='\u{10ff}' => letter,
        _ => capital(letter),
    }
}

pub(super) fn upper(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(text(arguments, 0).chars().map(capital).collect::<String>().into())
}

pub(super) fn lower(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(text(arguments, 0).chars().map(small).collect::<String>().into())
}

pub(super) fn title(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let mut before = ' ';
    let each = |letter: char| {
        let begins = separates(std::mem::replace(&mut before, letter));
        if begins { title_letter(letter) } else { letter }
    };
    Ok(text(arguments, 0).chars().map(each).collect::<String>().into())
}

/// Whether a word begins after this.
fn separates(letter: char) -> bool {
    if letter.is_ascii() {
        return !(letter.is_ascii_alphanumeric() || letter == '_');
    }
    !letter.is_alphanumeric() && letter.is_whitespace()
}
