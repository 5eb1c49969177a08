//! The part of a user's file that is kept up to date: what is between two marker lines.

use std::fmt;

/// The marker line above the part.
pub const BEGIN: &str = "<!-- jobwright:begin -->";

/// The marker line below it.
pub const END: &str = "<!-- jobwright:end -->";

/// Why a file has no such part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPart {
    /// A marker is missing.
    Missing(&'static str),
    /// A marker is in the file more than once.
    Twice(&'static str),
    /// The end marker is above the begin marker.
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

/// Replaces the part between the markers of a file's content. All else is unchanged, and the part
/// gets the line ends of the first marker. Markers in fenced or indented code are an example.
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
    let mut fence: Option<Fence> = None;
    let (mut begin, mut end) = (None, None);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if is_indented(line) {
            continue;
        }
        match (fence, Fence::opens(line)) {
            (None, opened) => fence = opened,
            (Some(open), _) if open.ends(line) => fence = None,
            _ => {}
        }
        let (slot, name) = match line.trim() {
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

/// Whether a line is code by its indentation.
fn is_indented(line: &str) -> bool {
    let indent = line.len() - line.trim_start_matches(' ').len();
    indent >= 4 || line.get(indent..).is_some_and(|rest| rest.starts_with('\t'))
}

/// The begin of fenced code: its sign, and how many of it there are.
#[derive(Clone, Copy)]
struct Fence(char, usize);

impl Fence {
    fn opens(line: &str) -> Option<Self> {
        let line = line.trim();
        let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
        let rest = line.trim_start_matches(sign);
        let number = line.len() - rest.len();
        // Backticks around code in a line begin like a fence.
        let is_fence = number >= 3 && (sign == '~' || !rest.contains('`'));
        is_fence.then_some(Self(sign, number))
    }

    /// Whether a line ends it: at least as many of its sign, and nothing else.
    fn ends(self, line: &str) -> bool {
        let line = line.trim();
        line.chars().all(|letter| letter == self.0) && line.len() >= self.1
    }
}
