//! Whatever the text, our parser and hcl-rs agree: both refuse it, or both find the same tree. Where they do not, the
//! difference has a name in `fuzz/common/differences.rs`.

#![no_main]

#[path = "../common/against.rs"]
mod against;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Err(shown) = against::named(&text) {
        panic!("{shown}");
    }
});
