//! Whatever the text, the reader answers: with a job, which can be printed as API JSON and as HCL, in which hcl-rs finds it
//! again, or with findings that lie in the text.
//!
//! Work is bounded too: `fuzz/run` ends an input that takes longer than 10 seconds or more than 3 GiB with the sanitizer as a finding.

#![no_main]

#[path = "../common/mod.rs"]
mod common;

use common::{lie_in, renderer};
use jobwright::eval::Inputs;
use jobwright::house::Site;
use jobwright::import::{JobFile, SourceFile, comments, recognise, rust};
use jobwright::jobspec::Job;
use jobwright::second_reader::{self, Refused};
use jobwright::{api, read, syntax};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    match read::job(&text) {
        Ok(job) => {
            _ = api::job(&job);
            // A job that cannot be written as HCL is refused, not printed wrongly.
            if let Ok(text) = renderer().job(&job, "") {
                second(&job, &text);
            }
        }
        Err(findings) => lie_in(&text, &findings),
    }
    let comments = comments(&text);
    match read::kept(&text, None) {
        Ok(job) => {
            // What a person reads must be there too.
            let _printed = rust(&job, &Site::bare("site"), &comments);
        }
        Err(findings) => {
            lie_in(&text, &findings);
            let _foreign = recognise(&text, syntax::parse(&text).ok().as_ref(), &findings);
        }
    }
    match read::evaluated(&text, &Inputs::default(), None) {
        Ok(reading) => {
            _ = api::job(&reading.job);
            if let Ok(text) = renderer().job(&reading.job, "") {
                second(&reading.job, &text);
            }
            for warning in &reading.warnings {
                assert!(text.get(warning.span.range()).is_some(), "{warning:?} lies outside");
            }
        }
        Err(findings) => lie_in(&text, &findings),
    }
    // Whatever form the text has, what it is can be told.
    let _is_job = JobFile::parse(&SourceFile::new("fuzz", &*text)).holds_job();
});

/// hcl-rs finds in the text what the job holds, as far as it reads.
fn second(job: &Job, text: &str) {
    match second_reader::job(job, text) {
        Ok(reading) => assert!(reading.differences.is_empty(), "{:?}\n{text}", reading.differences),
        Err(Refused::Beyond(_)) => {}
        Err(refused) => panic!("{refused}\n{text}"),
    }
}
