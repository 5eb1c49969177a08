//! `bcrypt`: a password's hash, different each time.

use bcrypt::Version;

use super::{Fault, Outcome, random, text, whole};
use crate::eval::context::Context;
use crate::eval::value::Value;

/// A cost beyond this takes minutes.
const MAX_COST: u32 = 15;

/// The hash of a password in the form that Nomad writes.
fn hash(password: &str, cost: u32, salt: [u8; 16]) -> Result<String, Fault> {
    let parts = bcrypt::hash_with_salt(password, cost, salt);
    let parts = parts.map_err(|error| Fault::from(error.to_string()))?;
    Ok(parts.format_for_version(Version::TwoA))
}

pub(in crate::eval::functions) fn call(context: &Context<'_>, arguments: &[Value]) -> Outcome {
    let mut cost = 10;
    if arguments.len() > 1 {
        cost = whole(arguments, 1)?;
    }
    if arguments.len() > 2 {
        return Err(Fault::at(2, "expected at most two arguments"));
    }
    let password = text(arguments, 0);
    if password.len() > 72 {
        return Err(Fault::at(0, "expected a password of at most 72 bytes"));
    }
    // As in Nomad, too small a cost means the usual one.
    let cost = if cost < 4 { 10 } else { cost };
    let allowed = u32::try_from(cost).ok().filter(|cost| *cost <= MAX_COST);
    match allowed.filter(|cost| context.budget.take(1 << (cost + 4))) {
        Some(cost) => Ok(hash(password, cost, random()?)?.into()),
        None => Err(Fault::at(1, format!("expected a cost of at most {MAX_COST}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn hashes_are_those_of_the_reference() {
        let salt = *b"\x14\x4b\x3d\x69\x1a\x7b\x4e\xcf\x39\xcf\x73\x5c\x7f\xa7\xa7\x9c";
        let expected = "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.";
        assert_eq!(hash("", 6, salt).ok().as_deref(), Some(expected));
    }
}
