//! The syntax of Go's regular expressions, in the words of the `regex` crate.
//!
//! Both crates descend from RE2 and search alike. They differ in what `\d`, `\w`, `\s` and `\b` mean beyond ASCII, in
//! what a class in brackets may hold, in their limits, and in the version of Unicode. Of the last, a trace is left: under
//! `(?i)`, the crate knows capitals of `ƛ` and `ɤ`, which came with Unicode 16.

/// How often the parts of a pattern may be repeated, nested repetitions multiplied.
const MAX_REPEATS: u64 = 1000;

/// Classes of ASCII, as `[[:alpha:]]`.
const POSIX: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

/// Unicode's categories, but `C`, which has had two meanings in Go.
const CATEGORIES: [&str; 35] = [
    "Cc", "Cf", "Co", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl",
    "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl",
    "Zp", "Zs", "LC",
];

/// Scripts with names of four letters; any others are abbreviations, which Go does not know.
const SHORT_SCRIPTS: [&str; 7] = ["Cham", "Kawi", "Lisu", "Modi", "Newa", "Thai", "Toto"];

type Read<T> = Result<T, String>;

/// A pattern for the `regex` crate.
pub(super) struct Translated<'t> {
    pub(super) pattern: String,
    /// The names of the groups, which are numbered in the pattern: several may have the same one.
    pub(super) names: Vec<Option<&'t str>>,
}

/// Translates a pattern.
///
/// # Errors
///
/// What Go refuses, and what the crate takes for something else.
pub(super) fn translated(pattern: &str) -> Read<Translated<'_>> {
    let (out, names) = (String::new(), Vec::new());
    Translator { rest: pattern, out, names, groups: vec![1], last: 1 }.run()
}

struct Translator<'t> {
    rest: &'t str,
    out: String,
    names: Vec<Option<&'t str>>,
    /// For each group that is open, how often a part of it is repeated at most.
    groups: Vec<u64>,
    /// How often a part of what was last read is repeated.
    last: u64,
}

/// What a backslash makes of what follows it.
enum Escape {
    Character(char),
    Class(String),
    /// An assertion, such as the beginning of a word.
    Place(&'static str),
}

impl<'t> Translator<'t> {
    fn run(mut self) -> Read<Translated<'t>> {
        // Whether a repetition just ended: `a**` is refused.
        let mut repeated = false;
        while let Some(first) = self.rest.chars().next() {
            let was_repeated = std::mem::take(&mut repeated);
            match first {
                '\\' if self.rest.starts_with("\\Q") => self.quoted(),
                '\\' => self.escaped()?,
                '[' => self.class()?,
                '(' => self.group()?,
                ')' => self.close(),
                '*' | '+' | '?' => {
                    if was_repeated {
                        return Err(format!("missing argument of the repetition `{first}`"));
                    }
                    self.copy(1);
                    self.lazy();
                    repeated = true;
                }
                '{' => match self.bounds()? {
                    true if was_repeated => return Err("repeated repetition".to_owned()),
                    bounds => repeated = bounds,
                },
                '.' | '^' | '$' | '|' => {
                    self.copy(1);
                    self.part(1);
                }
                other => {
                    self.take(other.len_utf8());
                    self.literal(other);
                }
            }
        }
        Ok(Translated { pattern: self.out, names: self.names })
    }

    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn copy(&mut self, length: usize) {
        let taken = self.take(length);
        self.out.push_str(taken);
    }

    /// Notes that something was read of which a part is repeated so often.
    fn part(&mut self, repeats: u64) {
        self.last = repeats;
        if let Some(most) = self.groups.last_mut() {
            *most = repeats.max(*most);
        }
    }

    /// A character that means itself.
    fn literal(&mut self, character: char) {
        write_literal(character, &mut self.out);
        self.part(1);
    }

    fn lazy(&mut self) {
        if self.rest.starts_with('?') {
            self.copy(1);
        }
    }

    /// A repetition such as `{2,3}`; braces around anything else are just braces.
    fn bounds(&mut self) -> Read<bool> {
        let inner =
            self.rest.get(1..).and_then(|rest| rest.split_once('}')).map(|(inner, _)| inner);
        let number = |text: &str| {
            let plain = text == "0" || !text.starts_with('0');
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            (plain && digits).then(|| text.parse::<u64>().unwrap_or(u64::MAX))
        };
        let parsed = inner.and_then(|inner| {
            let (least, most) = inner.split_once(',').unwrap_or((inner, inner));
            let least = number(least)?;
            Some((least, if most.is_empty() { least } else { number(most)? }))
        });
        let (Some(inner), Some((least, most))) = (inner, parsed) else {
            self.take(1);
            self.literal('{');
            return Ok(false);
        };
        let repeats = self.last.saturating_mul(most);
        if least.max(most) > MAX_REPEATS || most > 1 && repeats > MAX_REPEATS {
            return Err(format!("`{{{inner}}}` repeats too often"));
        }
        self.copy(inner.len() + 2);
        self.lazy();
        self.part(repeats);
        Ok(true)
    }

