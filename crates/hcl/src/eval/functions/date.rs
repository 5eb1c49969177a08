//! Points in time, as RFC 3339 writes them.

use super::function::{Fault, Outcome, text};
use crate::eval::context::Context;
use crate::eval::value::Value;

/// A point in time, with the offset in which it is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Time {
    /// Seconds since 1970, without nanoseconds.
    seconds: i64,
    nanos: u32,
    /// Seconds east of Greenwich.
    offset: i64,
}

/// A date and a time of day.
struct Clock {
    year: i64,
    month: u32,
    day: u32,
    weekday: usize,
    hour: i64,
    minute: i64,
    second: i64,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Days since 1970 of a date in the Gregorian calendar.
fn days(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let month = i64::from((month + 9) % 12);
    let of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of a number of days since 1970.
fn date(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month as u32, day as u32)
}

fn days_in(year: i64, month: u32) -> u32 {
    let next = if month == 12 { days(year + 1, 1, 1) } else { days(year, month + 1, 1) };
    (next - days(year, month, 1)) as u32
}

impl Time {
    /// The parts of a point in time that are read: a date, a time of day, a fraction in nanoseconds and an offset.
    pub(super) fn new(
        (year, month, day): (i64, u32, u32),
        (hour, minute, second): (i64, i64, i64),
        nanos: u32,
        offset: i64,
    ) -> Result<Self, &'static str> {
        if !(1..=12).contains(&month) {
            return Err("expected a month from 01 to 12");
        }
        if day < 1 || day > days_in(year, month) {
            return Err("the month does not have this day");
        }
        if hour > 23 || minute > 59 || second > 59 {
            return Err("expected a time of day up to 23:59:59");
        }
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
        Ok(Self { seconds, nanos, offset })
    }

    /// Reads `2026-01-02T03:04:05.6Z` or the same with an offset such as `+01:00`.
    fn parse(text: &str) -> Result<Self, String> {
        let explain = |reason: &str| format!("invalid timestamp `{text}`: {reason}");
        let form = "write it as `2026-01-02T03:04:05Z`";
        let bytes = text.as_bytes();
        let number = |from: usize, to: usize| -> Option<i64> {
            let digits = text.get(from..to)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
        };
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
        if marks.iter().any(|(at, mark)| bytes.get(*at) != Some(mark)) {
            return Err(explain(form));
        }
        let parts = (number(0, 4), number(5, 7), number(8, 10), number(11, 13), number(14, 16));
        let ((Some(year), Some(month), Some(day), Some(hour), Some(minute)), Some(second)) =
            (parts, number(17, 19))
        else {
            return Err(explain(form));
        };
        let rest = text.get(19..).unwrap_or_default();
        let (nanos, zone) = fraction(rest);
        let offset =
            offset(zone).ok_or_else(|| explain("expected `Z` or an offset such as `+01:00`"))?;
        Self::new((year, month as u32, day as u32), (hour, minute, second), nanos, offset)
            .map_err(explain)
    }

    fn clock(self) -> Clock {
        let local = self.seconds + self.offset;
        let (days, of_day) = (local.div_euclid(86_400), local.rem_euclid(86_400));
        let (year, month, day) = date(days);
        let weekday = (days + 4).rem_euclid(7) as usize;
        let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        Clock { year, month, day, weekday, hour, minute, second }
    }

    /// `+01:00`, with or without the colon.
    fn zone(self, colon: &str) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs() / 60;
        format!("{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60)
    }

    /// `Z` or `+01:00`.
    fn short_zone(self) -> String {
        if self.offset == 0 { "Z".to_owned() } else { self.zone(":") }
    }

    /// As RFC 3339 writes it, in whole seconds.
    pub(super) fn rfc3339(self) -> String {
        let Clock { year, month, day, hour, minute, second, .. } = self.clock();
        let year = if year < 0 { format!("-{:04}", -year) } else { format!("{year:04}") };
        let zone = self.short_zone();
        format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
    }
}

/// The nanoseconds of a fraction such as `.25`, and what follows.
pub(super) fn fraction(text: &str) -> (u32, &str) {
    let digits = text.strip_prefix('.').unwrap_or_default();
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return (0, text);
    }
    let (mut nanos, mut unit) = (0, 100_000_000);
    for byte in digits.bytes().take(length.min(9)) {
        nanos += u32::from(byte - b'0') * unit;
        unit /= 10;
    }
    (nanos, digits.get(length..).unwrap_or_default())
}

