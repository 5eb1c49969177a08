//! Whatever the text, the readers of JSON answer: with a job, or with findings that lie in the text; and the places of
//! rewritten HCL-JSON lie in the JSON.
//!
//! Work is bounded too: `fuzz/run` ends an input that takes longer than 10 seconds or more than 3 GiB as a finding.

#![no_main]

#[path = "../common/mod.rs"]
mod common;

use common::{lie_in, renderer};
use jobwright::syntax::Span;
use jobwright::{api, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    match read::hcl_json(&text) {
        Ok(job) => drop(api::job(&job)),
        Err(findings) => lie_in(&text, &findings),
    }
    match read::rewritten(&text) {
        Ok(rewritten) => {
            let end = rewritten.text.len() as u32;
            for at in [0, end / 3, end / 2, end] {
                let origin = rewritten.origins.of(Span::new(at, at));
                assert!(text.get(origin.range()).is_some(), "{at} is from {origin:?}");
            }
        }
        Err(findings) => lie_in(&text, &findings),
    }
    match read::api_json_with_losses(&text) {
        Ok((job, losses)) => {
            _ = api::job(&job);
            // A job that cannot be written as HCL is refused, not printed wrongly.
            let _refused = renderer().job(&job, "");
            assert!(losses.iter().all(|loss| text.get(loss.span.range()).is_some()), "{losses:?}");
        }
        Err(findings) => lie_in(&text, &findings),
    }
});
