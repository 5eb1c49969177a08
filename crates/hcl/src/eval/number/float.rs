//! Numbers to and from the types of Rust.

use num_bigint::BigUint;

use super::{NoNumber, Number, Size};

impl Number {
    /// The number that a float holds.
    ///
    /// # Errors
    ///
    /// The value is NaN.
    pub fn from_f64(value: f64) -> Result<Self, NoNumber> {
        let negative = value.is_sign_negative();
        if value.is_nan() {
            return Err(NoNumber);
        }
        if value.is_infinite() {
            return Ok(Self { negative, precision: 53, size: Size::Infinite });
        }
        let bits = value.to_bits();
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, power) = match (bits >> 52 & 0x7ff) as i64 {
            0 => (fraction, -1074),
            exponent => (fraction | 1 << 52, exponent - 1075),
        };
        Ok(Self::make(negative, 53, BigUint::from(mantissa), power))
    }

    /// The nearest float; infinite if the number is out of range.
    pub fn to_f64(&self) -> f64 {
        let sign = if self.negative { -1.0 } else { 1.0 };
        let Size::Finite(mantissa, power) = &self.size else {
            return if self.is_zero() { sign * 0.0 } else { sign * f64::INFINITY };
        };
        let top = mantissa.bits() as i64 + power;
        // Below the smallest normal float there are fewer bits to round to.
        let precision = (top + 1074).min(53);
        if precision < 0 {
            return sign * 0.0;
        }
        if precision == 0 {
            // Half of the smallest float: only what is more than that rounds up.
            return if mantissa.bits() > 1 { sign * f64::from_bits(1) } else { sign * 0.0 };
        }
        let rounded = Self::make(false, precision as u64, mantissa.clone(), *power);
        let Size::Finite(mantissa, power) = rounded.size else { return sign * 0.0 };
        let top = mantissa.bits() as i64 + power;
        if top > 1024 {
            return sign * f64::INFINITY;
        }
        let bits = if top < -1021 {
            u64::try_from(mantissa << (power + 1074).unsigned_abs()).unwrap_or(0)
        } else {
            let shift = 53 - mantissa.bits();
            let fraction = u64::try_from(mantissa << shift).unwrap_or(0);
            ((top + 1022) as u64) << 52 | fraction & ((1 << 52) - 1)
        };
        sign * f64::from_bits(bits)
    }

    /// The integer, if the number has no fraction and fits.
    pub fn to_i64(&self) -> Option<i64> {
        let (negative, size) = self.to_whole(64)?;
        let size = i128::from(u64::try_from(size).ok()?);
        i64::try_from(if negative { -size } else { size }).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn floats_come_back() {
        let min = f64::from_bits(1);
        for value in [0.0, 1.0, -0.1, 1e308, f64::MAX, f64::MIN_POSITIVE, min, 3.0 * min, 1e-310] {
            assert_eq!(Number::from_f64(value).map(|number| number.to_f64()), Ok(value));
        }
        let number = |text: &str| Number::parse(text).map(|number| number.to_f64());
        assert_eq!(number("0.1"), Some(0.1));
        assert_eq!(number("1e400"), Some(f64::INFINITY));
        assert_eq!(number("1e-400"), Some(0.0));
        assert_eq!(number("9007199254740993"), Some(9_007_199_254_740_992.0));
        assert_eq!(number("2.4703282292062327e-324"), Some(0.0));
        assert_eq!(number("2.4703282292062328e-324"), Some(min));
    }
}
