//! Names for what is made: Rust identifiers and file names, each once.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToShoutySnakeCase, ToSnakeCase};

use crate::stem::{is_device, shortened};

/// Reserved words of Rust, and names that already have a meaning in a definition.
const TAKEN: &str = "abstract alive as async await become box break const continue crate do dyn else enum expr \
    extern false final fn for gen hcl hours if impl in include_text interpolate job let literal local loop macro match \
    millis mins mod move mut nanos override priv pub ref return runtime secrets secs self site static std struct super \
    trait true try type typeof unsafe unsized use var virtual volume where while yield jobwright main build lib \
    core alloc bool char str i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 usize isize";

/// The names that are taken.
#[derive(Clone, Debug, Default)]
pub struct Names {
    taken: BTreeSet<String>,
    /// The number that may be free, of names that had one before: all below it are taken.
    next: BTreeMap<String, usize>,
}

impl Names {
    /// A function's name, like one of these, the first that is free.
    pub fn function(&mut self, hints: [&str; 2]) -> String {
        let free = |name: &&String| !self.taken.contains(*name);
        let names = hints.map(identifier);
        // A reserved word of Rust is only like the name.
        let alike = |name: &&String| free(name) && !name.ends_with('_');
        let name = names.iter().find(alike).or_else(|| names.iter().find(free)).cloned();
        let name = name.unwrap_or_else(|| self.numbered(&names[1], "_", ""));
        self.taken.insert(name.clone());
        name
    }

    /// Marks a name as used elsewhere.
    pub fn take(&mut self, name: &str) {
        self.taken.insert(name.to_lowercase());
    }

    /// A constant's name.
    pub fn constant(&mut self, hint: &str) -> String {
        let name = words(hint).to_shouty_snake_case();
        // `00-custom.conf` is called after its word.
        let name = match name.trim_start_matches(|letter: char| !letter.is_ascii_alphabetic()) {
            "" => "TEXT",
            name => name,
        };
        self.free(&shortened(name, '_', hint).to_uppercase(), "_", "")
    }

    /// A file's name, after the last step of a path.
    pub fn file(&mut self, hint: &str) -> String {
        let last = hint.rsplit('/').next().unwrap_or_default();
        let kept =
            |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
        let name: String =
            last.chars().map(|letter| if kept(letter) { letter } else { '-' }).collect();
        let name = name.trim_matches(['.', '-']).to_owned();
        let name = match shortened(&name, '-', last) {
            name if name.is_empty() => "text".into(),
            name if is_device(&name) => format!("text-{name}").into(),
            name => name,
        };
        match name.rsplit_once('.') {
            Some((stem, extension)) => self.free(stem, "-", &format!(".{extension}")),
            None => self.free(&name, "-", ""),
        }
    }

    fn free(&mut self, name: &str, mark: &str, end: &str) -> String {
        let whole = format!("{name}{end}");
        // Some file systems do not tell capitals from small letters.
        let whole = if self.taken.contains(&whole.to_lowercase()) {
            self.numbered(name, mark, end)
        } else {
            whole
        };
        self.taken.insert(whole.to_lowercase());
        whole
    }

    fn numbered(&mut self, name: &str, mark: &str, end: &str) -> String {
        let number = self.next.entry(format!("{name}{mark}\0{end}").to_lowercase()).or_insert(2);
        loop {
            let candidate = format!("{name}{mark}{number}{end}");
            if !self.taken.contains(&candidate.to_lowercase()) {
                return candidate;
            }
            *number += 1;
        }
    }
}

/// The words of a string in lower case, with `_` between them. Words have ASCII letters and digits
/// only.
pub fn words(text: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { ' ' };
    text.chars().map(plain).collect::<String>().to_snake_case()
}

/// A Rust identifier in lower case that is like the string.
pub fn identifier(text: &str) -> String {
    let name = shortened(&words(text), '_', text).into_owned();
    let first = name.chars().next();
    match first {
        None => "unnamed".to_owned(),
        Some(letter) if letter.is_ascii_digit() => format!("n{name}"),
        Some(_) if TAKEN.split_whitespace().any(|taken| taken == name) || is_device(&name) => {
            format!("{name}_")
        }
        Some(_) => name,
    }
}
