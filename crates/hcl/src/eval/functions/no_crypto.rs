//! The functions that need a cryptographic crate, in a build without the feature `crypto`: each says so.

use super::function::{Fault, Outcome};
use crate::eval::context::Context;
use crate::eval::value::Value;

pub(super) fn absent(_: &Context<'_>, _: &[Value]) -> Outcome {
    Err(Fault::from("this program was built without cryptographic functions".to_owned()))
}

pub(super) mod bcrypt {
    pub(in super::super) use super::absent as call;
}

pub(super) mod digest {
    pub(in super::super) use super::absent as md5;
    pub(in super::super) use super::absent as sha1;
    pub(in super::super) use super::absent as sha256;
    pub(in super::super) use super::absent as sha512;
}

pub(super) mod rsa {
    pub(in super::super) use super::absent as decrypt;
}

pub(super) mod uuid {
    pub(in super::super) use super::absent as v4;
    pub(in super::super) use super::absent as v5;
}

#[cfg(test)]
mod tests {
    use crate::eval::Context;
    use crate::syntax;

    #[test]
    fn calls_say_what_is_missing() {
        for call in ["sha256(\"x\")", "bcrypt(\"x\")", "uuidv4()"] {
            let expr = syntax::parse_expression(call).expect("an expression");
            let errors = Context::job(call.as_bytes()).evaluate(&expr).unwrap_err();
            assert!(errors[0].to_string().contains("built without cryptographic functions"));
        }
    }
}
