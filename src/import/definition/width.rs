//! How wide a text is on a terminal, which is what rustfmt counts.

/// Letters that take two columns: East Asian scripts and pictures.
const WIDE: [(u32, u32); 12] = [
    (0x1100, 0x115f),
    (0x231a, 0x231b),
    (0x2705, 0x2705),
    (0x274c, 0x274c),
    (0x2e80, 0x303e),
    (0x3041, 0xa4cf),
    (0xac00, 0xd7a3),
    (0xf900, 0xfaff),
    (0xfe30, 0xfe6f),
    (0xff00, 0xff60),
    (0x1f300, 0x1faff),
    (0x20000, 0x3fffd),
];

/// Marks that take none.
const NONE: [(u32, u32); 3] = [(0x300, 0x36f), (0x200b, 0x200f), (0xfe00, 0xfe0f)];

/// The columns that a text takes.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(columns).sum() }
}

fn columns(letter: char) -> usize {
    let within = |ranges: &[(u32, u32)]| {
        ranges.iter().any(|(first, last)| (*first..=*last).contains(&u32::from(letter)))
    };
    if within(&NONE) {
        0
    } else if within(&WIDE) {
        2
    } else {
        1
    }
}
