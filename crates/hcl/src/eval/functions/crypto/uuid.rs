//! Unique identifiers.

use sha1::{Digest, Sha1};
use uuid::{Builder, Uuid};

use super::{Fault, Outcome, random, text};
use crate::eval::context::Context;
use crate::eval::value::Value;

pub(in crate::eval::functions) fn v4(_: &Context<'_>, _: &[Value]) -> Outcome {
    Ok(Builder::from_random_bytes(random()?).into_uuid().to_string().into())
}

pub(in crate::eval::functions) fn v5(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let namespace = match text(arguments, 0) {
        "dns" => Uuid::NAMESPACE_DNS,
        "url" => Uuid::NAMESPACE_URL,
        "oid" => Uuid::NAMESPACE_OID,
        "x500" => Uuid::NAMESPACE_X500,
        other => parse(other)
            .ok_or_else(|| Fault::at(0, "expected `dns`, `url`, `oid`, `x500` or a UUID"))?,
    };
    let digest = Sha1::new().chain_update(namespace).chain_update(text(arguments, 1)).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Ok(Builder::from_sha1_bytes(bytes).into_uuid().to_string().into())
}

/// Reads a UUID as Nomad does, which takes any two characters for the braces around it.
fn parse(text: &str) -> Option<Uuid> {
    let inner = if text.len() == 38 { text.get(1..37)? } else { text };
    Uuid::try_parse(inner).ok()
}
