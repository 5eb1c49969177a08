//! Which runs of digits, points and exponents are numbers.

use crate::syntax::token::Token;

use super::Parser;

impl<'a> Parser<'a, '_> {
    /// A number as it is written; reports an error if Nomad could not read it.
    pub(super) fn number(&mut self, token: Token) -> &'a str {
        let text = token.text(self.text);
        if !is_number(text) {
            let message = format!("invalid number `{text}`");
            self.error(token.span(), message, "write a decimal such as `10`, `1.5` or `1e3`");
        }
        text
    }
}

/// `text` begins with a digit and holds digits, points and exponents.
fn is_number(text: &str) -> bool {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return false;
    }
    let Some(exponent) = exponent else { return true };
    exponent.parse::<i64>().is_ok_and(|exponent| in_range(whole, fraction, exponent))
}

/// Whether the power of two in the number fits what Go's `big.Float` holds: 32 bits.
fn in_range(whole: &str, fraction: &str, exponent: i64) -> bool {
    let mut digits = whole.bytes().chain(fraction.bytes()).skip_while(|&digit| digit == b'0');
    let leading: Vec<u8> = digits.by_ref().take(38).collect();
    if leading.is_empty() {
        return true;
    }
    let rest = digits.count() as f64;
    let value = leading.iter().fold(0u128, |value, digit| value * 10 + u128::from(digit - b'0'));
    let bits = i64::from(128 - value.leading_zeros()) + (rest * std::f64::consts::LOG2_10) as i64;
    let power = exponent.saturating_add(bits).saturating_sub(fraction.len() as i64);
    i32::try_from(power).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn numbers_are_decimal_and_of_bounded_exponent() {
        for text in ["0", "007", "1.50", "1e3", "1.e5", "1E+05", "0e99999999999", "1e2147483643"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["1.2.3", "1e5e5", "1e5.5", "1..2", "1e2147483647", "1e-9999999999"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
