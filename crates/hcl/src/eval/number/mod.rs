//! Numbers as Nomad computes with them: binary floating point of a precision that each number carries along.
//!
//! Literals and numbers from strings have 512 bits, lengths and positions 64, results of `log` and
//! `pow` 53. The precision shows: it decides how many digits a quotient has when it is written
//! out.

mod float;
mod parse;
mod text;

use std::cmp::Ordering;

use num_bigint::BigUint;
pub use text::Style;

/// The precision of a number from a string.
const PRECISION: u64 = 512;

/// A number: finite, or infinite in one direction.
#[derive(Clone, Debug)]
pub struct Number {
    negative: bool,
    precision: u64,
    size: Size,
}

#[derive(Clone, Debug)]
enum Size {
    Zero,
    /// The first times two to the power of the second; the first is odd.
    Finite(BigUint, i64),
    Infinite,
}

/// An operation that has no result, such as zero divided by zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoNumber;

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::make(value < 0, 64, BigUint::from(value.unsigned_abs()), 0)
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self::make(false, 64, BigUint::from(value as u64), 0)
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self::make(false, 64, BigUint::from(value), 0)
    }
}

impl Number {
    /// The number with this mantissa and power of two, rounded to the precision.
    fn make(negative: bool, precision: u64, mantissa: BigUint, exponent: i64) -> Self {
        Self::round(negative, precision, mantissa, exponent, false)
    }

    /// Like [`Self::make`]; `more` says that the exact mantissa is slightly larger.
    fn round(negative: bool, precision: u64, mantissa: BigUint, exponent: i64, more: bool) -> Self {
        if mantissa == BigUint::ZERO {
            return Self { negative, precision, size: Size::Zero };
        }
        let (mut mantissa, mut exponent) = (mantissa, exponent);
        if let Some(extra) = mantissa.bits().checked_sub(precision).filter(|extra| *extra > 0) {
            let half = mantissa.bit(extra - 1);
            let below = more || zeros(&mantissa) < extra - 1;
            mantissa >>= extra;
            exponent = exponent.saturating_add(extra as i64);
            if half && (below || mantissa.bit(0)) {
                mantissa += 1_u8;
            }
        }
        let zeros = zeros(&mantissa);
        let size = match exponent.saturating_add(zeros as i64) {
            power if power > i64::from(i32::MAX) => Size::Infinite,
            power if power < -i64::from(i32::MAX) - 512 => Size::Zero,
            power => Size::Finite(mantissa >> zeros, power),
        };
        Self { negative, precision, size }
    }

    /// Infinity.
    pub fn infinity(negative: bool) -> Self {
        Self { negative, precision: 64, size: Size::Infinite }
    }

    /// An integer of any size.
    pub(in crate::eval) fn whole(negative: bool, size: BigUint) -> Self {
        let precision = size.bits().max(64);
        let negative = negative && size != BigUint::ZERO;
        Self::make(negative, precision, size, 0)
    }

    fn with_precision(self, precision: u64) -> Self {
        match self.size {
            Size::Finite(mantissa, exponent) => {
                Self::make(self.negative, precision, mantissa, exponent)
            }
            size => Self { negative: self.negative, precision, size },
        }
    }

    /// Whether it is infinite.
    pub fn is_infinite(&self) -> bool {
        matches!(self.size, Size::Infinite)
    }

    /// Whether it is zero, of either sign.
    pub fn is_zero(&self) -> bool {
        matches!(self.size, Size::Zero)
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.negative && !self.is_zero()
    }

    /// The number of the other sign.
    #[must_use]
    pub fn negate(&self) -> Self {
        Self { negative: !self.negative, ..self.clone() }
    }

    /// The number without its sign.
    #[must_use]
    pub fn absolute(&self) -> Self {
        Self { negative: false, ..self.clone() }
    }

