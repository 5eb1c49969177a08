//! Lengths of time as Go reads them: `time.ParseDuration`.

const UNITS: [(&str, u64); 8] = [
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ns", 1),
];

/// Go adds up without a sign, to what the least of its numbers is without one.
const MOST: u64 = 1 << 63;

/// The nanoseconds of a duration such as `1h30m`; `None` for any other string.
pub fn parse(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total = 0_u64;
    while !rest.is_empty() {
        let (nanos, after) = component(rest)?;
        total = within(total.checked_add(nanos))?;
        rest = after;
    }
    if negative { 0_i64.checked_sub_unsigned(total) } else { i64::try_from(total).ok() }
}

fn within(number: Option<u64>) -> Option<u64> {
    number.filter(|number| *number <= MOST)
}

/// One number with its unit, as nanoseconds, and what follows.
fn component(text: &str) -> Option<(u64, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, mut rest) = text.split_at(digits(text));
    let mut fraction = "";
    if let Some(after) = rest.strip_prefix('.') {
        (fraction, rest) = after.split_at(digits(after));
    }
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let length = rest.bytes().take_while(|byte| *byte != b'.' && !byte.is_ascii_digit()).count();
    let (unit, after) = rest.split_at(length);
    let (_, unit) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let mut number = 0;
    for digit in whole.bytes() {
        number = within(append(number, digit))?;
    }
    let nanos = within(number.checked_mul(*unit))?;
    Some((within(nanos.checked_add(part(fraction, *unit)))?, after))
}

fn append(number: u64, digit: u8) -> Option<u64> {
    number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
}

/// The nanoseconds of a fraction, in floating point as Go has them. Digits beyond what fits are left out.
fn part(fraction: &str, unit: u64) -> u64 {
    let (mut number, mut scale) = (0_u64, 1.0_f64);
    for digit in fraction.bytes() {
        let room = number <= (MOST - 1) / 10;
        let Some(next) = append(number, digit).filter(|next| room && *next <= MOST) else { break };
        (number, scale) = (next, scale * 10.0);
    }
    (number as f64 * (unit as f64 / scale)) as u64
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn check(text: &str, expected: Option<i64>) {
        assert_eq!(parse(text), expected, "{text}");
    }

    #[test]
    fn reads_what_go_reads() {
        check("10s", Some(10_000_000_000));
        check("+1h30m", Some(5_400_000_000_000));
        check("1.5h", Some(5_400_000_000_000));
        check(".5s", Some(500_000_000));
        check("1.s", Some(1_000_000_000));
        check("1us", Some(1_000));
        check("1µs", Some(1_000));
        check("1μs", Some(1_000));
        check("0", Some(0));
        check("0s0ms", Some(0));
        check("-5s", Some(-5_000_000_000));
        check("-0", Some(0));
        check("3s1h1s", Some(3_604_000_000_000));
        for bad in [
            "", "-", "+", "10", "1d", "5S", "5 s", " 5s", "1h 5m", ".s", "-.s", ".", "--5s",
            "1..5s",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn what_does_not_fit_is_none() {
        check("9223372036854775807ns", Some(i64::MAX));
        check("9223372036854775808ns", None);
        check("-9223372036854775808ns", Some(i64::MIN));
        check("-9223372036854775809ns", None);
        check("9223372036854775.807us", Some(i64::MAX));
        check("9223372036s854ms775us807ns", Some(i64::MAX));
        check("9223372036s854ms775us808ns", None);
        check("9999999999h", None);
        check("99999999999999999999s", None);
        check(&format!("{}5s", "0".repeat(60)), Some(5_000_000_000));
    }

    #[test]
    fn fractions_are_as_exact_as_gos() {
        check("0.3333333333333333333h", Some(1_200_000_000_000));
        check("0.100000000000000000000h", Some(360_000_000_000));
        check("0.9223372036854775807h", Some(3_320_413_933_267));
        check("0.9999999999999999999s", Some(1_000_000_000));
        check("1.0000000000000000000000001ns", Some(1));
        check(&format!("1.{}s", "9".repeat(400)), Some(2_000_000_000));
    }
}
