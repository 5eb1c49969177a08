//! `rsadecrypt`: a string that was encrypted for a key (PKCS #1 v1.5).

use num_bigint::BigUint;

use super::{Fault, Outcome, base64, text};
use crate::eval::context::Context;
use crate::eval::value::Value;

/// Keys are of this many bits: smaller ones are refused by Nomad, larger ones take too long.
const BITS: std::ops::RangeInclusive<u64> = 1024..=8192;

/// The numbers of a private key that decryption needs.
struct Key {
    modulus: BigUint,
    exponent: BigUint,
}

pub(in crate::eval::functions) fn decrypt(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let Some(cipher) = base64::decode(text(arguments, 0)) else {
        return Err(Fault::at(0, "invalid Base64"));
    };
    let key = Key::read(text(arguments, 1)).map_err(|message| Fault::at(1, message))?;
    if !context.budget.take(key.modulus.bits() * 8) {
        return Err(Fault::from("too many steps"));
    }
    let number = BigUint::from_bytes_be(&cipher);
    let plain = (number < key.modulus).then(|| key.apply(&number));
    match plain.as_ref().and_then(|bytes| unpadded(bytes)) {
        Some(bytes) => Ok(String::from_utf8_lossy(bytes).into_owned().into()),
        None => Err(Fault::at(0, "the ciphertext was not encrypted for this key")),
    }
}

impl Key {
    /// The padded message, as long as the modulus.
    fn apply(&self, cipher: &BigUint) -> Vec<u8> {
        let bytes = cipher.modpow(&self.exponent, &self.modulus).to_bytes_be();
        let size = self.modulus.bits().div_ceil(8) as usize;
        let mut padded = vec![0; size.saturating_sub(bytes.len())];
        padded.extend(bytes);
        padded
    }

    fn read(pem: &str) -> Result<Self, &'static str> {
        const NO_KEY: &str =
            "expected a private key that begins with `-----BEGIN RSA PRIVATE KEY-----`";
        let (_, rest) = pem.split_once("-----BEGIN ").ok_or(NO_KEY)?;
        let (label, rest) = rest.split_once("-----").ok_or(NO_KEY)?;
        let (body, _) = rest.split_once(&format!("-----END {label}-----")).ok_or(NO_KEY)?;
        if body.contains("Proc-Type: 4,ENCRYPTED") {
            return Err("the key is protected by a password; remove the password");
        }
        let body = body.rsplit_once("\n\n").map_or(body, |(_, body)| body);
        let letters: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        Self::from_der(&base64::decode(&letters).ok_or(NO_KEY)?)
    }

    fn from_der(der: &[u8]) -> Result<Self, &'static str> {
        const NOT_PKCS1: &str = "expected a key in PKCS #1 format (`BEGIN RSA PRIVATE KEY`)";
        const UNFIT: &str = "the numbers of the key are inconsistent";
        let (mut rest, _) = field(der, 0x30).ok_or(NOT_PKCS1)?;
        let mut numbers = Vec::new();
        for _ in 0..6 {
            let (bytes, after) = field(rest, 0x02).ok_or(NOT_PKCS1)?;
            numbers.push(BigUint::from_bytes_be(bytes));
            rest = after;
        }
        let [_, modulus, public, exponent, p, q] =
            <[BigUint; 6]>::try_from(numbers).map_err(|_| NOT_PKCS1)?;
        if !BITS.contains(&modulus.bits()) {
            return Err("expected a key of 1024 to 8192 bits");
        }
        let one = BigUint::from(1_u8);
        let small = [&public, &exponent, &p, &q].iter().all(|number| **number < modulus);
        if !small || p <= one || q <= one || &p * &q != modulus {
            return Err(UNFIT);
        }
        let product = public * &exponent;
        let inverse = |prime: &BigUint| &product % (prime - &one) == &one % (prime - &one);
        if !inverse(&p) || !inverse(&q) {
            return Err(UNFIT);
        }
        Ok(Self { modulus, exponent })
    }
}

/// The content of a DER field of a kind, and what follows.
fn field(bytes: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_prefix(&[kind])?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = if *first < 0x80 {
        (usize::from(*first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        if count > 4 {
            return None;
        }
        let (digits, rest) = rest.split_at_checked(count)?;
        (digits.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
    };
    rest.split_at_checked(length)
}

/// The message after 0, 2, at least eight other bytes, and 0.
fn unpadded(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(&[0, 2])?;
    let end = rest.iter().position(|byte| *byte == 0).filter(|end| *end >= 8)?;
    rest.get(end + 1..)
}