    /// The sum.
    ///
    /// # Errors
    ///
    /// Opposing infinities have none.
    pub fn add(&self, other: &Self) -> Result<Self, NoNumber> {
        let precision = self.precision.max(other.precision);
        let kept = |number: &Self| number.clone().with_precision(precision);
        match (&self.size, &other.size) {
            (Size::Infinite, Size::Infinite) if self.negative != other.negative => Err(NoNumber),
            (Size::Infinite, _) => Ok(kept(self)),
            (_, Size::Infinite) => Ok(kept(other)),
            (Size::Zero, Size::Zero) => {
                let negative = self.negative && other.negative;
                Ok(Self { negative, precision, size: Size::Zero })
            }
            (_, Size::Zero) => Ok(kept(self)),
            (Size::Zero, _) => Ok(kept(other)),
            (Size::Finite(left, power), Size::Finite(right, other_power)) => {
                Ok(self.add_finite(other, (left, *power), (right, *other_power), precision))
            }
        }
    }

    fn add_finite(
        &self,
        other: &Self,
        a: (&BigUint, i64),
        b: (&BigUint, i64),
        precision: u64,
    ) -> Self {
        // A number far below the last digit of the other moves the result by less than a digit: any such number does.
        let (top_a, top_b) = (a.0.bits() as i64 + a.1, b.0.bits() as i64 + b.1);
        let far = precision as i64 + 8;
        let low = (top_a.min(a.1) - far).min(top_a - far);
        if top_a.max(top_b) == top_a && top_b < low {
            let tiny = (&BigUint::from(1_u8), low - 2);
            return self.add_near(other, a, tiny, precision);
        }
        let low = top_b.min(b.1) - far - b.0.bits() as i64;
        if top_b > top_a && top_a < low {
            let tiny = (&BigUint::from(1_u8), low - 2);
            return self.add_near(other, tiny, b, precision);
        }
        self.add_near(other, a, b, precision)
    }

    fn add_near(
        &self,
        other: &Self,
        a: (&BigUint, i64),
        b: (&BigUint, i64),
        precision: u64,
    ) -> Self {
        let power = a.1.min(b.1);
        let left = a.0 << a.1.abs_diff(power);
        let right = b.0 << b.1.abs_diff(power);
        if self.negative == other.negative {
            return Self::make(self.negative, precision, left + right, power);
        }
        match left.cmp(&right) {
            Ordering::Equal => Self { negative: false, precision, size: Size::Zero },
            Ordering::Greater => Self::make(self.negative, precision, left - right, power),
            Ordering::Less => Self::make(other.negative, precision, right - left, power),
        }
    }

    /// The difference.
    ///
    /// # Errors
    ///
    /// Equal infinities have none.
    pub fn subtract(&self, other: &Self) -> Result<Self, NoNumber> {
        self.add(&other.negate())
    }

    /// The product rounded to `precision`.
    fn times(&self, other: &Self, precision: u64) -> Result<Self, NoNumber> {
        let negative = self.negative != other.negative;
        let size = match (&self.size, &other.size) {
            (Size::Finite(left, power), Size::Finite(right, other_power)) => {
                let power = power.saturating_add(*other_power);
                return Ok(Self::make(negative, precision, left * right, power));
            }
            (Size::Zero, Size::Infinite) | (Size::Infinite, Size::Zero) => return Err(NoNumber),
            (Size::Zero, _) | (_, Size::Zero) => Size::Zero,
            _ => Size::Infinite,
        };
        Ok(Self { negative, precision, size })
    }

    /// The product; it is as precise as the factors, or more where it needs to be.
    ///
    /// # Errors
    ///
    /// Zero times infinity has none.
    pub fn multiply(&self, other: &Self) -> Result<Self, NoNumber> {
        let product = self.times(other, PRECISION)?;
        let needed = match &product.size {
            Size::Finite(mantissa, _) => mantissa.bits(),
            _ => 0,
        };
        Ok(product.with_precision(self.precision.max(other.precision).max(needed)))
    }

    /// The quotient rounded to `precision`; something divided by zero is infinite.
    fn over(&self, other: &Self, precision: u64) -> Result<Self, NoNumber> {
        let negative = self.negative != other.negative;
        let size = match (&self.size, &other.size) {
            (Size::Finite(left, power), Size::Finite(right, other_power)) => {
                let extra = (precision + 2 + right.bits()).saturating_sub(left.bits());
                let dividend = left << extra;
                let (quotient, rest) = (&dividend / right, dividend % right);
                let power = power.saturating_sub(*other_power).saturating_sub(extra as i64);
                return Ok(Self::round(
                    negative,
                    precision,
                    quotient,
                    power,
                    rest != BigUint::ZERO,
                ));
            }
            (Size::Zero, Size::Zero) | (Size::Infinite, Size::Infinite) => return Err(NoNumber),
            (Size::Zero, _) | (_, Size::Infinite) => Size::Zero,
            _ => Size::Infinite,
        };
        Ok(Self { negative, precision, size })
    }

