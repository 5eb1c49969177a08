//! MD5, SHA-1, SHA-256 and SHA-512, in hexadecimal. They are short, and none of them guards a secret here: the constants
//! are worked out from what they are defined by.

use std::sync::OnceLock;

use super::{Outcome, text};
use crate::eval::context::Context;
use crate::eval::number::nat::Nat;
use crate::eval::value::Value;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The message with its padding: a one, zeros, and the length in bits at the end of the last block.
fn padded(message: &[u8], block: usize, big_endian: bool) -> Vec<u8> {
    let mut bytes = message.to_vec();
    bytes.push(0x80);
    let length_bytes = block / 8;
    while bytes.len() % block != block - length_bytes {
        bytes.push(0);
    }
    let bits = (message.len() as u128) * 8;
    if big_endian {
        bytes.extend_from_slice(&bits.to_be_bytes()[16 - length_bytes..]);
    } else {
        bytes.extend_from_slice(&bits.to_le_bytes()[..length_bytes]);
    }
    bytes
}

fn word32(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |word, byte| word << 8 | u32::from(*byte))
}

pub(super) fn md5(message: &[u8]) -> Vec<u8> {
    const TURNS: [[u32; 4]; 4] =
        [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded(message, 64, false).chunks_exact(64) {
        let mut words = [0_u32; 16];
        for (word, bytes) in words.iter_mut().zip(block.chunks_exact(4)) {
            *word = word32(bytes).swap_bytes();
        }
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64 {
            let (mixed, word) = match step / 16 {
                0 => (b & c | !b & d, step),
                1 => (d & b | !d & c, (5 * step + 1) % 16),
                2 => (b ^ c ^ d, (3 * step + 5) % 16),
                _ => (c ^ (b | !d), 7 * step % 16),
            };
            let constant = (((step + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
            let sum = a.wrapping_add(mixed).wrapping_add(constant).wrapping_add(words[word]);
            (a, d, c) = (d, c, b);
            b = b.wrapping_add(sum.rotate_left(TURNS[step / 16][step % 4]));
        }
        for (word, add) in state.iter_mut().zip([a, b, c, d]) {
            *word = word.wrapping_add(add);
        }
    }
    state.iter().flat_map(|word| word.to_le_bytes()).collect()
}

pub(super) fn sha1(message: &[u8]) -> Vec<u8> {
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    for block in padded(message, 64, true).chunks_exact(64) {
        let mut words: Vec<u32> = block.chunks_exact(4).map(word32).collect();
        for at in 16..80 {
            let word = words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16];
            words.push(word.rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = state;
        for (step, word) in words.iter().enumerate() {
            let (mixed, constant) = match step / 20 {
                0 => (b & c | !b & d, 0x5a82_7999),
                1 => (b ^ c ^ d, 0x6ed9_eba1),
                2 => (b & c | b & d | c & d, 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6_u32),
            };
            let sum = a.rotate_left(5).wrapping_add(mixed).wrapping_add(e);
            let sum = sum.wrapping_add(constant).wrapping_add(*word);
            (a, b, c, d, e) = (sum, a, b.rotate_left(30), c, d);
        }
        for (word, add) in state.iter_mut().zip([a, b, c, d, e]) {
            *word = word.wrapping_add(add);
        }
    }
    state.iter().flat_map(|word| word.to_be_bytes()).collect()
}

/// The constants of SHA-512: the first 64 bits behind the point of the square roots of the first 8 primes, and of the
/// cube roots of the first 80. SHA-256 has the upper halves of them.
fn constants() -> &'static (Vec<u64>, Vec<u64>) {
    static CONSTANTS: OnceLock<(Vec<u64>, Vec<u64>)> = OnceLock::new();
    CONSTANTS.get_or_init(|| {
        let prime = |n: &u64| (2..*n).take_while(|d| d * d <= *n).all(|d| !n.is_multiple_of(d));
        let primes: Vec<u64> = (2..).filter(prime).take(80).collect();
        let squares = primes.iter().take(8).map(|prime| root(*prime, 2)).collect();
        (squares, primes.iter().map(|prime| root(*prime, 3)).collect())
    })
}

/// The first 64 bits behind the point of a root.
fn root(of: u64, degree: u64) -> u64 {
    let wanted = Nat::from(of).shl(64 * degree);
    let mut found = Nat::default();
    for bit in (0..70).rev() {
        let next = found.add(&Nat::from(1).shl(bit));
        let power = (1..degree).fold(next.clone(), |power, _| power.mul(&next));
        if power <= wanted {
            found = next;
        }
    }
    let whole = found.shr(64).shl(64);
    found.sub(&whole).to_u64().unwrap_or(0)
}

pub(super) fn sha256(message: &[u8]) -> Vec<u8> {
    let (squares, cubes) = constants();
    let mut state: Vec<u32> = squares.iter().map(|root| (root >> 32) as u32).collect();
    for block in padded(message, 64, true).chunks_exact(64) {
        let mut words: Vec<u32> = block.chunks_exact(4).map(word32).collect();
        for at in 16..64 {
            let (early, late) = (words[at - 15], words[at - 2]);
            let early = early.rotate_right(7) ^ early.rotate_right(18) ^ early >> 3;
            let late = late.rotate_right(17) ^ late.rotate_right(19) ^ late >> 10;
            let sum = words[at - 16].wrapping_add(early).wrapping_add(words[at - 7]);
            words.push(sum.wrapping_add(late));
        }
        let mut v = state.clone();
        for (word, root) in words.iter().zip(cubes) {
            let big = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
            let choice = v[4] & v[5] ^ !v[4] & v[6];
            let sum = v[7].wrapping_add(big).wrapping_add(choice);
            let sum = sum.wrapping_add((root >> 32) as u32).wrapping_add(*word);
            let big = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
            let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2];
            v.rotate_right(1);
            v[4] = v[4].wrapping_add(sum);
            v[0] = sum.wrapping_add(big).wrapping_add(majority);
        }
        state.iter_mut().zip(v).for_each(|(word, add)| *word = word.wrapping_add(add));
    }
    state.iter().flat_map(|word| word.to_be_bytes()).collect()
}

pub(super) fn sha512(message: &[u8]) -> Vec<u8> {
    let (squares, cubes) = constants();
    let mut state = squares.clone();
    let word64 = |bytes: &[u8]| bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    for block in padded(message, 128, true).chunks_exact(128) {
        let mut words: Vec<u64> = block.chunks_exact(8).map(word64).collect();
        for at in 16..80 {
            let (early, late) = (words[at - 15], words[at - 2]);
            let early = early.rotate_right(1) ^ early.rotate_right(8) ^ early >> 7;
            let late = late.rotate_right(19) ^ late.rotate_right(61) ^ late >> 6;
            let sum = words[at - 16].wrapping_add(early).wrapping_add(words[at - 7]);
            words.push(sum.wrapping_add(late));
        }
        let mut v = state.clone();
        for (word, root) in words.iter().zip(cubes) {
            let big = v[4].rotate_right(14) ^ v[4].rotate_right(18) ^ v[4].rotate_right(41);
            let choice = v[4] & v[5] ^ !v[4] & v[6];
            let sum = v[7].wrapping_add(big).wrapping_add(choice);
            let sum = sum.wrapping_add(*root).wrapping_add(*word);
            let big = v[0].rotate_right(28) ^ v[0].rotate_right(34) ^ v[0].rotate_right(39);
            let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2];
            v.rotate_right(1);
            v[4] = v[4].wrapping_add(sum);
            v[0] = sum.wrapping_add(big).wrapping_add(majority);
        }
        state.iter_mut().zip(v).for_each(|(word, add)| *word = word.wrapping_add(add));
    }
    state.iter().flat_map(|word| word.to_be_bytes()).collect()
}

pub(super) fn md5_call(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(hex(&md5(text(arguments, 0).as_bytes())).into())
}

pub(super) fn sha1_call(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(hex(&sha1(text(arguments, 0).as_bytes())).into())
}

pub(super) fn sha256_call(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(hex(&sha256(text(arguments, 0).as_bytes())).into())
}

pub(super) fn sha512_call(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    Ok(hex(&sha512(text(arguments, 0).as_bytes())).into())
}
