//! `bcrypt`: a password's hash, different each time. Blowfish's tables are the digits of pi, which are worked out.

use std::sync::OnceLock;

use super::{Fault, Outcome, text, uuid, whole};
use crate::eval::context::Context;
use crate::eval::number::nat::Nat;
use crate::eval::value::Value;

const ALPHABET: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// How many words the tables have: 18 subkeys and four boxes of 256.
const WORDS: usize = 18 + 1024;

/// A cost beyond this takes minutes.
const MAX_COST: i64 = 15;

/// The first bits of pi behind the point.
fn pi() -> &'static [u32] {
    static PI: OnceLock<Vec<u32>> = OnceLock::new();
    PI.get_or_init(|| {
        const BITS: u64 = WORDS as u64 * 32;
        const SPARE: u64 = 64;
        let arctangent = |of: u32, times: u64| {
            let mut power = Nat::from(times).shl(BITS + SPARE);
            power.div_small(of);
            let (mut plus, mut minus) = (Nat::default(), Nat::default());
            let mut odd = 1;
            while !power.is_zero() {
                let mut term = power.clone();
                term.div_small(odd);
                if odd % 4 == 1 {
                    plus = plus.add(&term);
                } else {
                    minus = minus.add(&term);
                }
                power.div_small(of * of);
                odd += 2;
            }
            plus.sub(&minus)
        };
        // Machin's formula.
        let pi = arctangent(5, 16).sub(&arctangent(239, 4)).shr(SPARE);
        let bytes = pi.to_bytes(WORDS * 4);
        bytes
            .chunks_exact(4)
            .map(|word| word.iter().fold(0, |w, b| w << 8 | u32::from(*b)))
            .collect()
    })
}

struct Blowfish {
    keys: Vec<u32>,
    boxes: Vec<u32>,
}

impl Blowfish {
    fn new() -> Self {
        let (keys, boxes) = pi().split_at(18);
        Self { keys: keys.to_vec(), boxes: boxes.to_vec() }
    }

    fn mix(&self, word: u32) -> u32 {
        let [a, b, c, d] = word.to_be_bytes().map(usize::from);
        let sum = self.boxes[a].wrapping_add(self.boxes[256 + b]);
        (sum ^ self.boxes[512 + c]).wrapping_add(self.boxes[768 + d])
    }

    fn encrypt(&self, mut left: u32, mut right: u32) -> (u32, u32) {
        for key in &self.keys[..16] {
            left ^= key;
            right ^= self.mix(left);
            (left, right) = (right, left);
        }
        (right ^ self.keys[17], left ^ self.keys[16])
    }

    fn expand(&mut self, key: &[u8], salt: [u32; 4]) {
        let mut bytes = key.iter().cycle();
        for word in &mut self.keys {
            let next = (0..4).fold(0, |word, _| word << 8 | u32::from(*bytes.next().unwrap_or(&0)));
            *word ^= next;
        }
        let (mut left, mut right) = (0, 0);
        let mut half = 0;
        for at in (0..WORDS).step_by(2) {
            left ^= salt[half];
            right ^= salt[half + 1];
            half = 2 - half;
            (left, right) = self.encrypt(left, right);
            let (table, at) =
                if at < 18 { (&mut self.keys, at) } else { (&mut self.boxes, at - 18) };
            table[at] = left;
            table[at + 1] = right;
        }
    }
}

fn encode(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let letter = |at: usize| char::from(ALPHABET[(bits >> (18 - 6 * at) & 63) as usize]);
        out.extend((0..=chunk.len()).map(letter));
    }
    out
}

/// The hash of a password, to compare with one that is known.
fn hash(password: &[u8], cost: u32, salt: [u8; 16]) -> String {
    let key: Vec<u8> = password.iter().copied().chain([0]).collect();
    let mut salt_words = [0; 4];
    for (word, bytes) in salt_words.iter_mut().zip(salt.chunks_exact(4)) {
        *word = bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    }
    let mut state = Blowfish::new();
    state.expand(&key, salt_words);
    for _ in 0..1_u64 << cost {
        state.expand(&key, [0; 4]);
        state.expand(&salt, [0; 4]);
    }
    let mut out = Vec::new();
    for block in b"OrpheanBeholderScryDoubt".chunks_exact(8) {
        let word =
            |bytes: &[u8]| bytes.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
        let (mut left, mut right) = (word(&block[..4]), word(&block[4..]));
        for _ in 0..64 {
            (left, right) = state.encrypt(left, right);
        }
        out.extend_from_slice(&left.to_be_bytes());
        out.extend_from_slice(&right.to_be_bytes());
    }
    format!("$2a${cost:02}${}{}", encode(&salt), encode(&out[..23]))
}

pub(super) fn call(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let mut cost = 10;
    if arguments.len() > 1 {
        cost = whole(arguments, 1)?;
    }
    if arguments.len() > 2 {
        return Err(Fault::at(2, "expected two arguments at most"));
    }
    let password = text(arguments, 0);
    if password.len() > 72 {
        return Err(Fault::at(0, "a password has 72 bytes at most"));
    }
    // As in Nomad, too small a cost means the usual one.
    let cost = if cost < 4 { 10 } else { cost };
    if cost > MAX_COST || !context.budget.take(1 << (cost + 4)) {
        return Err(Fault::at(1, format!("expected a cost of at most {MAX_COST}")));
    }
    Ok(hash(password.as_bytes(), cost as u32, uuid::random()).into())
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn hashes_are_those_of_the_reference() {
        let salt = *b"\x14\x4b\x3d\x69\x1a\x7b\x4e\xcf\x39\xcf\x73\x5c\x7f\xa7\xa7\x9c";
        let expected = "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.";
        assert_eq!(hash(b"", 6, salt), expected);
    }
}
