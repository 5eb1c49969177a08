//! Numbers to decimal strings.

use num_bigint::BigUint;

use super::{Number, Size};

/// Numbers with more digits than this are not written out.
const MAX_DIGITS: u64 = 20_000;

/// How a number is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `1234.5`
    Plain,
    /// `1.2345e+03`
    Exponent,
    /// The one or the other, as its size suggests.
    General,
}

/// Digits with a point before the first one, moved right by `point`.
struct Decimal {
    digits: Vec<u8>,
    point: i64,
}

impl Decimal {
    fn new(mantissa: &BigUint, power: i64) -> Self {
        let whole = if power >= 0 {
            mantissa << power.unsigned_abs()
        } else {
            mantissa * BigUint::from(5_u8).pow(power.unsigned_abs() as u32)
        };
        let digits = whole.to_str_radix(10).into_bytes();
        let point = digits.len() as i64 + power.min(0);
        Self { digits, point }.trimmed()
    }

    fn trimmed(mut self) -> Self {
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }

    fn at(&self, index: usize) -> u8 {
        self.digits.get(index).copied().unwrap_or(b'0')
    }

    fn digit(&self, index: i64) -> char {
        usize::try_from(index).map_or('0', |index| char::from(self.at(index)))
    }

    /// Keeps `count` digits, rounding half to even.
    fn round(self, count: i64) -> Self {
        let Some(kept) = usize::try_from(count).ok().filter(|kept| *kept < self.digits.len())
        else {
            return if count < 0 { Self { digits: Vec::new(), point: 0 } } else { self };
        };
        let half = self.at(kept) == b'5' && kept + 1 == self.digits.len();
        let odd = kept > 0 && self.at(kept - 1) % 2 == 1;
        let up = if half { odd } else { self.at(kept) >= b'5' };
        if up { self.round_up(kept) } else { self.round_down(kept) }
    }

    fn round_down(mut self, count: usize) -> Self {
        self.digits.truncate(count);
        self.trimmed()
    }

    fn round_up(mut self, count: usize) -> Self {
        if count >= self.digits.len() {
            return self;
        }
        self.digits.truncate(count);
        while self.digits.last() == Some(&b'9') {
            self.digits.pop();
        }
        match self.digits.last_mut() {
            Some(last) => *last += 1,
            None => {
                self.digits.push(b'1');
                self.point += 1;
            }
        }
        self
    }
}

impl Number {
    /// The number with as few digits as tell it from all others of its precision; `None` if it is
    /// too long.
    pub fn decimal(&self) -> Option<String> {
        self.text(Style::Plain, None)
    }

    /// The number in a style, with so many digits (after the point, or in all for the general style).
    pub fn text(&self, style: Style, digits: Option<usize>) -> Option<String> {
        let sign = if self.negative { "-" } else { "" };
        let decimal = match &self.size {
            Size::Infinite => return Some(if self.negative { "-Inf" } else { "+Inf" }.to_owned()),
            Size::Zero => Decimal { digits: Vec::new(), point: 0 },
            Size::Finite(mantissa, power) => {
                let top = (mantissa.bits() as i64).saturating_add(*power);
                if top > (MAX_DIGITS * 3) as i64 || power.unsigned_abs() > MAX_DIGITS * 3 {
                    return None;
                }
                self.shortest_or_all(mantissa, *power, digits.is_none())
            }
        };
        let unlimited = digits.is_none();
        let digits = digits.map(|digits| digits as i64);
        let rest = match style {
            Style::Plain => {
                plain(&decimal_for(decimal, digits, |decimal, n| decimal.point + n), digits)
            }
            Style::Exponent => exponent(&decimal_for(decimal, digits, |_, n| 1 + n), digits),
            Style::General => {
                let digits = digits.map(|digits| digits.max(1));
                general(&decimal_for(decimal, digits, |_, n| n), digits, unlimited)
            }
        };
        Some(format!("{sign}{rest}"))
    }

