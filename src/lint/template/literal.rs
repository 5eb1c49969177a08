//! Strings, characters and numbers, as Go writes them.

/// The first escape in a string that there is not, and its offset; `quote` is what the string is in, and need not be escaped otherwise.
pub fn bad_escape(inner: &str, quote: char) -> Option<(usize, &str)> {
    let mut at = 0;
    while let Some(length) = inner.get(at..)?.find('\\') {
        let start = at + length;
        match escape(inner.get(start..)?, quote) {
            Ok(length) => at = start + length,
            Err(length) => return Some((start, inner.get(start..start + length)?)),
        }
    }
    None
}

/// The length of an escape; or, where it is invalid, the length of that.
fn escape(text: &str, quote: char) -> Result<usize, usize> {
    let Some(kind) = text.chars().nth(1) else { return Err(text.len()) };
    let (digits, radix, skipped) = match kind {
        'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | '\\' => return Ok(2),
        kind if kind == quote => return Ok(2),
        'x' => (2, 16, 2),
        'u' => (4, 16, 2),
        'U' => (8, 16, 2),
        '0'..='7' => (3, 8, 1),
        _ => return Err(1 + kind.len_utf8()),
    };
    let end = skipped + digits;
    let Some(code) =
        text.get(skipped..end).filter(|code| code.chars().all(|one| one.is_digit(radix)))
    else {
        return Err(2);
    };
    let code = u32::from_str_radix(code, radix).map_err(|_| end)?;
    let is_valid = match kind {
        'u' | 'U' => char::from_u32(code).is_some(),
        _ => code <= 0xff,
    };
    if is_valid { Ok(end) } else { Err(end) }
}

/// Whether what is between single quotes is one character.
pub fn is_character(inner: &str) -> bool {
    match inner.chars().next() {
        None => false,
        Some('\\') => escape(inner, '\'') == Ok(inner.len()),
        Some(first) => first.len_utf8() == inner.len(),
    }
}

/// Whether this is a number that fits: Go has integers of 64 bits.
pub fn is_number(text: &str) -> bool {
    if let Some(imaginary) = text.strip_suffix('i') {
        return is_float(imaginary);
    }
    is_integer(text) || text.contains(['.', 'e', 'E', 'p', 'P']) && is_float(text)
}

/// Whether this is two numbers, of which the second is imaginary.
pub fn is_complex(text: &str) -> bool {
    let parts = text.strip_suffix('i').and_then(|text| {
        let sign = text.char_indices().skip(1).find(|(at, sign)| {
            let before = text.get(..*at).unwrap_or_default();
            let is_hex = before.contains(['x', 'X']);
            let exponent: &[char] = if is_hex { &['p', 'P'] } else { &['e', 'E'] };
            matches!(sign, '+' | '-') && !before.ends_with(exponent)
        });
        sign.and_then(|(at, _)| text.split_at_checked(at))
    });
    parts.is_some_and(|(real, imaginary)| is_float(real) && is_float(imaginary))
}

fn is_integer(text: &str) -> bool {
    let (negative, number) = sign(text);
    let (prefix, digits, radix) = prefix(number);
    if !separated(number) {
        return false;
    }
    let octal = prefix.is_empty() && digits.len() > 1 && digits.starts_with('0');
    let digits = digits.replace('_', "");
    let value = u64::from_str_radix(&digits, if octal { 8 } else { radix });
    let is_signed = number.len() < text.len();
    let most = if negative { 1 << 63 } else { (1 << 63) - 1 };
    !digits.starts_with('+') && value.is_ok_and(|value| !is_signed || value <= most)
}

fn is_float(text: &str) -> bool {
    let (_, number) = sign(text);
    let (_, digits, radix) = prefix(number);
    if !separated(number) {
        return false;
    }
    let digits = digits.replace('_', "");
    match radix {
        10 => {
            let starts = digits.starts_with(|first: char| first.is_ascii_digit() || first == '.');
            starts && digits.parse::<f64>().is_ok_and(f64::is_finite)
        }
        // Only with an exponent, and none of them is near the largest number.
        16 => digits.split_once(['p', 'P']).is_some_and(|(mantissa, exponent)| {
            let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            mantissa.chars().any(|digit| digit.is_ascii_hexdigit())
                && !exponent.is_empty()
                && exponent.len() < 4
        }),
        _ => false,
    }
}

/// Whether a number is negative, and the number without its sign.
fn sign(text: &str) -> (bool, &str) {
    (text.starts_with('-'), text.strip_prefix(['+', '-']).unwrap_or(text))
}

/// The prefix of a number, such as `0x`, what follows, and its radix.
fn prefix(number: &str) -> (&str, &str, u32) {
    let radix = match number.get(..2) {
        Some("0x" | "0X") => 16,
        Some("0o" | "0O") => 8,
        Some("0b" | "0B") => 2,
        _ => return ("", number, 10),
    };
    let (prefix, rest) = number.split_at(2);
    (prefix, rest, radix)
}

/// Whether each `_` is between digits, or between a prefix and a digit.
fn separated(number: &str) -> bool {
    let (prefix, rest, radix) = prefix(number);
    let is_digit = |byte: Option<u8>| byte.is_some_and(|byte| char::from(byte).is_digit(radix));
    let bytes = rest.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied();
        let begins = at == 0 && !prefix.is_empty();
        *byte != b'_' || (begins || is_digit(before)) && is_digit(bytes.get(at + 1).copied())
    })
}

#[cfg(test)]
mod tests {
    use super::{bad_escape, is_character, is_complex, is_number};

    #[test]
    fn escapes_are_those_of_go() {
        for (inner, expected) in [
            (r"a\n\t\\\x41\u00e9\U0001F600\101", None),
            (r#"\""#, None),
            (r"\d+", Some(r"\d")),
            (r"a\'", Some(r"\'")),
            (r"\x4", Some(r"\x")),
            (r"\ud800", Some(r"\ud800")),
            (r"\777", Some(r"\777")),
            (r"\é", Some(r"\é")),
        ] {
            let found = bad_escape(inner, '"').map(|(_, escape)| escape);
            assert_eq!(found, expected, "{inner}");
        }
        assert_eq!(bad_escape(r"\\d\d", '"'), Some((3, r"\d")));
    }

    #[test]
    fn characters_are_one() {
        for (inner, expected) in [
            ("a", true),
            ("é", true),
            (r"\n", true),
            (r"\'", true),
            (r#"\""#, false),
            ("", false),
            ("ab", false),
        ] {
            assert_eq!(is_character(inner), expected, "{inner}");
        }
    }

    #[test]
    fn numbers_are_those_of_go() {
        for number in [
            "0",
            "-0",
            "7",
            "+7",
            "007",
            "1_000",
            "0x_ff",
            "0b11",
            "0o17",
            "1.5",
            ".5",
            "1.",
            "1e3",
            "0x1p4",
            "0x1.8p-1",
            "2i",
            "18446744073709551615",
            "-9223372036854775808",
            "1_0.5",
        ] {
            assert!(is_number(number), "{number}");
        }
        for number in [
            "-",
            "+",
            ".",
            "089",
            "1e",
            "0x",
            "1__0",
            "1_",
            "0x1.8",
            "18446744073709551616",
            "-9223372036854775809",
            "1e999",
            "0b2",
        ] {
            assert!(!is_number(number), "{number}");
        }
        assert!(is_complex("1+2i") && is_complex("1e+3-2i") && !is_complex("1+2"));
    }
}
