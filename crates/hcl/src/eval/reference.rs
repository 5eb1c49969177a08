//! Run-time references: Nomad cuts them out of the file and puts them into a string.

use crate::syntax::Span;

/// The string that a reference at `span` of `file` becomes.
///
/// With braces directly around it (spaces may be between), it is cut out from `${` on; Nomad then
/// looks for the closing brace, and repeats closing braces that follow it, with the spaces
/// between: `${x}}` becomes `${x}}}`.
pub fn text(file: &[u8], span: Span) -> String {
    let (start, end) = (span.start as usize, span.end as usize);
    let source = file.get(start..end).unwrap_or_default();
    let before = file.get(..start).unwrap_or_default();
    let inner = before.trim_ascii_end_spaces();
    let Some(open) = inner.strip_suffix(b"${") else {
        return format!("${{{}}}", String::from_utf8_lossy(source));
    };
    let mut text = file.get(open.len()..end).unwrap_or_default().to_vec();
    let rest = file.get(end..).unwrap_or_default();
    // The byte at the end is taken for the closing brace, whatever it is.
    for (at, byte) in rest.iter().enumerate().skip(1) {
        match byte {
            b'}' => text.extend_from_slice(rest.get(..at).unwrap_or_default()),
            b' ' => {}
            _ => {
                text.push(b'}');
                break;
            }
        }
        // Real files have no such braces; Nomad's string grows with the square of their number.
        if text.len() > 1 << 16 {
            break;
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

trait TrimSpaces {
    fn trim_ascii_end_spaces(&self) -> &[u8];
}

impl TrimSpaces for [u8] {
    /// Without the spaces at the end; other white space stays.
    fn trim_ascii_end_spaces(&self) -> &[u8] {
        let kept = self.iter().rposition(|byte| *byte != b' ').map_or(0, |at| at + 1);
        self.get(..kept).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, text};

    fn check(file: &str, reference: &str, expected: &str) {
        let start = file.find(reference).unwrap_or(0) as u32;
        let span = Span::new(start, start + reference.len() as u32);
        assert_eq!(text(file.as_bytes(), span), expected, "{file}");
    }

    #[test]
    fn references_become_text_again() {
        check("a = NOMAD_X\n", "NOMAD_X", "${NOMAD_X}");
        check("a = \"${NOMAD_X}\"\n", "NOMAD_X", "${NOMAD_X}");
        check("a = \"${ NOMAD_X }\"\n", "NOMAD_X", "${ NOMAD_X }");
        check("a = \"${f(NOMAD_X)}\"\n", "NOMAD_X", "${NOMAD_X}");
        check("a = \"${NOMAD_X}}\"\n", "NOMAD_X", "${NOMAD_X}}");
        check("a = \"${NOMAD_X} }\"\n", "NOMAD_X", "${NOMAD_X} }");
        check("a = \"${NOMAD_X~}}\"\n", "NOMAD_X", "${NOMAD_X~~}}");
        check("a = \"${attr.*}\"\n", "attr", "${attr}");
    }
}
