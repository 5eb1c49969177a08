//! Whatever the text, the parser answers: with a tree, or with errors that lie in the text.

#![no_main]

use jobwright::syntax::{Position, SyntaxError, parse, parse_expression, parse_template};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    check(&text, parse(&text).err());
    check(&text, parse_expression(&text).err());
    check(&text, parse_template(&text).err());
});

fn check(text: &str, errors: Option<Vec<SyntaxError>>) {
    let Some(errors) = errors else { return };
    assert!(!errors.is_empty(), "refused without a reason");
    for error in errors {
        assert!(error.span.start <= error.span.end, "{error:?}");
        assert!(text.get(error.span.range()).is_some(), "{error:?} lies outside");
        assert!(Position::of(text, error.span.start).line >= 1);
    }
}
