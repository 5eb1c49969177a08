//! Whatever the job, its definition is Rust, whatever its comments say; and what terminals and compilers obey is spelt out.

#![no_main]

use jobwright::house::Site;
use jobwright::import::{comments, rust};
use jobwright::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let Ok(job) = read::kept(&text, None) else { return };
    let definition = rust(&job, &Site::bare("site"), &comments(&text));
    if let Err(error) = syn::parse_file(&definition.text) {
        panic!("{error} at {:?}:\n{}", error.span().start(), definition.text);
    }
    let is_obeyed = |letter: char| {
        letter.is_control() && !matches!(letter, '\n' | '\t')
            || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!definition.text.contains(is_obeyed), "{:?}", definition.text);
});
