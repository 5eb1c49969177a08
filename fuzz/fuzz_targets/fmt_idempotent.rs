//! Formatting twice is formatting once, and the tree stays the same, also when it is parsed from the same tokens.

#![no_main]

#[path = "../../tests/suite/fmt/sound.rs"]
mod sound;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let formatted = jobwright::fmt::format(&text);
    assert_eq!(sound::unlike(&text, formatted.as_deref().ok()), None);
    let Ok(formatted) = formatted else { return };
    assert_eq!(sound::unsound(&text, &formatted), None, "formatted:\n{formatted}");
    // Only the space between tokens changes, and a byte order mark goes.
    let ink = |text: &str| text.replace([' ', '\t', '\u{feff}'], "");
    assert_eq!(ink(&text), ink(&formatted), "something else than space has changed");
});
