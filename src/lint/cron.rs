//! Cron expressions in Nomad's own dialect: five to seven fields, names, steps, `L`, `W`, `#` and a few macros.
//!
//! An expression is parsed as Nomad parses it, oddities included: a step is looked up in a list of
//! numbers, anything after a `*` in a list is ignored, and so are fields after the seventh.

use std::borrow::Cow;
use std::fmt;

/// A cron expression that Nomad accepts.
///
/// ```
/// use jobwright::lint::Cron;
///
/// let nightly = Cron::parse("30 2 * * MON-FRI")?;
/// assert!(nightly.hours().eq([2]) && nightly.minutes().eq([30]));
/// let fault = Cron::parse("0 24 * * *").unwrap_err();
/// assert_eq!(fault.to_string(), "invalid hour `24`: expected 0 to 23");
/// # Ok::<(), jobwright::lint::CronFault>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cron {
    /// A bit for each minute.
    minutes: u64,
    /// A bit for each hour.
    hours: u64,
}

/// An error in a cron expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CronFault {
    /// It has this number of fields; at least five are required.
    Fields(usize),
    /// A part of a field is invalid.
    Part {
        /// The field, such as `hour`.
        field: &'static str,
        /// The part that was found.
        part: String,
        /// What is expected instead.
        takes: &'static str,
    },
    /// A step is too short or too long.
    Step {
        /// The field, such as `hour`.
        field: &'static str,
        /// The part that was found.
        part: String,
        /// The longest step.
        most: u32,
    },
}

impl std::error::Error for CronFault {}

impl fmt::Display for CronFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields(1) => f.write_str("expected five to seven fields, found one"),
            Self::Fields(count) => write!(f, "expected five to seven fields, found {count}"),
            Self::Part { field, part, takes } => {
                write!(f, "invalid {field} `{part}`: expected {takes}")
            }
            Self::Step { field, part, most } => {
                write!(f, "invalid step in `{part}` for the {field}: expected 1 to {most}")
            }
        }
    }
}

/// One field of an expression, and its limits.
struct Field {
    name: &'static str,
    /// What Nomad accepts there, for messages.
    takes: &'static str,
    /// The least and the most; Sunday may be 7 too, and a step is no more than the most.
    least: u32,
    most: u32,
    /// How many digits a number has at the least and at the most.
    digits: (usize, usize),
    words: &'static [&'static str],
}

const SECOND: Field =
    Field { name: "second", takes: "0 to 59", least: 0, most: 59, digits: (1, 2), words: &[] };
