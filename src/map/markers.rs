//! The part of somebody's file that is kept current: what stands between two lines.

use std::fmt;

/// The line above the part.
pub const BEGIN: &str = "<!-- jobwright:begin -->";

/// The line below it.
pub const END: &str = "<!-- jobwright:end -->";

/// Why there is no such part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPart {
    /// A line is missing.
    Missing(&'static str),
    /// A line stands there more than once.
    Twice(&'static str),
    /// The last line is above the first one.
    Turned,
}

impl fmt::Display for NoPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(line) => write!(f, "expected the line `{line}`, found none in"),
            Self::Twice(line) => write!(f, "expected the line `{line}` once, found it again in"),
            Self::Turned => write!(f, "expected `{BEGIN}` above `{END}`, found it below in"),
        }
    }
}

/// The text with another part between its markers. All else stays as it is, and the part has the line ends of the first marker.
/// Markers in fenced code are an example.
///
/// # Errors
///
/// There are not two markers, one above the other.
///
/// ```
/// use jobwright::map::{BEGIN, END, with_part};
/// let readme = format!("# Jobs\n\n{BEGIN}\nold\n{END}\n");
/// assert_eq!(with_part(&readme, "new\n"), Ok(format!("# Jobs\n\n{BEGIN}\n\nnew\n\n{END}\n")));
/// ```
pub fn with_part(text: &str, part: &str) -> Result<String, NoPart> {
    let mut fence: Option<&str> = None;
    let (mut begin, mut end) = (None, None);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, inner) = (at, line.trim());
        at += line.len();
        let mark = ["```", "~~~"].into_iter().find(|mark| inner.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let (slot, name) = match inner {
            BEGIN => (&mut begin, BEGIN),
            END => (&mut end, END),
            _ => continue,
        };
        if fence.is_some() {
            continue;
        }
        if slot.is_some() {
            return Err(NoPart::Twice(name));
        }
        *slot = Some((start, at));
    }
    let (_, begin) = begin.ok_or(NoPart::Missing(BEGIN))?;
    let (end, _) = end.ok_or(NoPart::Missing(END))?;
    let (Some(before), Some(after)) = (text.get(..begin), text.get(end..)) else {
        return Err(NoPart::Turned);
    };
    if end < begin {
        return Err(NoPart::Turned);
    }
    let line_end = if before.ends_with("\r\n") { "\r\n" } else { "\n" };
    let part = format!("\n{}\n\n", part.trim_end()).replace('\n', line_end);
    Ok(format!("{before}{part}{after}"))
}
