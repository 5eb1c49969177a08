//! Decimal strings to numbers.

use num_bigint::BigUint;

use super::{Number, PRECISION, Size};

/// Longer strings are not read as numbers: reading one takes time that grows with the square of
/// its length.
const MAX_DIGITS: usize = 20_000;

/// Larger powers of ten are not read either.
const MAX_POWER: i64 = 1 << 31;

impl Number {
    /// Reads a number: digits with an optional sign, point and exponent, or the word `inf`.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes() {
            [b'-', ..] => (true, &text[1..]),
            [b'+', ..] => (false, &text[1..]),
            _ => (false, text),
        };
        if matches!(digits, "inf" | "Inf") {
            return Some(Self { negative, precision: PRECISION, size: Size::Infinite });
        }
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
        let (mantissa, exponent) = digits.split_at(end);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let plain = !fraction.contains('.') && whole.len() + fraction.len() > 0;
        if !plain || mantissa.len() > MAX_DIGITS {
            return None;
        }
        let (mut two, mut ten) = (0, 0);
        match exponent.as_bytes() {
            [] => {}
            [b'e' | b'E', ..] => ten = power(&exponent[1..])?,
            [b'p' | b'P', ..] => two = power(&exponent[1..])?,
            _ => return None,
        }
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|b| b - b'0').collect();
        let nat = BigUint::from_radix_be(&digits, 10)?;
        let ten = ten.checked_sub(fraction.len() as i64)?;
        if nat == BigUint::ZERO {
            return Some(Self { negative, precision: PRECISION, size: Size::Zero });
        }
        if ten.abs() > MAX_POWER || two.abs() > MAX_POWER {
            return None;
        }
        Some(scaled(negative, nat, ten, ten + two))
    }
}

fn power(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !plain {
        return None;
    }
    text.parse().ok()
}

/// The number times five and two to some powers. Large powers are rounded the same way as Go's `big.Float` does it,
/// since the last digit of the result can depend on it.
fn scaled(negative: bool, nat: BigUint, five: i64, two: i64) -> Number {
    let exact = Number { negative, precision: PRECISION, size: Size::Finite(nat, two) };
    if five == 0 {
        return exact.with_precision(PRECISION);
    }
    let factor = power_of_five(five.unsigned_abs(), PRECISION + 64);
    let result =
        if five < 0 { exact.over(&factor, PRECISION) } else { exact.times(&factor, PRECISION) };
    result.unwrap_or(exact)
}

fn power_of_five(power: u64, precision: u64) -> Number {
    const STEP: u64 = 27;
    let number = |nat, precision| Number::make(false, precision, nat, 0);
    if power <= STEP {
        return number(BigUint::from(5_u8).pow(power as u32), precision);
    }
    let mut result = number(BigUint::from(5_u8).pow(STEP as u32), precision);
    let mut factor = number(BigUint::from(5_u8), precision + 64);
    let mut rest = power - STEP;
    while rest > 0 {
        if rest & 1 == 1 {
            result = result.times(&factor, precision).unwrap_or(result);
        }
        factor = factor.times(&factor, precision + 64).unwrap_or(factor);
        rest >>= 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn decimal_texts_are_numbers() {
        let shown = |text: &str| Number::parse(text).and_then(|number| number.decimal());
        for (text, expected) in [
            ("0644", "644"),
            ("1.50", "1.5"),
            ("1e3", "1000"),
            (".5", "0.5"),
            ("5.", "5"),
            ("-0", "-0"),
            ("1p3", "8"),
            ("inf", "+Inf"),
            ("0.1", "0.1"),
            ("1e-7", "0.0000001"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", ".", "1.2.3", "0x1", "1_000", " 1", "1 ", "e5", "1e", "--1", "NaN"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
