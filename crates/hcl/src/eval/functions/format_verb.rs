//! The verbs of `format`: `%` with flags, width, precision, index and a letter.

/// One verb.
#[derive(Clone, Debug, Default)]
pub(super) struct Verb {
    pub(super) zero: bool,
    pub(super) sharp: bool,
    pub(super) plus: bool,
    pub(super) minus: bool,
    pub(super) space: bool,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
    /// Which argument, counted from 1; by default the one after the last that was used.
    pub(super) argument: Option<usize>,
    pub(super) mode: char,
}

/// A width or precision beyond this is a mistake.
const MAX_WIDTH: usize = 100_000;

impl Verb {
    /// Reads the verb after a `%`; returns it and the rest of the format.
    pub(super) fn read(text: &str) -> Result<(Self, &str), String> {
        let mut verb = Self::default();
        let mut rest = text;
        loop {
            match rest.as_bytes().first() {
                Some(b'0') => verb.zero = true,
                Some(b'#') => verb.sharp = true,
                Some(b'+') => verb.plus = true,
                Some(b'-') => verb.minus = true,
                Some(b' ') => verb.space = true,
                _ => break,
            }
            rest = &rest[1..];
        }
        let (width, after) = digits(rest)?;
        (verb.width, rest) = (width, after);
        if let Some(after) = rest.strip_prefix('.') {
            let (precision, after) = digits(after)?;
            (verb.precision, rest) = (Some(precision.unwrap_or(0)), after);
        }
        if let Some(after) = rest.strip_prefix('[') {
            let (index, after) = digits(after)?;
            let starts_well = !rest.starts_with("[0");
            let index = index.filter(|_| starts_well).ok_or("expected a number after `[`")?;
            (verb.argument, rest) = (Some(index), after.strip_prefix(']').ok_or("expected `]`")?);
        }
        match rest.chars().next() {
            Some(mode) if mode.is_ascii_alphabetic() => {
                verb.mode = mode;
                Ok((verb, &rest[1..]))
            }
            Some(other) => Err(format!(
                "expected a letter after `%`, found `{other}`; write `%%` for a percent sign"
            )),
            None => Err("unfinished verb at the end; write `%%` for a percent sign".to_owned()),
        }
    }

    /// Digits of an integer with sign, prefix and padding.
    pub(super) fn integer(&self, negative: bool, digits: &str) -> String {
        let prefix = match self.mode {
            'b' if self.sharp => "0b",
            'o' if self.sharp => "0",
            'x' if self.sharp => "0x",
            'X' if self.sharp => "0X",
            _ => "",
        };
        if self.precision == Some(0) && digits == "0" {
            return String::new();
        }
        let sign = self.sign(negative);
        let mut zeros = self.precision.unwrap_or(0).saturating_sub(digits.len());
        let length = sign.len() + prefix.len() + zeros + digits.len();
        let padding = self.width.unwrap_or(0).saturating_sub(length);
        let (mut left, mut right) = (0, 0);
        if self.minus {
            right = padding;
        } else if self.zero && self.precision.is_none() {
            zeros += padding;
        } else {
            left = padding;
        }
        let (left, right) = (" ".repeat(left), " ".repeat(right));
        format!("{left}{sign}{prefix}{}{digits}{right}", "0".repeat(zeros))
    }

    /// A number with a fraction, with its padding; an infinity is not padded with zeros.
    pub(super) fn float(&self, shown: &str) -> String {
        let infinite = shown.ends_with("Inf");
        let (sign, digits) = match shown.as_bytes().first() {
            Some(b'-') => ("-", &shown[1..]),
            Some(b'+') => (if self.space { " " } else { "+" }, &shown[1..]),
            _ => (self.sign(false), shown),
        };
        let padding = self.width.unwrap_or(0).saturating_sub(sign.len() + digits.len());
        if self.minus {
            format!("{sign}{digits}{}", " ".repeat(padding))
        } else if self.zero && !infinite {
            format!("{sign}{}{digits}", "0".repeat(padding))
        } else {
            format!("{}{sign}{digits}", " ".repeat(padding))
        }
    }

    fn sign(&self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            (false, false, false) => "",
        }
    }
}

/// A number at the beginning, and what follows.
fn digits(text: &str) -> Result<(Option<usize>, &str), String> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return Ok((None, text));
    }
    let (digits, rest) = text.split_at(length);
    match digits.parse() {
        Ok(number) if number <= MAX_WIDTH => Ok((Some(number), rest)),
        _ => Err(format!("`{digits}` is too large")),
    }
}
