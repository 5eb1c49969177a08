//! MD5, SHA-1, SHA-256 and SHA-512, in hexadecimal.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::{Outcome, text};
use crate::eval::context::Context;
use crate::eval::value::Value;

fn hexadecimal<D: Digest>(arguments: &[Value]) -> Outcome {
    let digest = D::digest(text(arguments, 0));
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into())
}

pub(in crate::eval::functions) fn md5(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    hexadecimal::<Md5>(arguments)
}

pub(in crate::eval::functions) fn sha1(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    hexadecimal::<Sha1>(arguments)
}

pub(in crate::eval::functions) fn sha256(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    hexadecimal::<Sha256>(arguments)
}

pub(in crate::eval::functions) fn sha512(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    hexadecimal::<Sha512>(arguments)
}
