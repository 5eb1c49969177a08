//! What needs a cryptographic crate: digests, password hashes, RSA, and identifiers made of digests or random bytes.

pub(super) mod bcrypt;
pub(super) mod digest;
pub(super) mod rsa;
pub(super) mod uuid;

use super::base64;
use super::function::{Fault, Outcome, text, whole};

/// Sixteen unpredictable bytes.
fn random() -> Result<[u8; 16], Fault> {
    let mut bytes = [0; 16];
    let failed = |error| Fault::from(format!("cannot get random numbers from the system: {error}"));
    getrandom::fill(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
