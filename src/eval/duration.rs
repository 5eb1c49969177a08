//! Lengths of time, as Go reads them.

const UNITS: [(&str, u128); 8] = [
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ns", 1),
];

/// The nanoseconds of a text such as `1h30m`; nothing for any other text.
pub(super) fn parse(text: &str) -> Option<i64> {
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
    let mut total = 0_u128;
    while !rest.is_empty() {
        let (nanos, after) = component(rest)?;
        total = total.checked_add(nanos).filter(|total| *total <= 1 << 63)?;
        rest = after;
    }
    let total = i128::try_from(total).ok()?;
    i64::try_from(if negative { -total } else { total }).ok()
}

/// One number with its unit, as nanoseconds, and what follows.
fn component(text: &str) -> Option<(u128, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, mut rest) = text.split_at(digits(text));
    let mut fraction = "";
    if let Some(after) = rest.strip_prefix('.') {
        (fraction, rest) = after.split_at(digits(after));
    }
    if whole.is_empty() && fraction.is_empty() || whole.len() > 38 {
        return None;
    }
    let length = rest.bytes().take_while(|byte| *byte != b'.' && !byte.is_ascii_digit()).count();
    let (unit, after) = rest.split_at(length);
    let (_, nanos) = UNITS.iter().find(|(name, _)| *name == unit)?;
    let whole = if whole.is_empty() { 0 } else { whole.parse::<u128>().ok()? };
    let mut result = whole.checked_mul(*nanos).filter(|result| *result <= 1 << 63)?;
    if !fraction.is_empty() {
        let (mut value, mut scale) = (0_u64, 1.0_f64);
        for digit in fraction.bytes() {
            // Digits beyond what fits are left out.
            let next =
                value.checked_mul(10).and_then(|next| next.checked_add(u64::from(digit - b'0')));
            let Some(next) = next.filter(|next| *next <= 1 << 63) else { break };
            (value, scale) = (next, scale * 10.0);
        }
        result += (value as f64 * (*nanos as f64 / scale)) as u128;
    }
    Some((result, after))
}
