//! Patterns for the paths of files, as `fileset` reads them: those of the Go library doublestar
//! 1.3, as regular expressions, whose time grows with the length of the path and no faster.
//!
//! Two things are left out: the library loses some of what several pairs of braces after a star
//! could match together, and fails if a name ends directly before braces that hold a slash.

use regex::Regex;

/// A longer pattern is refused: no path is that long.
const MAX_LENGTH: usize = 4096;

/// How deep braces may be nested.
const MAX_DEPTH: usize = 50;

/// A regular expression that never matches.
const NOTHING: &str = "[^\\x{0}-\\x{10ffff}]";

/// A pattern for the paths of files with `*`, `?`, `[a-z]`, `{a,b}` and `\`, and with the
/// component `**` for any directories.
#[derive(Debug)]
pub struct Glob {
    regex: Regex,
    /// How many components a path that matches has at most.
    pub(super) depth: Option<usize>,
    /// The cost of matching a path.
    pub(super) cost: u64,
}

impl Glob {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// The mistake in the pattern. Go's library notices it only if a path leads it there.
    pub fn new(pattern: &str) -> Result<Self, String> {
        if pattern.len() > MAX_LENGTH {
            return Err(format!("the pattern is longer than {MAX_LENGTH} bytes"));
        }
        let mut reader =
            PatternReader { rest: pattern, out: String::new(), begins: true, double: false };
        let read = reader.sequence(0, false);
        read.map_err(|message| format!("invalid file pattern `{pattern}`: {message}"))?;
        let regex = Regex::new(&format!("(?s)\\A(?:{})\\z", reader.out));
        let regex = regex.map_err(|_| format!("the pattern `{pattern}` is too large"))?;
        let slashes = pattern.matches('/').count();
        let depth = (!pattern.contains("**")).then_some(slashes + 1);
        Ok(Self { regex, depth, cost: pattern.len() as u64 / 16 + 1 })
    }

    /// Whether the pattern matches this path.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        self.regex.is_match(path)
    }
}

struct PatternReader<'p> {
    rest: &'p str,
    out: String,
    /// Whether a component begins here.
    begins: bool,
    /// Whether the component before was a `**`: of two in a row, the second one matches one
    /// directory.
    double: bool,
}

type Read = Result<(), String>;

impl<'p> PatternReader<'p> {
    /// Reads up to the end of the pattern or of an alternative.
    fn sequence(&mut self, depth: usize, mut star: bool) -> Read {
        while let Some(first) = self.rest.chars().next() {
            let begins = std::mem::take(&mut self.begins);
            let double = std::mem::take(&mut self.double);
            let behind_star = std::mem::take(&mut star);
            match first {
                ',' | '}' if depth > 0 => return Ok(()),
                '*' if begins && !double && self.is_double(depth) => self.double(),
                '*' => {
                    let stars = self.rest.len() - self.rest.trim_start_matches('*').len();
                    self.take(stars);
                    self.out.push_str("[^/]*");
                    star = true;
                }
                '?' => {
                    self.take(1);
                    self.out.push_str("[^/]");
                }
                '[' => self.class()?,
                '{' => self.alternatives(depth + 1, behind_star)?,
                '\\' => {
                    self.take(1);
                    match self.rest.chars().next() {
                        Some(next) if next != '/' => self.literal(next),
                        _ => return Err("a backslash that escapes nothing".to_owned()),
                    }
                }
                '/' => {
                    self.literal('/');
                    self.begins = true;
                }
                other => self.literal(other),
            }
        }
        Ok(())
    }

    fn take(&mut self, length: usize) -> &'p str {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn literal(&mut self, character: char) {
        self.take(character.len_utf8());
        self.out.push_str(&regex::escape(character.encode_utf8(&mut [0; 4])));
    }

    /// Whether the component that begins here is `**`.
    fn is_double(&self, depth: usize) -> bool {
        let Some(rest) = self.rest.strip_prefix("**") else { return false };
        rest.is_empty() || rest.starts_with('/') || depth > 0 && rest.starts_with([',', '}'])
    }

    fn double(&mut self) {
        self.take(2);
        if self.rest.starts_with('/') {
            self.take(1);
            self.out.push_str("(?:[^/]+/)*");
            (self.begins, self.double) = (true, true);
        } else {
            self.out.push_str(".+");
        }
    }

    /// `{a,b}`. Directly after a star and at the end of a component, no alternative can be empty.
    fn alternatives(&mut self, depth: usize, behind_star: bool) -> Read {
        if depth > MAX_DEPTH {
            return Err("the braces are nested too deeply".to_owned());
        }
        let before = std::mem::take(&mut self.out);
        let mut alternatives = Vec::new();
        loop {
            self.take(1);
            self.begins = false;
            self.sequence(depth, behind_star)?;
            alternatives.push(std::mem::take(&mut self.out));
            match self.rest.chars().next() {
                Some(',') => {}
                Some(_) => break,
                None => return Err("unclosed `{`".to_owned()),
            }
        }
        self.take(1);
        self.out = before;
        let ends = self.rest.is_empty() || self.rest.starts_with('/');
        if behind_star && ends {
            alternatives.retain(|alternative| !alternative.is_empty());
        }
        match alternatives.is_empty() {
            true => self.out.push_str(NOTHING),
            false => self.out.push_str(&format!("(?:{})", alternatives.join("|"))),
        }
        Ok(())
    }

    /// `[a-z]` or `[^a-z]`. A backslash escapes; a hyphen that is not a range must be escaped.
    fn class(&mut self) -> Read {
        self.take(1);
        let negated = self.rest.starts_with('^');
        if negated {
            self.take(1);
        }
        let mut ranges = String::new();
        let mut empty = true;
        while !self.rest.starts_with(']') {
            empty = false;
            let low = self.class_character()?;
            let mut high = low;
            if self.rest.starts_with('-') {
                self.take(1);
                high = self.class_character()?;
            }
            if low <= high {
                let (low, high) = (u32::from(low), u32::from(high));
                ranges.push_str(&format!("\\x{{{low:x}}}-\\x{{{high:x}}}"));
            }
        }
        self.take(1);
        match (negated, empty) {
            (false, true) => return Err("nothing between `[` and `]`".to_owned()),
            (false, false) if ranges.is_empty() => self.out.push_str(NOTHING),
            (false, false) => self.out.push_str(&format!("[[{ranges}]&&[^/]]")),
            (true, _) => self.out.push_str(&format!("[^/{ranges}]")),
        }
        Ok(())
    }

    fn class_character(&mut self) -> Result<char, String> {
        let mut next = self.rest.chars().next();
        if next == Some('-') || self.rest.starts_with(']') {
            return Err("write `\\-` for a literal `-` in brackets".to_owned());
        }
        if next == Some('\\') {
            self.take(1);
            next = self.rest.chars().next();
        }
        let character = next.ok_or("unclosed `[`")?;
        self.take(character.len_utf8());
        Ok(character)
    }
}
