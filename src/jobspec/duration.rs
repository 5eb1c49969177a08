//! Lengths of time, printed the way Nomad's users write them.

use jobwright_hcl::duration;

/// A duration in whole nanoseconds, as Nomad keeps it. It prints like `1h30m` or `500ms`.
///
/// ```
/// use jobwright::jobspec::{Duration, mins, secs};
/// assert_eq!(secs(90).to_string(), "1m30s");
/// assert_eq!((mins(4) + secs(60)).to_string(), "5m");
/// assert_eq!("1.5h".parse::<Duration>().unwrap(), mins(90));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(i64);

const UNITS: [(&str, i64); 6] = [
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

impl Duration {
    /// So many nanoseconds.
    #[must_use]
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// The length in nanoseconds, as API JSON has it.
    #[must_use]
    pub const fn as_nanos(self) -> i64 {
        self.0
    }
}

impl std::ops::Add for Duration {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl From<std::time::Duration> for Duration {
    fn from(duration: std::time::Duration) -> Self {
        Self(i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX))
    }
}

impl std::fmt::Display for Duration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let mut rest = self.0.unsigned_abs();
        for (unit, nanos) in UNITS {
            let nanos = nanos.unsigned_abs();
            if rest >= nanos {
                write!(f, "{}{unit}", rest / nanos)?;
                rest %= nanos;
            }
        }
        Ok(())
    }
}

/// The error of a string that is not a valid duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidDuration(String);

impl std::fmt::Display for InvalidDuration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "invalid duration `{}`: expected a number with a unit, such as `10s`, `1h30m` or \
             `500ms`",
            self.0
        )
    }
}

impl std::error::Error for InvalidDuration {}

impl std::str::FromStr for Duration {
    type Err = InvalidDuration;

    /// Reads what Go's `time.ParseDuration` reads.
    fn from_str(text: &str) -> Result<Self, InvalidDuration> {
        duration::parse(text).map(Self).ok_or_else(|| InvalidDuration(text.to_owned()))
    }
}

/// So many nanoseconds.
#[must_use]
pub const fn nanos(count: i64) -> Duration {
    Duration(count)
}

/// So many milliseconds.
#[must_use]
pub const fn millis(count: i64) -> Duration {
    Duration(count.saturating_mul(1_000_000))
}

/// So many seconds.
#[must_use]
pub const fn secs(count: i64) -> Duration {
    Duration(count.saturating_mul(1_000_000_000))
}

/// So many minutes.
#[must_use]
pub const fn mins(count: i64) -> Duration {
    secs(count.saturating_mul(60))
}

/// So many hours.
#[must_use]
pub const fn hours(count: i64) -> Duration {
    secs(count.saturating_mul(3600))
}

#[cfg(test)]
mod tests {
    use super::Duration;

    fn check(text: &str, expected: Option<i64>) {
        assert_eq!(text.parse::<Duration>().ok().map(Duration::as_nanos), expected, "{text}");
    }

    #[test]
    fn prints_what_it_reads() {
        for nanos in [0, 1, 999, 1_500_000, 90_000_000_000, -5_400_000_000_000, i64::MAX] {
            let duration = Duration::from_nanos(nanos);
            check(&duration.to_string(), Some(nanos));
        }
    }
}
