//! Unique identifiers.

use std::hash::{BuildHasher, RandomState};

use super::hash::sha1;
use super::{Fault, Outcome, text};
use crate::eval::context::Context;
use crate::eval::value::Value;

/// The last byte of the namespaces that have names: `6ba7b81N-9dad-11d1-80b4-00c04fd430c8`.
const NAMESPACES: [(&str, u8); 4] = [("dns", 0x10), ("url", 0x11), ("oid", 0x12), ("x500", 0x14)];

/// Sixteen bytes that differ each time; they are no secret.
pub(super) fn random() -> [u8; 16] {
    let part = || RandomState::new().hash_one(std::process::id());
    (u128::from(part()) << 64 | u128::from(part())).to_be_bytes()
}

fn show(mut bytes: [u8; 16], version: u8) -> String {
    bytes[6] = bytes[6] & 0x0f | version << 4;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut out = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        out.push_str(&format!("{byte:02x}"));
    }
    out
}

pub(super) fn v4(_: &Context<'_>, _: &[Value]) -> Outcome {
    Ok(show(random(), 4).into())
}

pub(super) fn v5(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let namespace = text(arguments, 0);
    let named = NAMESPACES.iter().find(|(name, _)| *name == namespace);
    let bytes = match named {
        Some((_, last)) => {
            let mut bytes = *b"\x6b\xa7\xb8\x00\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8";
            bytes[3] = *last;
            bytes
        }
        None => parse(namespace)
            .ok_or_else(|| Fault::at(0, "expected `dns`, `url`, `oid`, `x500` or a UUID"))?,
    };
    let digest = sha1(&[&bytes, text(arguments, 1).as_bytes()].concat());
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    Ok(show(id, 5).into())
}

/// Reads a UUID: 32 digits, with or without dashes, braces and `urn:uuid:`.
fn parse(text: &str) -> Option<[u8; 16]> {
    let lower = text.to_ascii_lowercase();
    let inner = match text.len() {
        45 => lower.strip_prefix("urn:uuid:")?,
        38 => lower.get(1..37)?,
        _ => &lower,
    };
    let digits: String = match inner.len() {
        36 => {
            let dashes = [8, 13, 18, 23].iter().all(|at| inner.as_bytes().get(*at) == Some(&b'-'));
            if !dashes {
                return None;
            }
            let keep = |(at, c): (usize, char)| (![8, 13, 18, 23].contains(&at)).then_some(c);
            inner.char_indices().filter_map(keep).collect()
        }
        32 => inner.to_owned(),
        _ => return None,
    };
    let plain = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !plain {
        return None;
    }
    u128::from_str_radix(&digits, 16).ok().map(u128::to_be_bytes)
}