    fn group(&mut self) -> Read<()> {
        if !self.rest.starts_with("(?") {
            self.take(1);
            self.capture(None);
            return Ok(());
        }
        let named = ["(?P<", "(?<"].iter().find(|start| self.rest.starts_with(**start));
        if let Some(start) = named {
            let name = self.rest.get(start.len()..).and_then(|rest| rest.split_once('>'));
            let word = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_';
            let Some((name, _)) =
                name.filter(|(name, _)| !name.is_empty() && name.bytes().all(word))
            else {
                return Err(format!("expected a name of letters and a `>` after `{start}`"));
            };
            self.take(start.len() + name.len() + 1);
            self.capture(Some(name));
            return Ok(());
        }
        let Some(end) = self.rest.find([':', ')']) else {
            return Err("unclosed group".to_owned());
        };
        let head = self.take(end + 1);
        if !head[2..end].bytes().all(|flag| b"imsU-".contains(&flag)) {
            return Err(format!("unknown group `{head}`"));
        }
        if head.ends_with(':') {
            self.groups.push(1);
        }
        self.out.push_str(head);
        Ok(())
    }

    fn capture(&mut self, name: Option<&'t str>) {
        self.out.push('(');
        self.names.push(name);
        self.groups.push(1);
    }

    fn close(&mut self) {
        self.copy(1);
        let inner = if self.groups.len() > 1 { self.groups.pop() } else { None };
        self.part(inner.unwrap_or(1));
    }

    /// `\Q…\E`, in which everything means itself.
    fn quoted(&mut self) {
        let inner = self.rest.get(2..).unwrap_or_default();
        let (quoted, rest) = inner.split_once("\\E").unwrap_or((inner, ""));
        quoted.chars().for_each(|character| self.literal(character));
        self.rest = rest;
    }

    fn escaped(&mut self) -> Read<()> {
        match self.escape()? {
            Escape::Character(character) => self.literal(character),
            Escape::Class(class) => {
                self.out.push_str(&class);
                self.part(1);
            }
            Escape::Place(place) => {
                self.out.push_str(place);
                self.part(1);
            }
        }
        Ok(())
    }

    /// A backslash and what it escapes.
    fn escape(&mut self) -> Read<Escape> {
        let Some(selector) = self.rest.chars().nth(1) else {
            return Err("a backslash at the end".to_owned());
        };
        if let '0'..='7' = selector {
            return self.octal(selector).map(Escape::Character);
        }
        self.take(1 + selector.len_utf8());
        let class = |class: &str| Ok(Escape::Class(class.to_owned()));
        let character = match selector {
            'd' => return class("[0-9]"),
            'D' => return class("[^0-9]"),
            'w' => return class("[0-9A-Za-z_]"),
            'W' => return class("[^0-9A-Za-z_]"),
            's' => return class("[\\t\\n\\f\\r\\x20]"),
            'S' => return class("[^\\t\\n\\f\\r\\x20]"),
            'p' | 'P' => return self.property(selector == 'P').map(Escape::Class),
            'b' => return Ok(Escape::Place("(?-u:\\b)")),
            'B' => return Ok(Escape::Place("(?-u:\\B)")),
            'A' => return Ok(Escape::Place("\\A")),
            'z' => return Ok(Escape::Place("\\z")),
            'x' => return self.hexadecimal().map(Escape::Character),
            'a' => '\u{7}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            other if other.is_ascii() && !other.is_ascii_alphanumeric() => other,
            other => return Err(format!("invalid escape `\\{other}`")),
        };
        Ok(Escape::Character(character))
    }

