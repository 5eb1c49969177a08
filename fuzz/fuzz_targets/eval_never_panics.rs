//! Whatever the expression, it has a value or there are errors that lie in the text; the same for a template and for the
//! variables and local values of a whole file.
//!
//! Work is bounded too: `fuzz/run` ends an input that takes longer than 10 seconds or more than 3 GiB as a finding.

#![no_main]

use jobwright::eval::{Context, EvalError, Inputs, Source, Value, job_context};
use jobwright::syntax::{self, Expr, SyntaxError};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    evaluated(&text, syntax::parse_expression(&text));
    evaluated(&text, syntax::parse_template(&text));
    if let Ok(body) = syntax::parse(&text) {
        let (_, errors) = job_context(&text, &body, &Inputs::default(), None);
        for error in errors.iter().filter(|error| error.source == Source::Job) {
            lies_in(&text, &error.error);
        }
    }
});

fn evaluated(text: &str, parsed: Result<Expr<'_>, Vec<SyntaxError>>) {
    let Ok(expression) = parsed else { return };
    let mut context = Context::job(text.as_bytes());
    context.set("each", Value::tuple(vec![Value::from("a"), Value::from(2)]));
    if let Err(errors) = context.evaluate(&expression) {
        assert!(!errors.is_empty(), "refused without a reason");
        errors.iter().for_each(|error| lies_in(text, error));
    }
}

fn lies_in(text: &str, error: &EvalError) {
    assert!(error.span.start <= error.span.end, "{error:?}");
    assert!(text.get(error.span.range()).is_some(), "{error:?} lies outside");
}