    fn shortest_or_all(&self, mantissa: &BigUint, power: i64, shortest: bool) -> Decimal {
        let all = Decimal::new(mantissa, power);
        // The digits of an integer that is held exactly all count.
        if !shortest || (power >= 0 && mantissa.bits() + power.unsigned_abs() <= self.precision) {
            return all;
        }
        let shift = (self.precision + 1).saturating_sub(mantissa.bits());
        let (mantissa, power) = (mantissa << shift, power - shift as i64);
        let lower = Decimal::new(&(&mantissa - 1_u8), power);
        let upper = Decimal::new(&(&mantissa + 1_u8), power);
        let inclusive = !mantissa.bit(1);
        for index in 0..all.digits.len() {
            let (low, here, high) = (lower.at(index), all.at(index), upper.at(index));
            let down = low != here || inclusive && index + 1 == lower.digits.len();
            let up =
                here != high && (inclusive || here + 1 < high || index + 1 < upper.digits.len());
            match (down, up) {
                (true, true) => return all.round(index as i64 + 1),
                (true, false) => return all.round_down(index + 1),
                (false, true) => return all.round_up(index + 1),
                (false, false) => {}
            }
        }
        all
    }
}

fn decimal_for(decimal: Decimal, digits: Option<i64>, count: fn(&Decimal, i64) -> i64) -> Decimal {
    match digits {
        Some(digits) => {
            let count = count(&decimal, digits);
            decimal.round(count)
        }
        None => decimal,
    }
}

fn plain(decimal: &Decimal, digits: Option<i64>) -> String {
    let after = digits.unwrap_or((decimal.digits.len() as i64 - decimal.point).max(0));
    let mut text = String::new();
    if decimal.point > 0 {
        text.extend((0..decimal.point).map(|index| decimal.digit(index)));
    } else {
        text.push('0');
    }
    if after > 0 {
        text.push('.');
        text.extend((0..after).map(|index| decimal.digit(decimal.point + index)));
    }
    text
}

fn exponent(decimal: &Decimal, digits: Option<i64>) -> String {
    let after = digits.unwrap_or(decimal.digits.len() as i64 - 1);
    let mut text = decimal.digit(0).to_string();
    if after > 0 {
        text.push('.');
        text.extend((1..=after).map(|index| decimal.digit(index)));
    }
    let power = if decimal.digits.is_empty() { 0 } else { decimal.point - 1 };
    let sign = if power < 0 { '-' } else { '+' };
    text + &format!("e{sign}{:02}", power.abs())
}

fn general(decimal: &Decimal, digits: Option<i64>, shortest: bool) -> String {
    let count = decimal.digits.len() as i64;
    let digits = digits.unwrap_or(count);
    let mut limit = if digits > count && count >= decimal.point { count } else { digits };
    if shortest {
        limit = 6;
    }
    let power = decimal.point - 1;
    if power < -4 || power >= limit {
        return exponent(decimal, Some(digits.min(count) - 1));
    }
    let digits = if digits > decimal.point { count } else { digits };
    plain(decimal, Some((digits - decimal.point).max(0)))
}

#[cfg(test)]
mod tests {
    use super::{Number, Style};

    fn check(text: &str, style: Style, digits: Option<usize>, expected: &str) {
        let shown = Number::parse(text).and_then(|number| number.text(style, digits));
        assert_eq!(shown.as_deref(), Some(expected), "{text} {style:?} {digits:?}");
    }

    #[test]
    fn numbers_are_laid_out_in_three_styles() {
        check("1234.5678", Style::Plain, Some(2), "1234.57");
        check("0.5", Style::Plain, Some(0), "0");
        check("1.5", Style::Plain, Some(0), "2");
        check("999.9", Style::Plain, Some(0), "1000");
        check("0", Style::Exponent, Some(6), "0.000000e+00");
        check("123456", Style::Exponent, Some(3), "1.235e+05");
        check("1e-7", Style::General, None, "1e-07");
        check("100000", Style::General, None, "100000");
        check("1000000", Style::General, None, "1e+06");
        check("1234567", Style::General, None, "1.234567e+06");
        check("0.0001", Style::General, None, "0.0001");
    }

    #[test]
    fn quotients_show_their_precision() {
        let number = |value: i64| Number::from(value);
        let third = number(1).divide(&number(3)).map(|third| third.decimal());
        assert_eq!(third, Ok(Some("0.33333333333333333334".to_owned())));
    }
}
