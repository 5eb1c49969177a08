//! Formatting twice is formatting once, and the tree stays the same.

#![no_main]

#[path = "../../tests/suite/fmt/sound.rs"]
mod sound;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let Ok(formatted) = jobwright::fmt::format(&text) else { return };
    assert_eq!(sound::unsound(&text, &formatted), None, "formatted:\n{formatted}");
    // Only the space between tokens changes, and a byte order mark goes.
    let ink = |text: &str| text.replace([' ', '\t', '\u{feff}'], "");
    assert_eq!(ink(&text), ink(&formatted), "something else than space has changed");
});