/// The seconds that an offset such as `Z` or `+01:00` means.
pub(super) fn offset(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let sign = match zone.as_bytes() {
        [b'+', _, _, b':', _, _] => 1,
        [b'-', _, _, b':', _, _] => -1,
        _ => return None,
    };
    let number = |from: usize, to: usize| {
        let digits = zone.get(from..to)?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| digits.parse::<i64>().ok())
            .flatten()
    };
    let (hours, minutes) = (number(1, 3)?, number(4, 6)?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes) * 60)
}

pub(super) fn timeadd(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let time = Time::parse(text(arguments, 0)).map_err(|message| Fault::at(0, message))?;
    let span = crate::duration::parse(text(arguments, 1))
        .ok_or_else(|| Fault::at(1, "expected a duration such as `10s`, `-1h30m` or `500ms`"))?;
    let nanos = i128::from(span) + i128::from(time.nanos);
    let seconds = time.seconds + nanos.div_euclid(1_000_000_000) as i64;
    Ok(Time { seconds, nanos: 0, ..time }.rfc3339().into())
}

pub(super) fn formatdate(_: &Context<'_>, arguments: &[Value]) -> Outcome {
    let time = Time::parse(text(arguments, 1)).map_err(|message| Fault::at(1, message))?;
    let clock = time.clock();
    let mut out = String::new();
    let mut rest = text(arguments, 0);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => literal(rest, &mut out)?,
            'a'..='z' | 'A'..='Z' => {
                let length = rest.chars().take_while(|next| *next == first).count();
                out.push_str(&verb(time, &clock, first, length)?);
                length
            }
            other => {
                out.push(other);
                other.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(out.into())
}

/// Writes the quoted literal at the start of `rest`; returns its length.
fn literal(rest: &str, out: &mut String) -> Result<usize, Fault> {
    if rest.starts_with("''") {
        out.push('\'');
        return Ok(2);
    }
    let mut at = 1;
    loop {
        let inner = rest.get(at..).unwrap_or_default();
        match inner.chars().next() {
            None => return Err(Fault::at(0, "unclosed quote `'`")),
            Some('\'') if inner.starts_with("''") => {
                out.push('\'');
                at += 2;
            }
            Some('\'') => return Ok(at + 1),
            Some(other) => {
                out.push(other);
                at += other.len_utf8();
            }
        }
    }
}

fn verb(time: Time, clock: &Clock, letter: char, length: usize) -> Result<String, Fault> {
    let two = |value: i64| match length {
        1 => Some(value.to_string()),
        2 => Some(format!("{value:02}")),
        _ => None,
    };
    let month = MONTHS.get(clock.month as usize - 1).copied().unwrap_or_default();
    let weekday = WEEKDAYS.get(clock.weekday).copied().unwrap_or_default();
    let half =
        |names: [&str; 2]| names.get(usize::from(clock.hour >= 12)).map(|name| (*name).to_owned());
    let shown = match (letter, length) {
        ('Y', 2) => Some(format!("{:02}", clock.year % 100)),
        ('Y', 4) => Some(format!("{:04}", clock.year)),
        ('M', 1 | 2) => two(i64::from(clock.month)),
        ('M', 3) => month.get(..3).map(str::to_owned),
        ('M', 4) => Some(month.to_owned()),
        ('D', _) => two(i64::from(clock.day)),
        ('E', 3) => weekday.get(..3).map(str::to_owned),
        ('E', 4) => Some(weekday.to_owned()),
        ('h', _) => two(clock.hour),
        ('H', _) => two((clock.hour + 11) % 12 + 1),
        ('A', 2) => half(["AM", "PM"]),
        ('a', 2) => half(["am", "pm"]),
        ('m', _) => two(clock.minute),
        ('s', _) => two(clock.second),
        ('Z', 1) => Some(time.short_zone()),
        ('Z', 3) if time.offset == 0 => Some("UTC".to_owned()),
        ('Z', 3 | 4) => Some(time.zone("")),
        ('Z', 5) => Some(time.zone(":")),
        _ => None,
    };
    shown.ok_or_else(|| {
        let verb = letter.to_string().repeat(length.min(20));
        Fault::at(0, format!("unknown format sequence `{verb}`; quote literal letters in `'…'`"))
    })
}
