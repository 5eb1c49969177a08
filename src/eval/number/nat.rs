//! Natural numbers of any size: just what [`super::Number`] needs.

use std::cmp::Ordering;

/// A natural number; the least significant limb comes first and the last one is not zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Nat(Vec<u32>);

impl From<u64> for Nat {
    fn from(value: u64) -> Self {
        Self(vec![value as u32, (value >> 32) as u32]).trimmed()
    }
}

impl Nat {
    fn trimmed(mut self) -> Self {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// How many bits it takes to write the number.
    pub fn bits(&self) -> u64 {
        self.0
            .last()
            .map_or(0, |top| (self.0.len() as u64 - 1) * 32 + u64::from(32 - top.leading_zeros()))
    }

    pub fn trailing_zeros(&self) -> u64 {
        let limbs = self.0.iter().take_while(|limb| **limb == 0).count();
        limbs as u64 * 32 + self.0.get(limbs).map_or(0, |limb| u64::from(limb.trailing_zeros()))
    }

    pub fn bit(&self, at: u64) -> bool {
        self.limb((at / 32) as usize) >> (at % 32) & 1 == 1
    }

    fn limb(&self, at: usize) -> u32 {
        self.0.get(at).copied().unwrap_or(0)
    }

    /// The number, if it fits.
    pub fn to_u64(&self) -> Option<u64> {
        (self.bits() <= 64).then(|| u64::from(self.limb(1)) << 32 | u64::from(self.limb(0)))
    }

    pub fn shl(&self, by: u64) -> Self {
        if self.is_zero() {
            return self.clone();
        }
        let mut limbs = vec![0; (by / 32) as usize];
        let by = (by % 32) as u32;
        let mut carry = 0;
        for &limb in &self.0 {
            let wide = u64::from(limb) << by | carry;
            limbs.push(wide as u32);
            carry = wide >> 32;
        }
        limbs.push(carry as u32);
        Self(limbs).trimmed()
    }

    pub fn shr(&self, by: u64) -> Self {
        let skip = usize::try_from(by / 32).unwrap_or(usize::MAX);
        let by = (by % 32) as u32;
        let rest = self.0.get(skip..).unwrap_or_default();
        let mut limbs = Vec::with_capacity(rest.len());
        for (at, &limb) in rest.iter().enumerate() {
            let high = rest.get(at + 1).copied().unwrap_or(0);
            limbs.push(((u64::from(high) << 32 | u64::from(limb)) >> by) as u32);
        }
        Self(limbs).trimmed()
    }

    pub fn add(&self, other: &Self) -> Self {
        let length = self.0.len().max(other.0.len());
        let mut limbs = Vec::with_capacity(length + 1);
        let mut carry = 0;
        for at in 0..length {
            let sum = u64::from(self.limb(at)) + u64::from(other.limb(at)) + carry;
            limbs.push(sum as u32);
            carry = sum >> 32;
        }
        limbs.push(carry as u32);
        Self(limbs).trimmed()
    }

    /// The difference to a number that is not larger.
    pub fn sub(&self, other: &Self) -> Self {
        let mut borrow = 0;
        let mut limbs = Vec::with_capacity(self.0.len());
        for at in 0..self.0.len() {
            let difference = i64::from(self.limb(at)) - i64::from(other.limb(at)) - borrow;
            limbs.push(difference as u32);
            borrow = i64::from(difference < 0);
        }
        Self(limbs).trimmed()
    }

    pub fn mul(&self, other: &Self) -> Self {
        let mut limbs = vec![0_u32; self.0.len() + other.0.len()];
        for (at, &left) in self.0.iter().enumerate() {
            let mut carry = 0;
            for (limb, right) in limbs.iter_mut().skip(at).zip(other.0.iter().chain([&0])) {
                let sum = u64::from(left) * u64::from(*right) + u64::from(*limb) + carry;
                *limb = sum as u32;
                carry = sum >> 32;
            }
        }
        Self(limbs).trimmed()
    }

    /// Times `factor`, plus `addend`, in place.
    pub fn mul_add(&mut self, factor: u32, addend: u32) {
        let mut carry = u64::from(addend);
        for limb in &mut self.0 {
            let sum = u64::from(*limb) * u64::from(factor) + carry;
            *limb = sum as u32;
            carry = sum >> 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Divides in place by a number other than 0; returns the remainder.
    pub fn div_small(&mut self, by: u32) -> u32 {
        let mut rest = 0;
        for limb in self.0.iter_mut().rev() {
            let wide = rest << 32 | u64::from(*limb);
            *limb = (wide / u64::from(by)) as u32;
            rest = wide % u64::from(by);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        rest as u32
    }

    /// Quotient and remainder; dividing by zero gives zero and the number.
    pub fn div_rem(&self, by: &Self) -> (Self, Self) {
        if by.is_zero() || self.cmp(by) == Ordering::Less {
            return (Self::default(), self.clone());
        }
        if let [single] = by.0.as_slice() {
            let mut quotient = self.clone();
            let rest = quotient.div_small(*single);
            return (quotient, Self::from(u64::from(rest)));
        }
        let shift = u64::from(by.0.last().map_or(0, |top| top.leading_zeros()));
        let (quotient, rest) = divide_normal(&self.shl(shift), &by.shl(shift));
        (quotient, rest.shr(shift))
    }

    /// `self` to the power of `exponent`, modulo `modulus`.
    pub fn pow_mod(&self, exponent: &Self, modulus: &Self) -> Self {
        let mut result = Self::from(1);
        for at in (0..exponent.bits()).rev() {
            result = result.mul(&result).div_rem(modulus).1;
            if exponent.bit(at) {
                result = result.mul(self).div_rem(modulus).1;
            }
        }
        result
    }

    pub fn pow(base: u32, exponent: u64) -> Self {
        let mut result = Self::from(1);
        let mut factor = Self::from(u64::from(base));
        let mut rest = exponent;
        while rest > 0 {
            if rest & 1 == 1 {
                result = result.mul(&factor);
            }
            rest >>= 1;
            if rest > 0 {
                factor = factor.mul(&factor);
            }
        }
        result
    }

    /// The digits in a base up to 62: digits, small letters, capital letters.
    pub fn digits(&self, base: u32) -> Vec<u8> {
        const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let mut chunk = base;
        let mut length = 1;
        while let Some(larger) = chunk.checked_mul(base) {
            (chunk, length) = (larger, length + 1);
        }
        let mut rest = self.clone();
        let mut digits = Vec::new();
        while !rest.is_zero() {
            let mut part = rest.div_small(chunk);
            for _ in 0..length {
                if rest.is_zero() && part == 0 {
                    break;
                }
                digits.push(DIGITS.get((part % base) as usize).copied().unwrap_or(b'?'));
                part /= base;
            }
        }
        if digits.is_empty() {
            digits.push(b'0');
        }
        digits.reverse();
        digits
    }

    /// The number that big-endian bytes say.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let limbs = bytes
            .rchunks(4)
            .map(|chunk| chunk.iter().fold(0, |limb, byte| limb << 8 | u32::from(*byte)));
        Self(limbs.collect()).trimmed()
    }

    /// As many big-endian bytes as asked for, of the least significant end.
    pub fn to_bytes(&self, count: usize) -> Vec<u8> {
        let byte = |at: usize| (self.limb(at / 4) >> (at % 4 * 8)) as u8;
        (0..count).rev().map(byte).collect()
    }
}

/// Schoolbook division by a number of two or more limbs whose top bit is set.
fn divide_normal(number: &Nat, by: &Nat) -> (Nat, Nat) {
    let size = by.0.len();
    let mut rest = number.0.clone();
    rest.push(0);
    let steps = rest.len() - size;
    let mut quotient = vec![0; steps];
    let (top, next) = (u64::from(by.limb(size - 1)), u64::from(by.limb(size - 2)));
    for at in (0..steps).rev() {
        let limb = |index: usize| u64::from(rest.get(index).copied().unwrap_or(0));
        let high = limb(at + size) << 32 | limb(at + size - 1);
        let (mut guess, mut left) = (high / top, high % top);
        while guess >> 32 > 0 || guess * next > (left << 32 | limb(at + size - 2)) {
            guess -= 1;
            left += top;
            if left >> 32 > 0 {
                break;
            }
        }
        if subtract_times(&mut rest, at, by, guess) {
            guess -= 1;
            add_back(&mut rest, at, by);
        }
        if let Some(digit) = quotient.get_mut(at) {
            *digit = guess as u32;
        }
    }
    rest.truncate(size);
    (Nat(quotient).trimmed(), Nat(rest).trimmed())
}

/// Subtracts `by * times` from the limbs that begin at `at`; tells whether that went below zero.
fn subtract_times(rest: &mut [u32], at: usize, by: &Nat, times: u64) -> bool {
    let (mut carry, mut borrow) = (0_u64, 0_i64);
    for (limb, factor) in rest.iter_mut().skip(at).zip(by.0.iter().chain([&0])) {
        let product = times * u64::from(*factor) + carry;
        carry = product >> 32;
        let difference = i64::from(*limb) - i64::from(product as u32) - borrow;
        *limb = difference as u32;
        borrow = i64::from(difference < 0);
    }
    borrow > 0
}

fn add_back(rest: &mut [u32], at: usize, by: &Nat) {
    let mut carry = 0;
    for (limb, addend) in rest.iter_mut().skip(at).zip(by.0.iter().chain([&0])) {
        let sum = u64::from(*limb) + u64::from(*addend) + carry;
        *limb = sum as u32;
        carry = sum >> 32;
    }
}

impl Ord for Nat {
    fn cmp(&self, other: &Self) -> Ordering {
        let lengths = self.0.len().cmp(&other.0.len());
        lengths.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Nat {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::Nat;

    #[test]
    fn division_undoes_multiplication() {
        let mut state = 1_u64;
        let mut next = |limbs: u32| {
            let mut nat = Nat::default();
            for _ in 0..limbs {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let limb = match state >> 61 {
                    0 => 0,
                    1 => u32::MAX,
                    2 => 1 << 31,
                    _ => (state >> 32) as u32,
                };
                nat = nat.shl(32).add(&Nat::from(u64::from(limb)));
            }
            nat
        };
        for round in 0..2000 {
            let (factor, by) = (next(1 + round % 5), next(1 + round % 4));
            if by.is_zero() {
                continue;
            }
            let rest = next(4).div_rem(&by).1;
            let number = factor.mul(&by).add(&rest);
            assert_eq!(number.div_rem(&by), (factor, rest), "{number:?} / {by:?}");
        }
    }

    #[test]
    fn digits_are_written_in_any_base() {
        let number = Nat::pow(10, 25).add(&Nat::from(7));
        assert_eq!(number.digits(10), b"10000000000000000000000007");
        assert_eq!(Nat::from(255).digits(16), b"ff");
        assert_eq!(Nat::from(0).digits(2), b"0");
    }
}