const MINUTE: Field = Field { name: "minute", ..SECOND };
const HOUR: Field = Field { name: "hour", takes: "0 to 23", most: 23, ..SECOND };
const DAY: Field = Field {
    name: "day of the month",
    takes: "1 to 31, `L`, `LW` or `15W`",
    least: 1,
    most: 31,
    ..SECOND
};
const MONTH: Field = Field {
    name: "month",
    takes: "1 to 12, or a name such as `JAN`",
    least: 1,
    most: 12,
    words: &[
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    ..SECOND
};
const WEEKDAY: Field = Field {
    name: "day of the week",
    takes: "0 to 7, or a name such as `MON`, and then `L` or `#2`",
    most: 6,
    words: &[
        "sun",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sunday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
    ],
    ..SECOND
};
const YEAR: Field = Field {
    name: "year",
    takes: "1970 to 2099",
    least: 1970,
    most: 2099,
    digits: (4, 4),
    words: &[],
};

/// Abbreviations for a whole expression, which are replaced anywhere in one.
const MACROS: [(&str, &str); 6] = [
    ("@yearly", "0 0 0 1 1 * *"),
    ("@annually", "0 0 0 1 1 * *"),
    ("@monthly", "0 0 0 1 * * *"),
    ("@weekly", "0 0 0 * * 0 *"),
    ("@daily", "0 0 0 * * * *"),
    ("@hourly", "0 0 * * * * *"),
];

impl Cron {
    /// Reads an expression.
    ///
    /// # Errors
    ///
    /// An expression that Nomad refuses.
    pub fn parse(text: &str) -> Result<Self, CronFault> {
        let whole = |text: Cow<'_, str>, (name, is): &(&str, &str)| text.replace(name, is).into();
        let text = match text.contains('@') {
            true => MACROS.iter().fold(Cow::Borrowed(text), whole),
            false => Cow::Borrowed(text),
        };
        let space = |letter| matches!(letter, ' ' | '\t' | '\n' | '\r' | '\x0c');
        let parts: Vec<&str> = text.split(space).filter(|part| !part.is_empty()).collect();
        let fields: &[&Field] = match parts.len() {
            0..5 => return Err(CronFault::Fields(parts.len())),
            5 => &[&MINUTE, &HOUR, &DAY, &MONTH, &WEEKDAY],
            6 => &[&MINUTE, &HOUR, &DAY, &MONTH, &WEEKDAY, &YEAR],
            _ => &[&SECOND, &MINUTE, &HOUR, &DAY, &MONTH, &WEEKDAY, &YEAR],
        };
        let mut cron = Self { minutes: 0, hours: 0 };
        for (field, part) in fields.iter().zip(parts) {
            let values = field.values(part)?;
            match field.name {
                "minute" => cron.minutes = values,
                "hour" => cron.hours = values,
                _ => {}
            }
        }
        Ok(cron)
    }

    /// The hours of a day in which it runs.
    pub fn hours(&self) -> impl Iterator<Item = u32> + use<> {
        ones(self.hours)
    }

    /// The minutes of such an hour.
    pub fn minutes(&self) -> impl Iterator<Item = u32> + use<> {
        ones(self.minutes)
    }
}

fn ones(bits: u64) -> impl Iterator<Item = u32> {
    (0..64).filter(move |at| bits >> at & 1 == 1)
}

impl Field {
    /// The values in a list, as bits; of years, whose numbers are larger, none.
    fn values(&self, list: &str) -> Result<u64, CronFault> {
        let (mut values, mut all, mut none) = (0, false, true);
        for part in list.split(',').filter(|part| !part.is_empty()) {
            none = false;
            let lower: String =
                part.chars().filter_map(|letter| letter.to_lowercase().next()).collect();
            if lower == "*" || lower == "?" {
                all = true;
                values = span(self.least, self.most, 1);
                continue;
            }
            match self.part(&lower) {
                Some((first, last, Some(step))) if !all => values |= span(first, last, step),
                Some((_, _, Some(_))) => {}
                Some((_, _, None)) => {
                    let (field, part, most) = (self.name, part.to_owned(), self.most);
                    return Err(CronFault::Step { field, part, most });
                }
                // Behind a `*`, only days are looked at.
                None if self.special(&lower) || all && !self.is_day() => {}
                None => return Err(self.fault(part)),
            }
        }
        if none { Err(self.fault(list)) } else { Ok(values) }
    }

    fn fault(&self, part: &str) -> CronFault {
        CronFault::Part { field: self.name, part: part.to_owned(), takes: self.takes }
    }

    fn is_day(&self) -> bool {
        self.name == DAY.name || self.name == WEEKDAY.name
    }

    /// A part of a list: first, last, and the step if it is one.
    fn part(&self, part: &str) -> Option<(u32, u32, Option<u32>)> {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (part, None),
        };
        let (first, last) = match range.split_once('-') {
            Some((first, last)) => (self.value(first)?, self.value(last)?),
            None if range == "*" => (self.least, self.most),
            None => {
                let first = self.value(range)?;
                (first, if step.is_some() { self.most } else { first })
            }
        };
        let step = match step {
            Some(step) if step.is_empty() || !step.bytes().all(|byte| byte.is_ascii_digit()) => {
                return None;
            }
            Some(step) => stride(step).filter(|step| (1..=self.most).contains(step)),
            None => Some(1),
        };
        Some((first, last, step))
    }

    /// A number or a name.
    fn value(&self, text: &str) -> Option<u32> {
        if let Some(at) = self.words.iter().position(|word| *word == text) {
            return u32::try_from(at).ok();
        }
        let digits = (self.digits.0..=self.digits.1).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_digit());
        let most = if self.name == WEEKDAY.name { 7 } else { self.most };
        let number: u32 = if digits { text.parse().ok()? } else { return None };
        (self.least..=most).contains(&number).then_some(number)
    }

    /// Whether it is a day that depends on the month.
    fn special(&self, part: &str) -> bool {
        let value = |text: Option<&str>| text.is_some_and(|text| self.value(text).is_some());
        if self.name == DAY.name {
            return part == "l" || part == "lw" || value(part.strip_suffix('w'));
        }
        let week =
            part.split_once('#').filter(|(_, week)| matches!(*week, "1" | "2" | "3" | "4" | "5"));
        self.name == WEEKDAY.name
            && (value(part.strip_suffix('l')) || value(week.map(|(day, _)| day)))
    }
}

/// A step: one or two digits up to 59, or a year.
fn stride(digits: &str) -> Option<u32> {
    let number = digits.parse().ok()?;
    let (few, year) =
        (digits.len() <= 2 && number < 60, digits.len() == 4 && (1970..2100).contains(&number));
    (few || year).then_some(number)
}

/// The bits of every `step`-th number from `first` to `last`.
fn span(first: u32, last: u32, step: u32) -> u64 {
    let every = (first..=last.min(63)).step_by(usize::try_from(step).unwrap_or(1).max(1));
    every.fold(0, |bits, at| bits | 1 << at)
}
