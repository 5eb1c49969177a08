//! Comments without their marks, in runs of lines.

use jobwright_hcl::syntax::Span;

/// Comments that belong together: on lines of their own without an empty line between them, or at
/// the end of a line.
#[derive(Debug)]
pub struct Run {
    /// Where it starts.
    pub start: u32,
    /// Where it ends: the start of the next line if it extends to the end of its line.
    pub end: u32,
    /// Whether nothing else is before it on its line.
    pub own_line: bool,
    column: usize,
    spans: Vec<Span>,
}

/// The lines of a run, and whether they are set apart from what is before them.
pub type Lines = (Vec<String>, bool);

/// The comments in runs.
pub fn runs(text: &str, spans: &[Span]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for span in spans {
        let start = span.start as usize;
        let line = text.get(..start).unwrap_or_default();
        let line = line.rsplit('\n').next().unwrap_or_default();
        let own_line = line.trim_start_matches('\u{feff}').trim().is_empty();
        let column = line.chars().count();
        let end = line_end(text, *span);
        let last = runs.last_mut().filter(|last| {
            let between = text.get(last.end as usize..start).unwrap_or("x");
            // What is aligned with the end of the line above goes on with it.
            let together = last.own_line || last.column == column;
            own_line && together && between.trim().is_empty() && !between.contains('\n')
        });
        match last {
            Some(last) => {
                last.end = end;
                last.spans.push(*span);
            }
            None => {
                let spans = vec![*span];
                runs.push(Run { start: span.start, end, own_line, column, spans });
            }
        }
    }
    runs
}

/// Where the line after a comment starts, if nothing else is on its line.
fn line_end(text: &str, span: Span) -> u32 {
    let rest = text.get(span.end as usize..).unwrap_or_default();
    let ended = span.of(text).ends_with('\n');
    match rest.split_once('\n') {
        Some((line, _)) if !ended && line.trim().is_empty() => span.end + line.len() as u32 + 1,
        _ => span.end,
    }
}

impl Run {
    /// The lines without marks. Empty lines around them, rulers and boxes go.
    pub fn lines(&self, text: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for span in &self.spans {
            let comment = span.of(text);
            match comment.strip_prefix("/*") {
                Some(rest) => block(rest.strip_suffix("*/").unwrap_or(rest), &mut lines),
                None => lines.push(line(comment).trim_end().to_owned()),
            }
        }
        let at_top = text
            .get(..self.start as usize)
            .is_none_or(|text| text.trim_start_matches('\u{feff}').is_empty());
        if at_top && lines.first().is_some_and(|line| line.starts_with('!')) {
            lines.remove(0);
        }
        lines.retain(|line| !is_for_tools(line));
        let full = |line: &String| !line.is_empty();
        let last = lines.iter().rposition(full).map_or(0, |last| last + 1);
        lines.truncate(last);
        lines.drain(..lines.iter().position(full).unwrap_or_default());
        lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
        lines
    }
}

/// The runs of one location joined, with an empty line above what starts on a line of its own.
/// Lines keep their indentation relative to each other, also those of a block that is commented out
/// and has empty lines in it.
pub fn joined(runs: &[Lines]) -> String {
    let indent = |line: &String| line.len() - line.trim_start_matches([' ', '\t']).len();
    let least = |lines: &[String]| {
        lines.iter().filter(|line| !line.is_empty()).map(indent).min().unwrap_or_default()
    };
    // Text right after its mark says nothing of the others' indentation.
    let all = runs.iter().map(|(lines, _)| least(lines).max(1)).min().unwrap_or_default();
    let mut text = String::new();
    for (lines, own_line) in runs {
        if !text.is_empty() {
            text.push_str(if *own_line { "\n\n" } else { "\n" });
        }
        let indent = least(lines).min(all);
        let lines: Vec<&str> =
            lines.iter().map(|line| line.get(indent..).unwrap_or_default()).collect();
        text.push_str(&lines.join("\n"));
    }
    text
}

/// A line without its mark, however often that is repeated; a ruler is an empty line.
fn line(comment: &str) -> &str {
    let comment = comment.trim_end();
    let rest = match comment.strip_prefix("//") {
        Some(rest) => rest.trim_start_matches('/'),
        None => comment.trim_start_matches('#'),
    };
    // `# # count = 3` was commented out twice: the inner mark stays.
    let ruler = |letter: char| {
        matches!(letter, '#' | '/' | '-' | '=' | '*' | '~' | '_' | '+' | '─' | '═' | '━' | ' ')
    };
    let long = rest.trim().is_empty() || rest.len() > 3;
    if long && rest.chars().all(ruler) {
        return "";
    }
    let box_end = rest.trim_end_matches('#');
    if box_end.len() < rest.len() && comment.starts_with('#') && box_end.ends_with(' ') {
        return box_end.trim_end();
    }
    rest
}

/// The lines of a block comment, without a gutter of stars.
fn block(comment: &str, lines: &mut Vec<String>) {
    let own: Vec<&str> = comment.split('\n').map(str::trim_end).collect();
    let Some((first, rest)) = own.split_first() else { return };
    let full = || rest.iter().filter(|line| !line.trim().is_empty());
    let gutter = full().count() > 0 && full().all(|line| line.trim_start().starts_with('*'));
    let indent = |line: &&&str| line.len() - line.trim_start().len();
    let indent = full().map(|line| indent(&line)).min().unwrap_or_default();
    // Beside a gutter, or below the first line, all lines have one space before them as after a mark.
    let first = first.trim_start_matches('*').trim_start();
    lines.push(if first.is_empty() { String::new() } else { format!(" {first}") });
    for line in rest {
        lines.push(if gutter {
            line.trim_start().trim_start_matches('*').to_owned()
        } else if line.trim().is_empty() {
            String::new()
        } else {
            format!(" {}", line.get(indent..).unwrap_or_default())
        });
    }
}

/// Whether a line speaks to an editor, or to `gen`, about the file itself.
fn is_for_tools(line: &str) -> bool {
    let line = line.trim();
    let modeline = ["vim:", "vi:", "ex:"];
    modeline.iter().any(|start| line.starts_with(start)) && line.contains(['=', ' '])
        || line.starts_with("Generated by jobwright from ")
        || line.starts_with("-*-") && line.ends_with("-*-") && line.len() > 6
}
