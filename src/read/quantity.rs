//! Amounts as people write them, `256MB`, and as Nomad counts them.

use crate::jobspec::{Field, Kind, Type, all_schemas};
use jobwright_hcl::syntax::NumberWithUnit;

/// What Nomad counts in integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Space: its MB are MiB.
    Space,
    /// CPU, by its frequency.
    Frequency,
}

/// Nomad holds amounts in 64 bits; no machine has as much as this.
const MOST: f64 = 1e12;

impl Counted {
    /// What an attribute counts, if it has a unit, which its doc specifies.
    pub fn of(field: &Field) -> Option<Self> {
        let says = |unit: &str| field.doc.split([' ', '.', ',']).any(|word| word == unit);
        let whole = matches!(field.kind, Kind::Attr(Type::Int(..)));
        [Self::Space, Self::Frequency].into_iter().find(|counted| whole && says(counted.unit()))
    }

    /// What the attribute of a name counts in the block of a keyword.
    fn of_names(block: &str, attribute: &str) -> Option<Self> {
        let schemas = all_schemas().into_iter().filter(|schema| schema.name == block);
        schemas.filter_map(|schema| schema.field(attribute)).find_map(|(_, field)| Self::of(field))
    }

    /// The unit, for people.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Space => "MB",
            Self::Frequency => "MHz",
        }
    }

    /// The help for the attribute `name` whose value has a unit, or is not a number.
    pub fn help(self, name: &str, written: Option<&str>) -> String {
        let unit = self.unit();
        match (self, written.and_then(|text| self.number(text))) {
            (_, Some(number)) => format!("write `{name}` as an integer in {unit}: `{number}`"),
            (Self::Frequency, None) if written.is_some_and(is_millicores) => format!(
                "write `{name}` as an integer in {unit}, such as `500`; Nomad has no millicores"
            ),
            (Self::Frequency, None) => {
                format!("write `{name}` as an integer in {unit}, such as `500`")
            }
            (Self::Space, None) => {
                format!("write `{name}` as an integer in {unit}, such as `256`")
            }
        }
    }

    /// The amount in the unit, rounded up: `1024` for `1GB`.
    fn number(self, text: &str) -> Option<u64> {
        let (number, unit) = split(text)?;
        let factor = match (self, unit.to_ascii_lowercase().as_str()) {
            (Self::Space, "b") => 1.0 / f64::from(1 << 20),
            (Self::Space, "k" | "kb" | "ki" | "kib") => 1.0 / 1024.0,
            (Self::Space, "" | "m" | "mb" | "mi" | "mib") | (Self::Frequency, "" | "mhz") => 1.0,
            (Self::Space, "g" | "gb" | "gi" | "gib") => 1024.0,
            (Self::Space, "t" | "tb" | "ti" | "tib") => f64::from(1 << 20),
            (Self::Frequency, "hz") => 1e-6,
            (Self::Frequency, "khz") => 1e-3,
            (Self::Frequency, "ghz") => 1e3,
            _ => return None,
        };
        let amount = (number * factor).ceil();
        // The bounds make it an integer that fits.
        (1.0..=MOST).contains(&amount).then_some(amount as u64)
    }
}

/// The help for a number with a unit outside of quotes, where a job expects an amount.
pub fn help(number: &NumberWithUnit) -> Option<String> {
    let counted = Counted::of_names(&number.block, &number.attribute)?;
    Some(counted.help(&number.attribute, Some(&number.written)))
}

/// Whether a string is an amount of CPU as Kubernetes writes it, such as `500m`.
fn is_millicores(text: &str) -> bool {
    split(text).is_some_and(|(_, unit)| unit == "m")
}

/// A number and the unit after it.
fn split(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let digit = |letter: char| letter.is_ascii_digit() || letter == '.';
    let (number, unit) = text.split_at_checked(text.find(|letter| !digit(letter))?)?;
    Some((number.parse().ok()?, unit.trim()))
}

#[cfg(test)]
mod tests {
    use super::Counted;

    #[test]
    fn amounts_are_worked_out() {
        let space = [
            ("1GB", 1024),
            ("2GiB", 2048),
            ("2Gi", 2048),
            ("1.5g", 1536),
            ("512M", 512),
            ("256 MB", 256),
            ("300kb", 1),
            ("1tb", 1 << 20),
        ];
        for (text, number) in space {
            assert_eq!(Counted::Space.number(text), Some(number), "{text}");
        }
        for (text, number) in [("2GHz", 2000), ("500 MHz", 500), ("1hz", 1)] {
            assert_eq!(Counted::Frequency.number(text), Some(number), "{text}");
        }
        for text in ["", "x", "1.2.3GB", "1s", "0MB", "99999999999999999999GB", "-1MB", "1é"] {
            assert_eq!(Counted::Space.number(text), None, "{text}");
        }
        assert_eq!(Counted::Frequency.number("500m"), None);
    }
}