    /// What follows `\p`: a category or script, as Unicode 15.0 has it, which is the version that Go knows.
    fn property(&mut self, negated: bool) -> Read<String> {
        let name = match self.rest.strip_prefix('{') {
            Some(inner) => {
                let (name, _) = inner.split_once('}').ok_or("unclosed `\\p{`")?;
                self.take(name.len() + 2);
                name
            }
            None => self.take(self.rest.chars().next().map_or(0, char::len_utf8)),
        };
        let (negated, name) = match name.strip_prefix('^') {
            Some(name) => (!negated, name),
            None => (negated, name),
        };
        let not = if negated { "^" } else { "" };
        let kind = match name {
            name if CATEGORIES.contains(&name) => "gc",
            name if is_script(name) => "sc",
            _ => return Err(format!("the class `\\p{{{name}}}` is not supported here")),
        };
        Ok(format!("[{not}\\p{{{kind}={name}}}&&\\p{{age=15.0}}]"))
    }

    /// What follows `\x`: `7f` or `{10ffff}`.
    fn hexadecimal(&mut self) -> Read<char> {
        let digits = match self.rest.strip_prefix('{') {
            Some(inner) => inner.split_once('}').map(|(digits, _)| digits).unwrap_or_default(),
            None => self.rest.get(..2).unwrap_or_default(),
        };
        let braces = if self.rest.starts_with('{') { 2 } else { 0 };
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| plain);
        self.take(digits.len() + braces);
        code.and_then(char::from_u32)
            .ok_or_else(|| "expected the hexadecimal digits of a character after `\\x`".to_owned())
    }

    /// `\123`, or `\0`; a single digit other than 0 would be a reference to a group, which is not known.
    fn octal(&mut self, first: char) -> Read<char> {
        let digits: String =
            self.rest.chars().skip(1).take(3).take_while(|c| ('0'..='7').contains(c)).collect();
        if first != '0' && digits.len() < 2 {
            return Err(format!("invalid escape `\\{first}`"));
        }
        self.take(1 + digits.len());
        Ok(u32::from_str_radix(&digits, 8).ok().and_then(char::from_u32).unwrap_or('\0'))
    }

    /// Characters in brackets.
    fn class(&mut self) -> Read<()> {
        self.copy(1);
        if self.rest.starts_with('^') {
            self.copy(1);
        }
        let mut first = true;
        while first || !self.rest.starts_with(']') {
            first = false;
            let Some(low) = self.class_part()? else { continue };
            let high = if self.rest.starts_with('-') && !self.rest.starts_with("-]") {
                self.take(1);
                self.class_character()?
            } else {
                low
            };
            if high < low {
                return Err(format!("the range from `{low}` to `{high}` is empty"));
            }
            write_literal(low, &mut self.out);
            self.out.push('-');
            write_literal(high, &mut self.out);
        }
        self.copy(1);
        self.part(1);
        Ok(())
    }

    /// A character of a class; `None` for a whole class, which is written instead.
    fn class_part(&mut self) -> Read<Option<char>> {
        let named = self.rest.strip_prefix("[:").and_then(|rest| rest.split_once(":]"));
        if let Some((name, _)) = named {
            if !POSIX.contains(&name.strip_prefix('^').unwrap_or(name)) {
                return Err(format!("unknown class `[:{name}:]`"));
            }
            self.copy(name.len() + 4);
            return Ok(None);
        }
        if !self.rest.starts_with('\\') {
            return self.class_character().map(Some);
        }
        match self.escape()? {
            Escape::Character(character) => Ok(Some(character)),
            Escape::Class(class) => {
                self.out.push_str(&class);
                Ok(None)
            }
            Escape::Place(_) => {
                Err("an assertion such as `\\b` is not allowed in brackets".to_owned())
            }
        }
    }

    fn class_character(&mut self) -> Read<char> {
        if self.rest.starts_with('\\') {
            return match self.escape()? {
                Escape::Character(character) => Ok(character),
                _ => Err("expected a character at the end of the range".to_owned()),
            };
        }
        let next = self.rest.chars().next().ok_or("unclosed `[`")?;
        self.take(next.len_utf8());
        Ok(next)
    }
}

/// Whether this is a script's name of one word as Go spells it, if it is a script's; Go 1.25 and later lose the others.
fn is_script(name: &str) -> bool {
    let mut letters = name.bytes();
    let capital = letters.next().is_some_and(|first| first.is_ascii_uppercase());
    let spelled = capital && letters.all(|letter| letter.is_ascii_lowercase());
    let full = name.len() > 1 && (name.len() != 4 || SHORT_SCRIPTS.contains(&name));
    spelled && full && !name.starts_with("Is")
}

fn write_literal(character: char, out: &mut String) {
    if character.is_alphanumeric() || character == '_' {
        out.push(character);
    } else {
        out.push_str(&format!("\\x{{{:x}}}", u32::from(character)));
    }
}
