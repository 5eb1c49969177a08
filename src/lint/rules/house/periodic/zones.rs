//! Time zones whose clocks change in the course of a year, as far as their names say.

/// Zones of regions where clocks change that have one time all year.
const STEADY: [&str; 40] = [
    "America/Argentina",
    "America/Asuncion",
    "America/Bahia",
    "America/Belem",
    "America/Bogota",
    "America/Buenos_Aires",
    "America/Cancun",
    "America/Caracas",
    "America/Cayenne",
    "America/Chihuahua",
    "America/Costa_Rica",
    "America/El_Salvador",
    "America/Fortaleza",
    "America/Guatemala",
    "America/Guayaquil",
    "America/Guyana",
    "America/Hermosillo",
    "America/Jamaica",
    "America/La_Paz",
    "America/Lima",
    "America/Managua",
    "America/Manaus",
    "America/Mexico_City",
    "America/Montevideo",
    "America/Monterrey",
    "America/Panama",
    "America/Phoenix",
    "America/Puerto_Rico",
    "America/Recife",
    "America/Regina",
    "America/Sao_Paulo",
    "America/Tegucigalpa",
    "Europe/Istanbul",
    "Europe/Kaliningrad",
    "Europe/Minsk",
    "Europe/Moscow",
    "Europe/Samara",
    "Europe/Simferopol",
    "Europe/Volgograd",
    "US/Arizona",
];

/// Zones of other regions whose clocks change.
const CHANGING: [&str; 22] = [
    "Africa/Cairo",
    "Africa/Ceuta",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Asia/Nicosia",
    "Atlantic/Azores",
    "Atlantic/Bermuda",
    "Atlantic/Canary",
    "Atlantic/Madeira",
    "Australia/Adelaide",
    "Australia/Canberra",
    "Australia/Hobart",
    "Australia/Melbourne",
    "Australia/Sydney",
    "CET",
    "CST6CDT",
    "EET",
    "EST5EDT",
    "MST7MDT",
    "PST8PDT",
    "Pacific/Auckland",
    "WET",
];

/// Zones that are ahead of Berlin, where the clocks change at the same instant.
const EASTERN: [&str; 15] = [
    "Asia/Nicosia",
    "EET",
    "Europe/Athens",
    "Europe/Bucharest",
    "Europe/Chisinau",
    "Europe/Helsinki",
    "Europe/Kiev",
    "Europe/Kyiv",
    "Europe/Mariehamn",
    "Europe/Riga",
    "Europe/Sofia",
    "Europe/Tallinn",
    "Europe/Uzhgorod",
    "Europe/Vilnius",
    "Europe/Zaporozhye",
];

/// Whether the clocks of a zone change.
pub fn changes(zone: &str) -> bool {
    let region =
        ["Europe/", "America/", "US/", "Canada/"].iter().any(|region| zone.starts_with(region));
    let is_steady = STEADY.iter().any(|steady| {
        zone.strip_prefix(steady).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    CHANGING.contains(&zone) || region && !is_steady
}

/// The hours that are skipped or repeated.
pub fn hours(zone: &str) -> impl Iterator<Item = u32> {
    let (first, last) = match zone {
        _ if EASTERN.contains(&zone) => (3, 3),
        "Europe/London" | "Europe/Dublin" | "Europe/Lisbon" | "WET" => (1, 1),
        _ if zone.starts_with("Europe/") || zone == "CET" => (2, 2),
        _ => (1, 2),
    };
    first..=last
}

#[cfg(test)]
mod tests {
    use super::{changes, hours};

    #[test]
    fn zones_are_told_by_their_names() {
        for zone in ["Europe/Berlin", "America/New_York", "US/Pacific", "CET", "Australia/Sydney"] {
            assert!(changes(zone), "{zone}");
        }
        for zone in [
            "UTC",
            "Etc/GMT+1",
            "Asia/Tokyo",
            "Europe/Moscow",
            "America/Argentina/Salta",
            "Local",
            "",
        ] {
            assert!(!changes(zone), "{zone}");
        }
        let all = |zone| hours(zone).collect::<Vec<_>>();
        assert_eq!(all("Europe/Berlin"), [2]);
        assert_eq!(all("Europe/Helsinki"), [3]);
        assert_eq!(all("America/New_York"), [1, 2]);
    }
}
