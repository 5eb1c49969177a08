//! `rsadecrypt`: a text that was encrypted for a key (PKCS #1 v1.5).

use super::{Fault, Outcome, base64, text};
use crate::eval::context::Context;
use crate::eval::number::nat::Nat;
use crate::eval::value::Value;

/// Keys are of this many bits: smaller ones are refused by Nomad, larger ones take too long.
const BITS: std::ops::RangeInclusive<u64> = 1024..=8192;

/// The numbers of a private key that decryption needs.
struct Key {
    modulus: Nat,
    p: Nat,
    q: Nat,
    exponent_p: Nat,
    exponent_q: Nat,
    inverse: Nat,
}

pub(super) fn decrypt(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let Some(cipher) = base64::decode(text(arguments, 0)) else {
        return Err(Fault::at(0, "this is no Base64"));
    };
    let key = Key::read(text(arguments, 1)).map_err(|message| Fault::at(1, message))?;
    if !BITS.contains(&key.modulus.bits()) {
        return Err(Fault::at(1, "expected a key of 1024 to 8192 bits"));
    }
    if !context.budget.take(key.modulus.bits() * 8) {
        return Err(Fault::from("too much work"));
    }
    let number = Nat::from_bytes(&cipher);
    let plain = (number < key.modulus).then(|| key.apply(&number));
    let plain = plain.as_ref().and_then(|bytes| unpadded(bytes));
    match plain {
        Some(bytes) => Ok(String::from_utf8_lossy(bytes).into_owned().into()),
        None => Err(Fault::at(0, "it was not encrypted for this key")),
    }
}

impl Key {
    fn apply(&self, cipher: &Nat) -> Vec<u8> {
        let one = cipher.div_rem(&self.p).1.pow_mod(&self.exponent_p, &self.p);
        let two = cipher.div_rem(&self.q).1.pow_mod(&self.exponent_q, &self.q);
        let reduced = two.div_rem(&self.p).1;
        let difference = one.add(&self.p).sub(&reduced).mul(&self.inverse).div_rem(&self.p).1;
        let size = self.modulus.bits().div_ceil(8) as usize;
        two.add(&difference.mul(&self.q)).to_bytes(size)
    }

    fn read(pem: &str) -> Result<Self, &'static str> {
        const NO_KEY: &str =
            "expected a private key, which begins with `-----BEGIN RSA PRIVATE KEY-----`";
        let (_, rest) = pem.split_once("-----BEGIN ").ok_or(NO_KEY)?;
        let (label, rest) = rest.split_once("-----").ok_or(NO_KEY)?;
        let (body, _) = rest.split_once(&format!("-----END {label}-----")).ok_or(NO_KEY)?;
        if body.contains("Proc-Type: 4,ENCRYPTED") {
            return Err("the key is protected by a password; give it without");
        }
        let body = body.rsplit_once("\n\n").map_or(body, |(_, body)| body);
        let letters: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        let der = base64::decode(&letters).ok_or(NO_KEY)?;
        const NOT_PKCS1: &str = "expected a key in the form PKCS #1 (`BEGIN RSA PRIVATE KEY`)";
        let (sequence, _) = field(&der, 0x30).ok_or(NOT_PKCS1)?;
        let mut rest = sequence;
        let mut numbers = Vec::new();
        for _ in 0..9 {
            let (bytes, after) = field(rest, 0x02).ok_or(NOT_PKCS1)?;
            numbers.push(Nat::from_bytes(bytes));
            rest = after;
        }
        let [_, modulus, _, _, p, q, exponent_p, exponent_q, inverse] =
            <[Nat; 9]>::try_from(numbers).map_err(|_| NOT_PKCS1)?;
        if p.mul(&q) != modulus || p.bits() < 2 || q.bits() < 2 {
            return Err("the numbers of the key do not fit together");
        }
        Ok(Self { modulus, p, q, exponent_p, exponent_q, inverse })
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

/// The message behind 0, 2, at least eight other bytes, and 0.
fn unpadded(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(&[0, 2])?;
    let end = rest.iter().position(|byte| *byte == 0).filter(|end| *end >= 8)?;
    rest.get(end + 1..)
}
