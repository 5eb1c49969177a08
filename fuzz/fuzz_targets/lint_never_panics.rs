//! Whatever the job, the rules answer, and each of their findings says what is wrong.
//!
//! Work is bounded too: `fuzz/run` ends an input that takes longer than 10 seconds or more than 3 GiB as a finding.

#![no_main]

use jobwright::house::Site;
use jobwright::lint::{Context, check};
use jobwright::{Defined, Definition, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let Ok(job) = read::kept(&text, None) else { return };
    let site = Site::bare("site");
    let defined = Defined { source: "fuzz.nomad.hcl".into(), definition: Definition::Job(job) };
    let outcome = check(&Context::new(&site, &[&defined]));
    for found in &outcome.findings {
        assert!(!found.message.is_empty(), "{found:?}");
    }
});
