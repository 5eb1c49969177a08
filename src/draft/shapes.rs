//! Amounts of CPU and memory: by the site's names for them, or in numbers.

use crate::house::Shape;

/// The shapes that a `site.rs` defines, formatted by rustfmt: each on a line of its own.
///
/// ```
/// use jobwright::draft::shapes;
/// use jobwright::house::Shape;
///
/// let site = "pub mod shape {\n    pub const TINY: Shape = Shape::equal(64);\n}\n";
/// assert_eq!(shapes(site), [("TINY".to_owned(), Shape::equal(64))]);
/// ```
#[must_use]
pub fn shapes(site: &str) -> Vec<(String, Shape)> {
    let of_line = |line: &str| {
        let (name, value) =
            line.trim().strip_prefix("pub const ")?.split_once(": Shape = Shape::")?;
        let value = value.strip_suffix(';')?;
        let shape = match value.split_once('(') {
            None if value == "DEFAULT" => Shape::DEFAULT,
            Some(("equal", number)) => Shape::equal(number.strip_suffix(')')?.parse().ok()?),
            Some(("new", numbers)) => {
                let (cpu, memory) = numbers.strip_suffix(')')?.split_once(", ")?;
                Shape::new(cpu.parse().ok()?, memory.parse().ok()?)
            }
            _ => return None,
        };
        Some((name.to_owned(), shape))
    };
    site.lines().filter_map(of_line).collect()
}

/// The shape that a word denotes: a name in the site's source, in capitals or not, or `CPU,MEMORY`
/// in MHz and MB, or one number for both; `None` for any other word.
///
/// ```
/// use jobwright::draft::shape;
/// use jobwright::house::Shape;
///
/// assert_eq!(shape("100,256", ""), Some(Shape::new(100, 256)));
/// assert_eq!(shape("huge", ""), None);
/// ```
#[must_use]
pub fn shape(word: &str, site: &str) -> Option<Shape> {
    let named = shapes(site).into_iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    let numbers = || match word.split_once(',') {
        Some((cpu, memory)) => Some(Shape::new(cpu.parse().ok()?, memory.parse().ok()?)),
        None => word.parse().ok().map(Shape::equal),
    };
    named.map(|(_, shape)| shape).or_else(numbers)
}