    /// The quotient.
    ///
    /// # Errors
    ///
    /// Zero by zero and infinity by infinity have none.
    pub fn divide(&self, other: &Self) -> Result<Self, NoNumber> {
        self.over(other, self.precision.max(other.precision))
    }

    /// The remainder of division; it has the sign of the dividend, and dividing by zero leaves the
    /// dividend.
    ///
    /// # Errors
    ///
    /// One of the numbers is infinite, and the divisor is not zero.
    pub fn modulo(&self, other: &Self) -> Result<Self, NoNumber> {
        if other.is_zero() {
            return Ok(self.clone());
        }
        if self.is_infinite() || other.is_infinite() {
            return Err(NoNumber);
        }
        let times = self.divide(other)?.truncate().with_precision(self.precision);
        let whole = other.times(&times, self.precision)?;
        Ok(self.subtract(&whole)?.with_precision(self.precision))
    }

    /// The number without its fraction, as precise as before; zero has no sign.
    fn truncate(&self) -> Self {
        let Size::Finite(mantissa, power) = &self.size else {
            return Self { negative: self.negative && self.is_infinite(), ..self.clone() };
        };
        if *power >= 0 {
            return self.clone();
        }
        let whole = mantissa >> power.unsigned_abs();
        let negative = self.negative && whole != BigUint::ZERO;
        Self::make(negative, self.precision, whole, 0)
    }

    /// Whether it has no fraction.
    pub fn is_whole(&self) -> bool {
        match &self.size {
            Size::Zero => true,
            Size::Finite(_, power) => *power >= 0,
            Size::Infinite => false,
        }
    }

    /// The nearest integer that is not larger, or not smaller when `up`.
    #[must_use]
    pub fn rounded(&self, up: bool) -> Self {
        let whole = self.truncate();
        if self.is_whole() || self.is_infinite() || self.negative == up {
            return whole;
        }
        let one = if up { Self::from(1_i64) } else { Self::from(-1_i64) };
        whole.add(&one).unwrap_or(whole).with_precision(self.precision)
    }

    /// Sign and size, if it is whole and its size is at most `limit` bits.
    pub(in crate::eval) fn to_whole(&self, limit: u64) -> Option<(bool, BigUint)> {
        match &self.size {
            Size::Zero => Some((false, BigUint::ZERO)),
            Size::Finite(mantissa, power) if *power >= 0 => {
                let fits = mantissa.bits() + power.unsigned_abs() <= limit;
                fits.then(|| (self.negative, mantissa << power.unsigned_abs()))
            }
            _ => None,
        }
    }
}

/// How many zeros a number that is not zero ends with in base two.
fn zeros(number: &BigUint) -> u64 {
    number.trailing_zeros().unwrap_or(0)
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (&number.size, number.negative) {
            (Size::Zero, _) => 0,
            (_, true) => -1,
            (_, false) => 1,
        };
        let signs = sign(self).cmp(&sign(other));
        if signs != Ordering::Equal || self.is_zero() {
            return signs;
        }
        let sizes = match (&self.size, &other.size) {
            (Size::Infinite, Size::Infinite) => Ordering::Equal,
            (Size::Infinite, _) => Ordering::Greater,
            (_, Size::Infinite) => Ordering::Less,
            (Size::Finite(left, power), Size::Finite(right, other_power)) => {
                let top = left.bits() as i64 + power;
                top.cmp(&(right.bits() as i64 + other_power)).then_with(|| {
                    let low = (*power).min(*other_power);
                    let left = left << power.abs_diff(low);
                    left.cmp(&(right << other_power.abs_diff(low)))
                })
            }
            _ => Ordering::Equal,
        };
        if self.negative { sizes.reverse() } else { sizes }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
