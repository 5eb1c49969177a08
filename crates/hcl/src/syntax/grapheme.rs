//! Grapheme clusters: what a reader sees as one character, as the segmentation library of
//! `nomad fmt` sees it. It differs from Unicode's own rules in a few corners, which are kept:
//! alignment depends on them.

use super::grapheme_table::CLASSES;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Control,
    Extend,
    Prepend,
    Spacing,
    HangulL,
    HangulV,
    HangulT,
    HangulLv,
    HangulLvt,
    Flag,
    Emoji,
    Joiner,
}

impl Class {
    fn of(character: char) -> Self {
        let code = u32::from(character);
        match code {
            0x20..=0x7e => Self::Other,
            0..=0x7f => Self::Control,
            0xac00..=0xd7a3 if (code - 0xac00).is_multiple_of(28) => Self::HangulLv,
            0xac00..=0xd7a3 => Self::HangulLvt,
            _ => Self::listed(code),
        }
    }

    fn listed(code: u32) -> Self {
        let after = CLASSES.partition_point(|entry| entry >> 4 <= code);
        let entry = after.checked_sub(1).and_then(|at| CLASSES.get(at)).copied().unwrap_or(0);
        match entry & 15 {
            1 => Self::Control,
            2 => Self::Extend,
            3 => Self::Prepend,
            4 => Self::Spacing,
            5 => Self::HangulL,
            6 => Self::HangulV,
            7 => Self::HangulT,
            8 => Self::Flag,
            9 => Self::Emoji,
            10 => Self::Joiner,
            _ => Self::Other,
        }
    }
}

/// How many clusters `text` has.
pub fn count(text: &str) -> usize {
    if text.is_ascii() {
        let pairs = if text.contains('\r') { text.matches("\r\n").count() } else { 0 };
        return text.len() - pairs;
    }
    let (mut rest, mut clusters) = (text, 0);
    while !rest.is_empty() {
        rest = rest.get(first(rest)..).unwrap_or_default();
        clusters += 1;
    }
    clusters
}

/// The length in bytes of the first cluster of `text`; 0 only if `text` is empty.
pub fn first(text: &str) -> usize {
    match *text.as_bytes() {
        [b'\r', b'\n', ..] => return 2,
        [0..=0x7f] => return 1,
        [0..=0x7f, next, ..] if next < 0x80 => return 1,
        _ => {}
    }
    let mut scan = Scan { rest: text };
    let mut class = scan.next();
    while class == Some(Class::Prepend) && scan.peek().is_some_and(|next| next != Class::Control) {
        class = scan.next();
    }
    match class {
        None | Some(Class::Control | Class::Prepend) => {}
        Some(Class::Other | Class::Extend | Class::Spacing | Class::Joiner) => {
            scan.skip(|class| matches!(class, Class::Extend | Class::Joiner | Class::Spacing));
        }
        Some(Class::Emoji) => scan.extension(),
        Some(Class::Flag) => {
            scan.skip_one(Class::Flag);
            scan.extension();
        }
        Some(hangul) => {
            scan.syllable(hangul);
            scan.extension();
        }
    }
    text.len() - scan.rest.len()
}

struct Scan<'t> {
    rest: &'t str,
}

impl Scan<'_> {
    fn peek(&self) -> Option<Class> {
        self.rest.chars().next().map(Class::of)
    }

    fn next(&mut self) -> Option<Class> {
        let mut characters = self.rest.chars();
        let class = Class::of(characters.next()?);
        self.rest = characters.as_str();
        Some(class)
    }

    fn skip(&mut self, wanted: impl Fn(Class) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.next();
        }
    }

    fn skip_one(&mut self, wanted: Class) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.next();
        }
        found
    }

    /// Marks that attach to the characters before them; a joiner includes the emoji after it.
    fn extension(&mut self) {
        loop {
            match self.peek() {
                Some(Class::Extend | Class::Spacing) => {
                    self.next();
                }
                Some(Class::Joiner) => {
                    self.next();
                    self.skip_one(Class::Emoji);
                }
                _ => return,
            }
        }
    }

    /// The rest of a Hangul syllable that begins with `first`.
    fn syllable(&mut self, first: Class) {
        let is_v = |class| class == Class::HangulV;
        let mut tail = true;
        match first {
            Class::HangulL => {
                self.skip(|class| class == Class::HangulL);
                if !self.skip_one(Class::HangulLvt) {
                    self.skip_one(Class::HangulLv);
                    tail = self.peek() == Some(Class::HangulV);
                    self.skip(is_v);
                }
            }
            Class::HangulLv | Class::HangulV => self.skip(is_v),
            _ => {}
        }
        if tail {
            self.skip(|class| class == Class::HangulT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn marks_flags_and_joined_emoji_are_one_column() {
        let family = "👩\u{200d}👩\u{200d}👦";
        for (text, clusters) in [
            ("", 0),
            ("abc", 3),
            ("e\u{301}", 1),
            ("🇫🇷🇩🇪", 2),
            (family, 1),
            ("\r\n\n", 2),
            ("한국", 2),
        ] {
            assert_eq!(count(text), clusters, "{text:?}");
        }
    }
}
