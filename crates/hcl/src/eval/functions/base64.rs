//! Base64 with padding.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

use super::function::{Fault, Outcome, text};
use super::strings::limited;
use crate::eval::context::Context;
use crate::eval::value::Value;

/// As strict as Go's: padding is required, but the bits after the last byte may be any.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

pub(super) fn encode(bytes: &[u8]) -> String {
    ENGINE.encode(bytes)
}

/// Decodes a string in Base64; line ends in it are ignored.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    ENGINE.decode(letters).ok()
}

pub(super) fn encode_call(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let text = text(arguments, 0);
    limited(text.len() / 3 * 4)?;
    Ok(encode(text.as_bytes()).into())
}

pub(super) fn decode_call(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let Some(bytes) = decode(text(arguments, 0)) else {
        return Err(Fault::at(0, "invalid Base64"));
    };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(_) => Err(Fault::at(0, "the decoded bytes are not valid UTF-8")),
    }
}
