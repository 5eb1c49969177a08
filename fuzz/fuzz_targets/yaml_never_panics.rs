//! Whatever the text, `yamldecode` answers: with a value, which `yamlencode` can write, or with an error.

#![no_main]

use jobwright::eval::{Context, Value};
use jobwright::syntax;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut context = Context::job(b"");
    context.set("text", Value::from(&*text));
    for call in ["yamldecode(text)", "yamlencode(yamldecode(text))"] {
        let call = syntax::parse_expression(call).expect("a call");
        let _refused = context.evaluate(&call);
    }
});
